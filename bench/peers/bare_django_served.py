"""Makes the tables of the bare Django peer and serves it; a module of its own, for workers import the peer by name.

``python -m bench.peers.bare_django_served PORT WORKERS THREADS``
"""

import sys

from django.db import connection
from granian import Granian
from granian.constants import Interfaces

from bench.peers.bare_django import Case, Entry, Paper, Status


def make_tables() -> None:
    with connection.schema_editor() as editor:
        for model in (Case, Status, Paper, Entry):
            editor.create_model(model)


def serve(port: int, workers: int, threads: int) -> None:
    Granian(
        "bench.peers.bare_django:application", address="127.0.0.1", port=port, interface=Interfaces.WSGI,
        workers=workers, blocking_threads=threads, websockets=False, log_access=False,
    ).serve()  # fmt: skip


if __name__ == "__main__":
    make_tables()
    serve(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
