"""Whole processes: up, status, a crash of the database, backup, restore, down; and what is refused."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest

from tinhso.site.installation import Installation

SOURCE = Path(__file__).resolve().parent.parent
PATIENCE = 180  # seconds; a machine that runs many tests at once is slow


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


@dataclass
class Running:
    data: Path
    port: int
    facts: dict[str, object]

    def start(self) -> None:
        done = tinhso("up", "--data", self.data, "--port", str(self.port), "--detach", "--json", "--without-sample")
        assert done.returncode == 0, done.stderr
        self.facts = json.loads(done.stdout)

    def answer(self, path: str = "/readyz") -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as page:
                return int(page.status)
        except urllib.error.HTTPError as error:
            error.close()
            return int(error.code)
        except (urllib.error.URLError, ConnectionError):
            return 0

    def wait_for(self, status: int, seconds: float = 60) -> float:
        """Seconds until the answer is that."""
        began = time.monotonic()
        while self.answer() != status:
            assert time.monotonic() - began < seconds, f"no {status} within {seconds} s"
            time.sleep(0.05)
        return time.monotonic() - began

    def database_process(self) -> psutil.Process:
        supervisor = psutil.Process(int(str(self.facts["pid"])))
        return next(child for child in supervisor.children() if child.name() == "postgres")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder the database account can reach (pytest's own are closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="tinhso-up-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def running(place: Path) -> Iterator[Running]:
    """One installation for the whole file, started in the background."""
    data, port = place / "data", free_port()
    running = Running(data, port, {})
    running.start()
    yield running
    assert tinhso("down", "--data", data).returncode == 0
    assert tinhso("status", "--data", data).returncode == 1


def test_it_works(running: Running) -> None:
    assert running.answer() == 200
    assert running.facts["address"] == f"http://127.0.0.1:{running.port}"


def test_status_says_where_it_serves(running: Running) -> None:
    done = tinhso("status", "--data", running.data, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["serving"] is True


def test_what_is_secret_is_readable_by_nobody_else(running: Running) -> None:
    assert (running.data / "secrets.json").stat().st_mode & 0o077 == 0
    assert (running.data / "files").stat().st_mode & 0o077 == 0


def test_the_database_never_runs_as_root(running: Running) -> None:
    assert running.database_process().username() != "root"


def test_the_running_role_neither_owns_tables_nor_rewrites_the_ledger(running: Running) -> None:
    with psycopg.connect(Installation(running.data).url("tinhso_app")) as connection:
        owned = connection.execute("SELECT count(*) FROM pg_class WHERE relowner = 'tinhso_app'::regrole").fetchone()
        assert owned == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM ledger_entry")


def test_doctor_finds_the_database_well(running: Running) -> None:
    done = tinhso("doctor", "--data", running.data, "--json")
    found = {finding["what"]: finding["is_well"] for finding in json.loads(done.stdout)}
    assert {found[what] for what in ("cơ sở dữ liệu", "vai trò", "sổ cái", "đồng hồ", "khóa", "cài đặt")} == {True}


def test_a_second_up_on_the_same_folder_is_refused_and_the_first_goes_on(running: Running) -> None:
    done = tinhso("up", "--data", running.data, "--port", str(free_port()))
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert "đang được một tiến trình tinhso khác dùng" in done.stderr
    assert running.answer() == 200


def test_a_busy_port_is_one_clear_line_and_leaves_no_database_running(running: Running, place: Path) -> None:
    done = tinhso("up", "--data", place / "other", "--port", str(running.port))
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert f"Cổng {running.port} đang bận" in done.stderr
    assert not (place / "other" / "postgres" / "cluster").exists()


def test_the_database_is_back_soon_after_a_kill(running: Running) -> None:
    running.database_process().send_signal(signal.SIGKILL)
    time.sleep(0.3)
    running.wait_for(200)


def test_web_is_back_soon_after_a_kill(running: Running) -> None:
    supervisor = psutil.Process(int(str(running.facts["pid"])))
    web = next(child for child in supervisor.children() if "web" in child.cmdline())
    web.send_signal(signal.SIGKILL)
    time.sleep(0.3)
    running.wait_for(200)


def test_when_up_itself_is_killed_nothing_is_orphaned_and_it_starts_again(running: Running) -> None:
    supervisor = psutil.Process(int(str(running.facts["pid"])))
    family = supervisor.children(recursive=True)
    supervisor.kill()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert [process.name() for process in alive] == []
    running.start()
    assert running.answer() == 200


def test_a_backup_comes_back_whole_with_every_row_and_file(running: Running, place: Path) -> None:
    (running.data / "files" / "ab").mkdir(exist_ok=True)
    (running.data / "files" / "ab" / "paper").write_bytes(b"paper" * 1000)
    archive = place / "all.tar"
    assert tinhso("backup", "--data", running.data, archive).returncode == 0
    assert archive.stat().st_mode & 0o077 == 0
    done = tinhso("restore", "--data", place / "restored", archive, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verified"] is True
    assert (place / "restored" / "files" / "ab" / "paper").read_bytes() == b"paper" * 1000
    assert Installation(place / "restored").secrets() == Installation(running.data).secrets()


def test_nothing_is_restored_over_data(running: Running, place: Path) -> None:
    archive = place / "small.tar"
    archive.write_bytes(b"")
    done = tinhso("restore", "--data", running.data, archive)
    assert done.returncode == 4
    assert "không trống" in done.stderr
    assert running.answer() == 200


def test_a_changed_backup_is_refused_and_leaves_nothing_behind(running: Running, place: Path) -> None:
    archive = place / "changed.tar"
    assert tinhso("backup", "--data", running.data, archive).returncode == 0
    content = bytearray(archive.read_bytes())
    position = content.find(b"PGDMP") + 200
    content[position] ^= 1
    archive.write_bytes(content)
    done = tinhso("restore", "--data", place / "from-changed", archive)
    assert done.returncode == 1
    assert "mã băm không khớp" in done.stderr
    assert not (place / "from-changed").exists()


def test_a_wrong_setting_is_named(place: Path) -> None:
    done = tinhso("up", "--data", place / "none", TINHSO_MAX_UPLOAD_MB="many")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "TINHSO_MAX_UPLOAD_MB" in done.stderr


def test_a_misspelt_setting_is_named_with_the_nearest(place: Path) -> None:
    done = tinhso("up", "--data", place / "none", TINHSO_HOST="example.vn")
    assert done.returncode == 2
    assert "TINHSO_HOSTS" in done.stderr


def test_a_folder_that_is_a_file_is_one_clear_line(place: Path) -> None:
    (place / "file").write_text("")
    done = tinhso("up", "--data", place / "file", "--port", str(free_port()))
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)


def test_a_folder_that_cannot_be_entered_or_written_is_one_clear_line(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700 if os.getuid() == 0 else 0o500)
    done = tinhso("up", "--data", closed / "data", "--port", str(free_port()))
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert "--data" in done.stderr


def test_production_does_not_start_weak(place: Path) -> None:
    done = tinhso("up", "--data", place / "production", "--port", str(free_port()), TINHSO_PROFILE="production")
    assert done.returncode == 2
    assert "TINHSO_PUBLIC_URL" in done.stderr
    assert "TINHSO_HOSTS" in done.stderr


def test_data_without_their_keys_are_left_alone(place: Path) -> None:
    folder = place / "no-keys"
    (folder / "postgres" / "cluster").mkdir(parents=True)
    (folder / "postgres" / "cluster" / "PG_VERSION").write_text("16")
    done = tinhso("up", "--data", folder, "--port", str(free_port()))
    assert done.returncode == 4
    assert "secrets.json" in done.stderr
    assert not (folder / "secrets.json").exists()
