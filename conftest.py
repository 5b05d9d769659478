"""Tests run against a real PostgreSQL: the embedded one, in a folder of its own for each session."""

import atexit
import getpass
import os
import pwd
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))
from tinhso.shell import translations

OWN = "TINHSO_TEST_OWN"  # set by a session that started a cluster itself
if os.environ.get("PYTEST_XDIST_WORKER") and os.environ.pop(OWN, None):
    # Not the controller's: an open transaction of one worker would hold back what another one seals.
    del os.environ["TINHSO_DATABASE_URL"], os.environ["TINHSO_DATA"]
os.environ.setdefault("TINHSO_PROFILE", "test")
os.environ.setdefault("TINHSO_DATA", tempfile.mkdtemp(prefix="tinhso-test-data-"))
os.makedirs(os.path.join(os.environ["TINHSO_DATA"], "static"), exist_ok=True)
os.environ.setdefault("TINHSO_SECRET_KEY", secrets.token_hex(40))
os.environ.setdefault("TINHSO_DATA_KEYS", f"1:{secrets.token_hex(32)}")
os.environ.setdefault("TINHSO_INDEX_KEY", secrets.token_hex(32))
os.environ.setdefault("TINHSO_LEDGER_KEY", secrets.token_hex(32))

_started: list[object] = []


def _start_cluster() -> None:
    """A cluster for this session (each xdist worker has its own), as the unprivileged account when root."""
    import psycopg

    from tinhso.site import postgres

    user = None
    if os.getuid() == 0:
        user = next((n for n in ("tinhso", "postgres", "nobody") if _exists(n)), None)
    base = Path(tempfile.mkdtemp(prefix="tinhso-pg-"))
    if user:
        shutil.chown(base, user)
    programs = postgres.reachable_binaries(user, base)
    cluster = postgres.Cluster(folder=base / "pg", socket_folder=base, user=user, programs=programs)
    password = secrets.token_hex(8)
    cluster.create(password)
    process = cluster.start("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
    url = cluster.url("postgres", password, "postgres")
    postgres.wait_until_ready(url, process)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {postgres.RUNTIME} LOGIN PASSWORD '{password}'")
        connection.execute(f"CREATE ROLE {postgres.OWNER} LOGIN CREATEDB PASSWORD '{password}'")
        connection.execute(f"GRANT {postgres.RUNTIME} TO {postgres.OWNER} WITH SET TRUE")
        connection.execute(f"CREATE DATABASE tinhso OWNER {postgres.OWNER}")
    os.environ["TINHSO_DATABASE_URL"] = cluster.url(postgres.OWNER, password, "tinhso")
    os.environ[OWN] = "1"
    _started.extend([process, base])


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return user != getpass.getuser()


if not os.environ.get("TINHSO_DATABASE_URL"):
    _start_cluster()
translations.compile_all()


def pytest_unconfigure() -> None:
    """Ends the cluster and removes what this session wrote; called again at exit, for runs that end early."""
    if _started:
        process, base = _started.pop(0), _started.pop(0)
        process.send_signal(signal.SIGINT)
        process.wait(30)
        shutil.rmtree(base, ignore_errors=True)
    shutil.rmtree(os.environ["TINHSO_DATA"], ignore_errors=True)


atexit.register(pytest_unconfigure)
