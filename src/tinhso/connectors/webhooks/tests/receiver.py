"""The twin behind a real socket of this process: every byte goes over HTTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.test import RequestFactory

from tinhso.base.actor import ANONYMOUS
from tinhso.connectors.webhooks.twin import pages


class Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        named = {name: value for name, value in self.headers.items() if name.lower().startswith("webhook-")}
        request = RequestFactory().post("/", raw, content_type="application/json", headers=named)
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        answer = pages.receive(request)
        self.send_response(answer.status_code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@contextmanager
def listening() -> Iterator[str]:
    """The address of the receiver while it listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/twins/webhooks/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
