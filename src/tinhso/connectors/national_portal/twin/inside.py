"""The province's doors reached without a socket: while a sample is loaded nobody serves yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import httpx
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from tinhso.base.moments import now
from tinhso.connectors.national_portal.twin import portal, store
from tinhso.kernel.exchange.actions import handle
from tinhso.kernel.exchange.actions.incoming import due_incoming


@contextmanager
def served_inside() -> Iterator[httpx.Client]:
    """A client whose requests this process answers itself, in the transaction that is open."""
    application = get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        with httpx.Client(transport=httpx.WSGITransport(app=application)) as client:
            yield client
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def twin_inside() -> httpx.Client:
    """A client that the twin's rules answer at once: the bytes of the wire, no server between."""
    return httpx.Client(transport=httpx.MockTransport(_answered))


def _answered(request: httpx.Request) -> httpx.Response:
    if store.fault() == "down":
        return httpx.Response(503)
    if request.url.path.endswith("/login"):
        return httpx.Response(200, json=portal.login(request.content))
    headers = request.headers
    answer = portal.serve(request.content, session=headers.get("session", ""), agency=headers.get("MaDinhDanhDV", ""))
    return httpx.Response(200, json=answer)


def handled_inside(rng: Random) -> None:
    """Handles what has arrived, as ``work`` would."""
    for message_id in due_incoming(now()):
        handle(message_id, at=now(), rng=rng)
