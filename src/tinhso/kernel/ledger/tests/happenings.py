"""What the tests write: entries of one declared event, in transactions of their own."""

from collections.abc import Sequence
from time import monotonic
from uuid import UUID

from django.db import connection, transaction

from tinhso.base.actor import Actor, ActorKind, system_actor
from tinhso.base.ids import new_id
from tinhso.base.moments import now
from tinhso.kernel.ledger import jobs, kinds
from tinhso.kernel.ledger.actions import SubjectRef, entry_row, write_entries, write_entry
from tinhso.kernel.ledger.queries import seal_of

HAPPENED = kinds.Event("test.happened", "Có việc thử", ("number", "amount", "note"))
kinds.register(HAPPENED)
SYSTEM = system_actor("thử")
CLERK = Actor(ActorKind.STAFF, new_id(), new_id(), new_id(), new_id(), request_id=str(new_id()), name="Nguyễn Thị Mai")


def something(version: int | None = 1) -> SubjectRef:
    return SubjectRef("tests.thing", new_id(), version)


def happen(subject: SubjectRef | None = None, by: Actor = CLERK, **payload: object) -> UUID:
    """One entry in a transaction of its own."""
    with transaction.atomic():
        return write_entry("test.happened", subject or something(), by=by, at=now(), payload=payload)


def happen_often(count: int) -> Sequence[UUID]:
    """``count`` entries in one transaction."""
    actors = (CLERK, SYSTEM)
    rows = [
        entry_row("test.happened", something(n % 3 or None), by=actors[n % 2], at=now(), payload={"number": f"HS/{n}"})
        for n in range(count)
    ]
    with transaction.atomic():
        write_entries(rows)
    return [row[0] for row in rows]


def seal_until(entry_id: UUID) -> None:
    """Seals until the entry is; another transaction of the cluster (autovacuum) may hold the sealer back a moment."""
    end = monotonic() + 20
    while seal_of(entry_id) is None:
        assert monotonic() < end, f"{entry_id} is not sealed; open transactions: {_open_transactions()}"
        jobs.seal(at=now())


def _open_transactions() -> list[tuple[object, ...]]:
    """Who holds the sealer back: process, state, age, statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, datname, state, now() - xact_start, left(query, 200) FROM pg_stat_activity "
            "WHERE (backend_xid IS NOT NULL OR backend_xmin IS NOT NULL) AND pid <> pg_backend_pid()"
        )
        return [*cursor.fetchall(), (connection.in_atomic_block, connection.get_autocommit())]
