"""Ledger entries sealed a second by eight writers, one a transaction and ten, on a durable PostgreSQL, with the
sealer at work; how long from commit to provable; and the same rows into a plain table as yardstick of the machine.

``tinhso bench ledger`` runs it in an installation of its own. Seven writers are pgbench's, so that the server and the
sealer are measured and not a client; the eighth is the product's own ``entry_row`` and statement, and times each
of its entries to the proof. All statements are prepared, every transaction is committed durably.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import psycopg

from tinhso.kernel.ledger.actions import insert_entries
from tinhso.site import postgres

HERE = Path(__file__).resolve()
WRITERS = 8
SECONDS = 8.0
SAMPLE = 5  # every how-manieth transaction of our own writer is timed to its proof
PLAIN = "bench_plain_entry"
PLAIN_TABLE = f"""CREATE TABLE {PLAIN} (
    id uuid PRIMARY KEY, event text, subject_kind text, subject_id uuid, subject_version integer, actor_kind text,
    actor_id uuid, seat_id uuid, unit_id uuid, request_id text, payload text, at timestamptz)"""


def measure() -> list[dict[str, Any]]:
    """Plain inserts, then entries one a transaction, then ten a transaction."""
    return [result for tens in (1, 10) for result in _round(tens)]


def _round(tens: int) -> list[dict[str, Any]]:
    plain = _plain_rate(tens)
    sealed = _sealed(tens)
    goal = 10_000 if tens == 1 else 30_000
    name = "one a transaction" if tens == 1 else "ten a transaction"
    rate, delay = sealed["rate"], sealed["p99"]
    return [
        {
            "name": f"ledger entries sealed, {name}",
            "value": round(rate),
            "unit": "entries/s",
            "goal": goal,
            "passed": rate >= goal,
            "details": sealed | {"plain_inserts_per_second": round(plain), "of_plain_inserts": round(rate / plain, 2)},
        },
        {
            "name": f"ledger commit to provable, p99, {name}",
            "value": round(delay, 3),
            "unit": "s",
            "goal": 1.0,
            "passed": delay <= 1.0,
            "details": {"samples": sealed["samples"], "p50": sealed["p50"], "longest": sealed["longest"]},
        },
    ]


def _plain_rate(tens: int) -> float:
    with psycopg.connect(os.environ["TINHSO_DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"DROP TABLE IF EXISTS {PLAIN}")
        owner.execute(PLAIN_TABLE)
        owner.execute(f"GRANT INSERT ON {PLAIN} TO PUBLIC")
        written = sum(run["written"] for run in _Writers(tens, SECONDS / 2, PLAIN).run())
        owner.execute(f"DROP TABLE {PLAIN}")
    return written / (SECONDS / 2)


def _sealed(tens: int) -> dict[str, Any]:
    """Entries over the time from the first write to the moment when the last one is provable."""
    sealer = subprocess.Popen([sys.executable, str(HERE), "sealer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    watch = _Watch()
    try:
        assert sealer.stdout is not None and sealer.stdout.readline() == b"ready\n"
        watch.start()
        before = watch.size()
        writers = _Writers(tens, SECONDS, "ledger_entry")
        begun = time.time()
        runs = writers.run()
        written = sum(run["written"] for run in runs)
        watch.wait_for(before + written)
    finally:
        sealer_seconds = json.loads(sealer.communicate(b"", 30)[0])
        watch.stop()
    took = watch.seen[-1][0] - begun
    delays = sorted(watch.delay(UUID(entry), at) for run in runs for entry, at in run["timed"])
    return {
        "rate": written / took,
        "written": written,
        "written_per_second": round(written / SECONDS),
        "seconds_until_all_sealed": round(took, 2),
        "heads": len(watch.seen),
        "sealer_microseconds_per_entry": round(sum(sealer_seconds) * 1e6 / written, 1),
        "samples": len(delays),
        "p50": round(delays[len(delays) // 2], 3),
        "p99": delays[int(len(delays) * 0.99)],
        "longest": round(delays[-1], 3),
    }


class _Watch:
    """Sees the heads as anybody outside would: by asking for the newest every 20 ms."""

    def __init__(self) -> None:
        self.connection = psycopg.connect(os.environ["TINHSO_DATABASE_URL"], autocommit=True)
        self.seen: list[tuple[float, int, tuple[int, UUID]]] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        newest = "SELECT size, last_xid::text::bigint, last_id FROM ledger_head ORDER BY size DESC LIMIT 1"
        while not self._over.wait(0.02):
            row = self.connection.execute(newest).fetchone()
            if row and (not self.seen or self.seen[-1][1] != row[0]):
                self.seen.append((time.time(), row[0], (row[1], row[2])))

    def size(self) -> int:
        time.sleep(0.1)
        return self.seen[-1][1] if self.seen else 0

    def wait_for(self, size: int) -> None:
        end = time.monotonic() + 60
        while not self.seen or self.seen[-1][1] < size:
            if time.monotonic() > end:
                raise TimeoutError(f"sealed {self.seen[-1:]}, written {size}")
            time.sleep(0.01)

    def delay(self, entry: UUID, committed_at: float) -> float:
        """From commit to the moment its head was first seen."""
        with psycopg.connect(os.environ["TINHSO_DATABASE_URL"]) as reader:
            row = reader.execute("SELECT xid::text::bigint, id FROM ledger_entry WHERE id = %s", [entry]).fetchone()
        assert row is not None
        return next(at for at, _, last in self.seen if last >= row) - committed_at


# Time-ordered as ``base.ids.new_id`` makes them; pgbench reads single colons as its own, so casts are spelled out.
_ID = """CAST(encode(substring(int8send(CAST(extract(epoch from clock_timestamp()) * 1000 AS bigint)) from 3)
 || substring(uuid_send(gen_random_uuid()) from 7), 'hex') AS uuid)"""
_SOME = "'018f0000-0000-7000-8000-000000000001'"
_ROW = (
    f"({_ID}, 'bench.written', 'bench.case', gen_random_uuid(), 1, 'staff', {_SOME}, {_SOME}, {_SOME}, "
    f'{_SOME}, \'{{"number"\\: "H36-261123"}}\', now())'
)


class _Writers:
    """Seven of pgbench and one of ours, begun together."""

    def __init__(self, tens: int, seconds: float, table: str) -> None:
        self.tens = tens
        statement = insert_entries(1).partition(" VALUES ")[0].replace("ledger_entry", table)
        self.script = tempfile.NamedTemporaryFile("w", suffix=".sql")
        self.script.write(f"{statement} VALUES {', '.join([_ROW] * tens)};")
        self.script.flush()
        program = str(postgres.wheel() / "bin" / "pgbench")
        options = ["-n", "-M", "prepared", "-c", str(WRITERS - 1), "-j", "2", "-T", str(round(seconds))]
        self.load = [program, *options, "-f", self.script.name, os.environ["TINHSO_DATABASE_URL"]]
        command = [sys.executable, str(HERE), "writer", str(tens), str(seconds), table]
        self.own = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.own.stdout is not None and self.own.stdout.readline() == "ready\n"

    def run(self) -> list[dict[str, Any]]:
        assert self.own.stdin is not None
        self.own.stdin.write("go\n")
        self.own.stdin.flush()
        with self.script:
            said = subprocess.run(self.load, check=True, capture_output=True, text=True).stdout
        own = json.loads(self.own.communicate()[0])
        done = re.search(r"transactions actually processed: (\d+)", said)
        assert done is not None and "failed transactions: 0" in said
        return [own, {"written": int(done[1]) * self.tens, "timed": []}]


def _numbered(statement: str) -> str:
    """``%s, %s`` as ``$1, $2``."""
    first, *rest = statement.split("%s")
    return first + "".join(f"${place}{part}" for place, part in enumerate(rest, start=1))


def _write(tens: int, seconds: float, table: str) -> dict[str, Any]:
    """One writer: one prepared statement a transaction."""
    from tinhso.base.actor import Actor, ActorKind
    from tinhso.base.ids import new_id
    from tinhso.base.moments import now
    from tinhso.kernel.ledger.actions import SubjectRef, entry_row, insert_entries
    from tinhso.kernel.ledger.kinds import Event, register

    register(Event("bench.written", "Đo tốc độ", ("number",)))
    by = Actor(ActorKind.STAFF, new_id(), None, new_id(), new_id(), request_id=str(new_id()))
    # Numbered once: psycopg would read the marks of a long statement anew at each call.
    statement = _numbered(insert_entries(tens).replace("ledger_entry", table))
    written, timed = 0, []
    with psycopg.connect(os.environ["TINHSO_DATABASE_URL"], autocommit=True) as connection:
        connection.prepare_threshold = 0
        connection.execute("SELECT 1")
        cursor = psycopg.RawCursor(connection)
        print("ready", flush=True)
        sys.stdin.readline()
        end = time.time() + seconds
        while time.time() < end:
            subject = SubjectRef("bench.case", new_id(), 1)
            rows = [
                entry_row("bench.written", subject, by=by, at=now(), payload={"number": f"H36-{n}"})
                for n in range(tens)
            ]
            cursor.execute(statement, [value for row in rows for value in row])
            if written // tens % SAMPLE == 0:
                timed.append((str(rows[-1][0]), time.time()))
            written += tens
        return {"written": written, "timed": timed}


def _backend_seconds(connection: psycopg.Connection[Any]) -> float:
    """Processor time of the server process behind the connection."""
    times = psutil.Process(connection.info.backend_pid).cpu_times()
    return float(times.user + times.system)


def _seal_until_told() -> None:
    """As the work process does: seal, rest a quarter of a second, again."""
    from tinhso.kernel.ledger.jobs import JOBS

    (rest,) = [seconds for name, seconds, _ in JOBS if name == "ledger.seal"]
    (job,) = [function for name, _, function in JOBS if name == "ledger.seal"]
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    print("ready", flush=True)
    before = time.process_time()
    while not over.wait(rest):
        job()
    from django.db import connection

    print(json.dumps([time.process_time() - before, _backend_seconds(connection.connection)]))


def main() -> None:
    if sys.argv[1:2] == ["writer"]:  # needs no rooms, and eight of them would take long to load
        tens, seconds, table = sys.argv[2:]
        print(json.dumps(_write(int(tens), float(seconds), table)))
        return
    from tinhso.site.django_ready import set_up

    set_up()
    if sys.argv[1:2] == ["sealer"]:
        _seal_until_told()
    else:
        for result in measure():
            print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
