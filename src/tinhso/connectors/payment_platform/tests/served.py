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
from tinhso.connectors.payment_platform.twin import platform
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
        yield f"http://127.0.0.1:{server.server_port}/twins/payment-platform"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def view(address: str, **changes: Any) -> PartnerView:
    facts = {"settings": {"partner": platform.PARTNER}, "secrets": {"secret": platform.secret()}, **changes}
    return PartnerView(new_id(), "payment_platform", address, **facts)


def order(code: str = "H99.1-261123-0001-20261123090000", **changes: Any) -> dict[str, Any]:
    """A neutral order (docs/modules/payments.md)."""
    return {
        "order": code,
        "reference": code[-12:],
        "case_number": "H99.1-261123-0001",
        "procedure_code": "2.000635",
        "procedure_title": "Cấp bản sao trích lục hộ tịch",
        "unit_code": "H99.1",
        "unit": "Ủy ban nhân dân xã Một",
        "amount": 16_000,
        "lines": [{"code": "extract_copy", "title": "Phí cấp bản sao", "amount": 16_000}],
        "account": {"bank": "970403", "number": "0011012345678", "holder": "Ủy ban nhân dân xã Một"},
        "purpose": "nop phi H99.1-261123-0001",
        "payer": {"name": "Nguyễn Thị Mẫu", "number": "000195000123", "address": "Tổ 4"},
        "return_to": "http://localhost/nop-tien/H99.1-261123-0001",
        **changes,
    }
