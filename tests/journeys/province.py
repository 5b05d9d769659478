"""The sample province as a newcomer starts it: one real ``up``, shared by all processes of a test run."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyotp

SOURCE = Path(__file__).resolve().parents[2]
PATIENCE = 240  # seconds; a machine that runs many tests at once is slow
STEP = 30  # seconds a one-time code stands for


def tinhso(*arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command line as a person starts it, without this test's own settings."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TINHSO_")}
    environ |= {"PYTHONPATH": str(SOURCE / "src"), **settings}
    command = [sys.executable, "-m", "tinhso", *map(str, arguments)]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=PATIENCE, check=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Province:
    """A running installation with sample data."""

    address: str
    data: Path
    pid: int

    @property
    def sign_ins(self) -> dict[str, dict[str, str]]:
        rows = json.loads((self.data / "sign-ins.json").read_text(encoding="utf-8"))
        return {row["login"]: row for row in rows}

    def one_time_code(self, login: str) -> str:
        """A code not used before, waiting for the next one where the last three are spent."""
        with locked(self.data.parent / "codes.lock"):
            path = self.data.parent / "codes.json"
            used = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            step = max(used.get(login, 0) + 1, int(time.time()) // STEP - 1)
            path.write_text(json.dumps(used | {login: step}), encoding="utf-8")
        while step > int(time.time()) // STEP + 1:
            time.sleep(0.2)
        return pyotp.TOTP(self.sign_ins[login]["one_time_secret"]).at(step * STEP)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start(base: Path) -> Province:
    """Starts the province in ``base``/data."""
    done = tinhso("up", "--data", base / "data", "--port", str(free_port()), "--detach", "--json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    return Province(facts["address"], base / "data", facts["pid"])


def stop(province: Province) -> None:
    done = tinhso("down", "--data", province.data)
    assert done.returncode == 0, done.stderr


def open_folder() -> Path:
    """A folder the database account can reach (pytest's own are closed to others)."""
    base = Path(tempfile.mkdtemp(prefix="tinhso-province-"))
    base.chmod(0o711)
    return base


@contextmanager
def shared(place: Path) -> Iterator[Province]:
    """The province of this run, started by the first process that asks and stopped by the last that leaves.

    ``place``: a file all processes of the run know.
    """
    province = _entered(place)
    yield province
    with locked(place.with_suffix(".lock")):
        facts = json.loads(place.read_text(encoding="utf-8"))
        if facts["guests"] > 1:
            place.write_text(json.dumps(facts | {"guests": facts["guests"] - 1}), encoding="utf-8")
            return
        place.unlink()
        stop(province)
        shutil.rmtree(province.data.parent)


def _entered(place: Path) -> Province:
    with locked(place.with_suffix(".lock")):
        if place.exists():
            facts = json.loads(place.read_text(encoding="utf-8"))
        else:
            made = start(open_folder())
            facts = {"address": made.address, "data": str(made.data), "pid": made.pid, "guests": 0}
        place.write_text(json.dumps(facts | {"guests": facts["guests"] + 1}), encoding="utf-8")
    return Province(facts["address"], Path(facts["data"]), facts["pid"])
