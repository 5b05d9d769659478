"""``tinhso up``: PostgreSQL, web and work under one roof; what dies is started again, what stops stops cleanly."""

import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from tinhso.site import environment, postgres, prepare, production, roles, sample, web
from tinhso.site.installation import Installation
from tinhso.site.refusals import FAILED, CannotRun
from tinhso.site.report import Report

READY_SECONDS = 60
GRACE_SECONDS = web.KILL_SECONDS + 3
STEADY_SECONDS = 30  # a child that lived this long starts again at once
LOG_LIMIT = 20 * 2**20


class Stop(BaseException):
    """Ctrl+C or SIGTERM arrived."""


@dataclass(frozen=True)
class Options:
    bind: str = "127.0.0.1"
    port: int = 8000
    with_sample: bool = True

    @property
    def reached_at(self) -> str:
        """The address to try ourselves."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.bind, self.bind)  # noqa: S104


@dataclass
class Child:
    """A process of ours: started, watched, started again with growing pauses, stopped within a time."""

    name: str
    arguments: list[str]
    environ: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".1.log"))
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "tinhso", *self.arguments],
                env=dict(self.environ), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=postgres.dies_with_parent(signal.SIGTERM),
            )  # fmt: skip
        self.started = time.monotonic()

    def is_dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def plan_restart(self) -> float:
        """Notes the death and gives the pause before the next start, in seconds."""
        steady = time.monotonic() - self.started > STEADY_SECONDS
        self.failures = 1 if steady else self.failures + 1
        pause = 0.0 if self.failures == 1 else min(30.0, 2.0 ** (self.failures - 2) / 2)
        self.process, self.not_before = None, time.monotonic() + pause
        return pause

    def end(self, seconds: float = GRACE_SECONDS) -> None:
        """SIGTERM, then SIGKILL for the whole group when time is up (Granian hung once on SIGTERM)."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                pass
        _kill_group(self.process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """What is left of the child and of its own children."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


@dataclass
class Supervisor:
    installation: Installation
    options: Options
    report: Report
    database: subprocess.Popen[bytes] | None = None
    children: list[Child] = field(default_factory=list)

    def run(self) -> None:
        """Starts everything, watches it until told to stop, and stops it. Raises CannotRun."""
        checked(self.installation, self.options)
        self.installation.lock()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _stop)
        try:
            self._start()
            self._watch()
        except Stop:
            self.report.line("Đang dừng…")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            self._stop()
        self.report.line("Đã dừng.")

    # Starting

    def _start(self) -> None:
        began = time.monotonic()
        self.installation.secrets_or_new()
        address = public_address(self.options, os.environ)
        self.installation.remember(pid=os.getpid(), address=address, bind=self.options.bind, port=self.options.port)
        if not os.environ.get("TINHSO_DATABASE_URL"):
            self._start_database()
        environ = {**os.environ, **self.installation.environment(), "TINHSO_PUBLIC_URL": address}
        self._prepare(environ)
        self._start_children(environ)
        facts = {"address": address, "data": str(self.installation.folder), "pid": os.getpid()}
        facts |= {"seconds": round(time.monotonic() - began, 1), "sign_ins": self.installation.kept_sign_ins()}
        self.report.ready(facts, welcome(facts))

    def _start_database(self) -> None:
        self.report.line("Khởi động PostgreSQL")
        self.installation.short_socket_folder()
        try:
            self._database_up()
        except postgres.DatabaseDoesNotStart as error:
            if "No space left" in str(error):
                raise CannotRun(f"Đĩa chứa {self.installation.folder} đã đầy. Dọn bớt chỗ rồi chạy lại.") from error
            raise CannotRun(f"PostgreSQL không khởi động được: {error}", FAILED) from error

    def _database_up(self) -> None:
        cluster = self.installation.cluster()
        cluster.programs = postgres.reachable_binaries(cluster.user, self.installation.folder / "postgres")
        if not cluster.exists:
            self.report.line("Tạo cụm cơ sở dữ liệu")
            cluster.create(self.installation.secrets()["database_superuser"])
        superuser = self.installation.url("postgres")
        self.database = postgres.start_until_ready(cluster, superuser)
        if sample.is_half_done(self.installation):
            self.report.line("Lần nạp dữ liệu mẫu trước bị ngắt giữa chừng: làm lại từ đầu")
            roles.drop_database(superuser)
            shutil.rmtree(self.installation.files)
            self.installation.files.mkdir(mode=0o700)
            self.installation.forget(sample.BEGUN, "tables")
        roles.make_roles(superuser, self.installation.secrets())

    def _prepare(self, environ: Mapping[str, str]) -> None:
        """Tables, static files and the sample province, where something is to do."""
        stamps = {"tables": prepare.tables_stamp(), "static": prepare.static_stamp()}
        known = self.installation.state()
        own_database = bool(os.environ.get("TINHSO_DATABASE_URL"))
        if own_database or any(known.get(name) != stamp for name, stamp in stamps.items()):
            self._step(["migrate", "--with-static"], environ)
            self.installation.remember(**stamps)
        is_sample = environ.get("TINHSO_PROFILE", "sample") == "sample"
        if is_sample and self.options.with_sample and sample.is_wanted(self.installation):
            self._step(["load-sample"], environ)

    def _step(self, arguments: list[str], environ: Mapping[str, str]) -> None:
        """Runs a command of ours, passing its lines on. Raises CannotRun with its last words."""
        command = [sys.executable, "-m", "tinhso", *arguments]
        log = self.installation.folder / "log" / "prepare.log"
        with open(log, "ab") as errors:
            process = subprocess.Popen(  # noqa: S603
                command, env=dict(environ), stdout=subprocess.PIPE, stderr=errors, start_new_session=True,
                preexec_fn=postgres.dies_with_parent(signal.SIGTERM),
            )  # fmt: skip
        try:
            for line in process.stdout or ():
                self.report.line(line.decode(errors="replace").rstrip())
            process.wait()
        finally:
            _kill_group(process)
        if process.returncode:
            words = _last_line(log)
            raise CannotRun(f"Bước «{arguments[0]}» không xong: {words} (xem {log})", FAILED)

    def _start_children(self, environ: Mapping[str, str]) -> None:
        place = self.installation.folder / "log"
        listen = ["--bind", self.options.bind, "--port", str(self.options.port)]
        self.children = [
            Child("web", ["web", *listen], environ, place / "web.log"),
            Child("work", ["work"], environ, place / "work.log"),
        ]
        self.report.line("Khởi động web và work")
        self.children[0].start()
        self._wait_for_first_page(environ)
        self.children[1].start()  # after the first page: the two would only hold each other up

    def _wait_for_first_page(self, environ: Mapping[str, str]) -> None:
        end = time.monotonic() + READY_SECONDS
        web_child = self.children[0]
        while time.monotonic() < end:
            if web_child.is_dead():
                raise CannotRun(
                    f"web dừng ngay khi khởi động: {_last_line(web_child.log)} (xem {web_child.log})", FAILED
                )
            if serves(self.options, environ):
                return
            time.sleep(0.05)
        raise CannotRun(f"web không trả lời sau {READY_SECONDS} giây (xem {web_child.log})", FAILED)

    # Watching

    def _watch(self) -> None:
        while True:
            time.sleep(0.2)
            if self.database is not None and self.database.poll() is not None:
                self._revive_database()
            for child in self.children:
                self._revive(child)

    def _revive_database(self) -> None:
        """After a crash the first starts may fail on a stale lock; acknowledged rows are all there."""
        self.report.warn("PostgreSQL đã dừng ngoài ý muốn: khởi động lại")
        try:
            superuser = self.installation.url("postgres")
            cluster = self.installation.cluster()
            cluster.programs = postgres.reachable_binaries(cluster.user, self.installation.folder / "postgres")
            self.database = postgres.start_until_ready(cluster, superuser)
        except postgres.DatabaseDoesNotStart as error:
            self.report.warn(f"PostgreSQL chưa khởi động lại được, sẽ thử tiếp: {error}")
            time.sleep(2)
        else:
            self.report.warn("PostgreSQL đã chạy lại")

    def _revive(self, child: Child) -> None:
        if child.process is not None and child.is_dead():
            code = child.process.returncode
            _kill_group(child.process)
            pause = child.plan_restart()
            self.report.warn(f"{child.name} dừng với mã {code}: khởi động lại sau {pause:.1f} giây (xem {child.log})")
        if child.process is None and time.monotonic() >= child.not_before:
            child.start()

    # Stopping

    def _stop(self) -> None:
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        for child in self.children:
            child.end()
        if self.database is not None:
            postgres.stop(self.database)
        if kept := self.installation.state().get("socket_folder"):
            shutil.rmtree(kept, ignore_errors=True)
        self.installation.forget("pid", "address", "bind", "port", "socket_folder")
        self.installation.unlock()


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stop


def checked(installation: Installation, options: Options) -> dict[str, Any]:
    """The settings, when everything that can be known beforehand is well. Raises CannotRun, BadSetting."""
    if wrong := list(environment.unknown()):
        raise environment.BadSetting(" ".join(wrong))
    values = environment.read()
    if fault := production.binding_fault(values, options.bind):
        raise environment.BadSetting(fault)
    installation.prepare()
    if not values["TINHSO_DATABASE_URL"]:
        installation.must_be_reachable()
    installation.lock()  # whoever holds it also holds the port: say that first
    installation.unlock()
    must_be_free(options.bind, options.port)
    if values["TINHSO_PROFILE"] == "production":
        installation.secrets_or_new()
        production.must_hold(environment.read({**os.environ, **installation.environment()}))
    return values


def must_be_free(bind: str, port: int) -> None:
    """Raises CannotRun when the port is taken or the address is not ours."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind.strip("[]"), port))
        except PermissionError as error:
            raise CannotRun(f"Cổng {port} cần quyền cao hơn. Chọn cổng từ 1024 trở lên bằng --port.") from error
        except (OSError, OverflowError) as error:
            if isinstance(error, socket.gaierror) or "assign" in str(error):
                raise CannotRun(f"Địa chỉ {bind} không phải của máy này. Kiểm tra lại --bind.") from error
            raise CannotRun(f"Cổng {port} đang bận. Chọn cổng khác bằng --port, ví dụ --port {port + 1}.") from error


def public_address(options: Options, environ: Mapping[str, str]) -> str:
    """What people type: the setting, or where we listen."""
    if said := environ.get("TINHSO_PUBLIC_URL"):
        return said.rstrip("/")
    scheme = "https" if environ.get("TINHSO_TLS_CERTIFICATE") else "http"
    host = f"[{options.reached_at}]" if ":" in options.reached_at else options.reached_at
    return f"{scheme}://{host}:{options.port}"


def serves(options: Options, environ: Mapping[str, str], seconds: float = 5) -> bool:
    """Whether /readyz answers 200."""
    names = environ.get("TINHSO_HOSTS", environment.BY_NAME["TINHSO_HOSTS"].default or "")
    host = names.split(",")[0].lstrip(".*") or "localhost"
    connection: http.client.HTTPConnection
    if environ.get("TINHSO_TLS_CERTIFICATE"):
        unchecked = ssl._create_unverified_context()  # noqa: S323 (our own port; the name may differ)
        connection = http.client.HTTPSConnection(options.reached_at, options.port, timeout=seconds, context=unchecked)
    else:
        connection = http.client.HTTPConnection(options.reached_at, options.port, timeout=seconds)
    try:
        connection.request("GET", "/readyz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def welcome(facts: Mapping[str, Any]) -> str:
    """The lines a person reads when everything runs."""
    lines = ["", f"Tỉnh Số đang chạy tại {facts['address']}  (sẵn sàng sau {facts['seconds']} giây)"]
    lines.append(f"Dữ liệu: {facts['data']}")
    if facts["sign_ins"]:
        lines += ["", "Tài khoản mẫu (sinh ngẫu nhiên cho bản cài này): tên · mật khẩu · việc"]
        lines += [f"  {entry['login']} · {entry['password']} · {entry['title']}" for entry in facts["sign_ins"]]
        lines.append(f"Mã một lần khi đăng nhập:  ./tinhso code TÊN --data {facts['data']}")
    return "\n".join([*lines, ""])


def _last_line(log: Path) -> str:
    if not log.exists():
        return ""
    lines = log.read_bytes()[-4000:].decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
