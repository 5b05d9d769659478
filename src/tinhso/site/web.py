"""The ``web`` process: Granian serving the WSGI application."""

import gc
from importlib import import_module
from pathlib import Path

KILL_SECONDS = 10
THREADS = 4


def serve(bind: str, port: int, workers: int, certificate: str = "", key: str = "") -> None:
    """Serves until SIGTERM or SIGINT."""
    _load_once()
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "tinhso.site.wsgi:application",
        address=bind,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_SECONDS,
        log_level=LogLevels.warning,
        log_access=False,
        ssl_cert=Path(certificate) if certificate else None,
        ssl_key=Path(key) if key else None,
    ).serve()


def _load_once() -> None:
    """Loads the product before Granian forks its workers: half the time to the first page, and memory they share.

    Nothing of it opens a connection; each worker makes its own.
    """
    import_module("tinhso.site.wsgi")
    import_module("tinhso.site.urls")
    gc.collect()
    gc.freeze()
