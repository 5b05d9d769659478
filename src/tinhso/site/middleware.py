"""Finds out who acts and puts the Actor on the request; notes each request in the log."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import cast

import structlog
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

from tinhso.base.moments import now
from tinhso.base.remembering import remembering
from tinhso.kernel.identity.queries import actor_of_session
from tinhso.kernel.law.queries import one_stamp
from tinhso.shell.audience import ActorRequest


@contextmanager
def _reading() -> Iterator[None]:
    with remembering(), one_stamp():
        yield


class WhoActs:
    """Puts the actor on the request. What is read of dated data is read once for a request that only reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with _reading() if request.method in ("GET", "HEAD") else nullcontext():
            with one_stamp():
                cast(ActorRequest, request).actor = actor_of_session(request, at=now())
            return self.get_response(request)


class RequestLog:
    """One line a request. The route stands for the path: paths and queries may name a person."""

    QUIET = ("healthz", "readyz")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.log = structlog.get_logger("tinhso.web")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and match.route not in self.QUIET:
            took = round((time.perf_counter() - began) * 1000, 1)
            self.log.info("request", method=request.method, route=match.route, status=response.status_code, ms=took)
        return response


class Squeezed(GZipMiddleware):
    """Compresses all but answers of the API with a strong tag, which compression would make a weak one."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:  # type: ignore[override]
        if request.path.startswith("/api/") and response.has_header("ETag"):
            return response
        return super().process_response(request, response)  # type: ignore[return-value]
