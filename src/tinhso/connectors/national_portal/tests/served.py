"""The twin behind a real socket, and a driver's view of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
from django.core.wsgi import get_wsgi_application

from tinhso.base.ids import new_id
from tinhso.connectors.national_portal.twin import portal
from tinhso.kernel.exchange.kinds import PartnerView


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that did not wait for a slow answer is no fault."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def twin_served() -> Iterator[str]:
    """The address of the twin."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        httpx.get(f"http://127.0.0.1:{server.server_port}/healthz", timeout=30)  # the first answer loads everything
        yield f"http://127.0.0.1:{server.server_port}/twins/national-portal"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def view(address: str, **changes: Any) -> PartnerView:
    secrets = {"username": portal.USERNAME, "password": portal.password()}
    facts = {"settings": {"agency_code": "H99"}, "secrets": secrets, **changes}
    return PartnerView(new_id(), "national_portal", address, **facts)


def dossier(number: str = "H99.1-261123-0001", state: int = 1, **changes: Any) -> dict[str, Any]:
    """A neutral message of a dossier."""
    return {
        "number": number,
        "procedure_code": "1.001193",
        "procedure_title": "Đăng ký khai sinh",
        "sector": "Hộ tịch",
        "channel": 2,
        "owner_number": "099195000123",
        "owner_name": "Nguyễn Thị Mẫu",
        "owner_kind": 1,
        "title": "Đăng ký khai sinh",
        "received_at": "2026-11-23T02:00:00+00:00",
        "state": state,
        "unit": "Ủy ban nhân dân xã Một",
        **changes,
    }


def progress(number: str = "H99.1-261123-0001", state: int = 1, **changes: Any) -> dict[str, Any]:
    facts = {"number": number, "at": "2026-11-23T02:00:00+00:00", "what": "Nộp hồ sơ", "state": state}
    return {**facts, **changes}
