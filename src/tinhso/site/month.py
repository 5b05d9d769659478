"""A month of the sample province: the lots that packages offer (``sample.month``), made by worker processes.

A lot is made whole or not at all and remembers that it was, so a loading that was broken off goes on where it stood.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from queue import SimpleQueue
from typing import IO, Any, cast

import psycopg

from tinhso.site import backup, discovery, postgres
from tinhso.site.installation import Installation
from tinhso.site.refusals import FAILED, CannotRun

KEPT = "month"
SAY_EVERY = 0.5


@dataclass(frozen=True)
class Order:
    """What is asked for; the same order gives the same month."""

    at: datetime
    dossiers: int
    seed: int

    def as_data(self) -> dict[str, Any]:
        return {"at": self.at.isoformat(), "dossiers": self.dossiers, "seed": self.seed}

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Order":
        return cls(datetime.fromisoformat(data["at"]), int(data["dossiers"]), int(data["seed"]))


@dataclass
class Progress:
    """How far it is, for who shows it; ``stood`` of what is told were there before this run."""

    total: int
    told: int = 0
    stood: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    @property
    def pace(self) -> float:
        """Dossiers a second that this run made."""
        return (self.told - self.stood) / max(self.seconds, 0.001)

    @property
    def left(self) -> float:
        """Seconds to go at the pace so far."""
        return (self.total - self.told) / self.pace if self.pace else 0.0


def order_for(installation: Installation, wanted: Order) -> Order:
    """The order to carry out: one that was broken off goes on as it was. Raises CannotRun for another one."""
    kept = installation.state().get(KEPT)
    if kept is None:
        return wanted
    begun = Order.read(kept)
    if (begun.dossiers, begun.seed) != (wanted.dossiers, wanted.seed):
        raise CannotRun(
            f"Bản cài này đã nạp một tháng mẫu khác ({begun.dossiers} hồ sơ, hạt giống {begun.seed}). "
            "Chạy lại với đúng các số đó, hoặc dùng thư mục dữ liệu khác."
        )
    return begun


@contextmanager
def database(installation: Installation) -> Iterator[None]:
    """The database of the installation: as it runs, or started for as long as this takes."""
    if installation.is_running() or not installation.secrets():
        yield
    else:
        with backup.started(installation):
            yield


def load(order: Order, workers: int, show: Callable[[Progress], None]) -> Progress:
    """Prepares the offices here, then makes the lots in so many processes. Raises CannotRun when one fails."""
    waiting: SimpleQueue[tuple[str, str]] = SimpleQueue()
    total = 0
    for package, month in _offers():
        plan = _plan(month, order)
        month.prepare(plan)
        for lot in month.lots_of(plan):
            waiting.put((package, lot.key))
            total += lot.dossiers
    progress = Progress(total)
    makers = [_Maker(order, waiting) for _ in range(workers)]
    try:
        while any(maker.is_alive() for maker in makers):
            time.sleep(SAY_EVERY)
            progress.told = sum(maker.told for maker in makers)
            progress.stood = sum(maker.stood for maker in makers)
            show(progress)
    finally:
        for maker in makers:
            maker.end()
    if faults := [maker.fault for maker in makers if maker.fault]:
        raise CannotRun(f"Nạp tháng mẫu bị ngắt: {faults[0]}. Chạy lại lệnh này để làm tiếp.", FAILED)
    return progress


class _Maker(threading.Thread):
    """One worker process: given a lot when it has made the one before."""

    def __init__(self, order: Order, waiting: "SimpleQueue[tuple[str, str]]") -> None:
        super().__init__(daemon=True)
        self.told, self.stood, self.fault, self._waiting = 0, 0, "", waiting
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "tinhso", "sample-lots", json.dumps(order.as_data())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=postgres.dies_with_parent(signal.SIGTERM),
        )
        self.start()

    def run(self) -> None:
        orders, answers = cast(IO[str], self._process.stdin), cast(IO[str], self._process.stdout)
        while not self._waiting.empty():
            print(*self._waiting.get(), file=orders, flush=True)
            if not self._made(answers):
                code = self._process.wait()
                self.fault = f"tiến trình con dừng với mã {code}"
                return
        orders.close()
        self._process.wait()

    def _made(self, answers: IO[str]) -> bool:
        """Counts on until the lot is made; False when the process ended before."""
        before = self.told
        for line in answers:
            said = json.loads(line)
            self.told = before + said["told"]
            if said["made"]:
                self.stood += said["told"] if said["stood"] else 0
                return True
        return False

    def end(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()


def make_lots(order: Order, lines: Iterable[str], say: Callable[[str], None]) -> None:
    """A worker's whole life: the lots it is told to make, one a line, with how far it is."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)  # a dossier makes thousands of short-lived objects
    offers = dict(_offers())
    for line in lines:
        package, key = line.split()
        month = offers[package]
        plan = _plan(month, order)
        lot = next(lot for lot in month.lots_of(plan) if lot.key == key)
        is_new = month.make_lot(plan, lot, _Teller(say).told)
        say(json.dumps({"told": lot.dossiers, "made": True, "stood": not is_new}))


@dataclass
class _Teller:
    say: Callable[[str], None]
    count: int = 0
    said_at: float = field(default_factory=time.monotonic)

    def told(self) -> None:
        self.count += 1
        if time.monotonic() - self.said_at > SAY_EVERY:
            self.said_at = time.monotonic()
            self.say(json.dumps({"told": self.count, "made": False}))


def _offers() -> Iterator[tuple[str, Any]]:
    for package in discovery.everything():
        month = getattr(discovery.submodule(package, "sample"), "month", None)
        if month is not None:
            yield package, month


def _plan(month: Any, order: Order) -> Any:
    return month.Plan(at=order.at, dossiers=order.dossiers, seed=order.seed)


def facts(installation: Installation, progress: Progress) -> dict[str, Any]:
    """What was made, in figures: states, time, rows and disk."""
    states: dict[str, int] = {}
    for _, month in _offers():
        states |= month.states()
    rows, size = _measured(os.environ.get("TINHSO_DATABASE_OWNER_URL") or os.environ["TINHSO_DATABASE_URL"])
    files = sum(path.stat().st_size for path in installation.files.rglob("*") if path.is_file())
    return {
        "dossiers": progress.told,
        "seconds": round(progress.seconds, 1),
        "made_now": progress.told - progress.stood,
        "dossiers_per_second": round(progress.pace, 1),
        "states": states,
        "rows": rows,
        "database_mb": size // 2**20,
        "files_mb": files // 2**20,
    }


def _measured(url: str) -> tuple[int, int]:
    """Rows (as counted by ANALYZE) and bytes of the database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")
        found = connection.execute(
            "SELECT coalesce(sum(reltuples), 0)::bigint, pg_database_size(current_database()) FROM pg_class "
            "JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public' AND relkind = 'r' AND reltuples > 0"
        ).fetchone()
    return (int(found[0]), int(found[1])) if found else (0, 0)
