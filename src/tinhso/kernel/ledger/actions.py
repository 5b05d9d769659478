"""Writing to the ledger: in the caller's transaction, once."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Model
from psycopg.errors import LockNotAvailable

from tinhso.base.actor import Actor, ActorKind
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.ledger.kinds import SEARCH, events

# The one statement that writes an entry; hot paths put it in their own pipeline with ``entry_row``.
INSERT_ENTRY = (
    "INSERT INTO ledger_entry (id, event, subject_kind, subject_id, subject_version, actor_kind, actor_id, "
    "seat_id, unit_id, request_id, payload, at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
ONE_ROW = INSERT_ENTRY.partition(" VALUES ")[2]
ROWS_A_STATEMENT = 1000
LONGEST_WAIT = "10s"
_gathered: ContextVar[list[tuple[Any, ...]] | None] = ContextVar("gathered", default=None)


@dataclass(frozen=True)
class SubjectRef:
    kind: str
    id: UUID
    version: int | None = None


def subject_ref(subject: Model | SubjectRef) -> SubjectRef:
    """A model instance by its label (``cases.case``), id and optimistic version."""
    if isinstance(subject, SubjectRef):
        return subject
    return SubjectRef(subject._meta.label_lower, subject.pk, getattr(subject, "version", None))


def entry_row(
    event: str,
    subject: Model | SubjectRef,
    *,
    by: Actor,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    unit_id: UUID | None = None,
) -> tuple[Any, ...]:
    """The parameters of INSERT_ENTRY; the first is the entry's id.

    Raises LookupError for an event nobody declared, ValueError for a payload key it does not name and for a
    moment without a zone.
    """
    if undeclared := set(payload or ()) - set(events.get(event).payload):
        raise ValueError(f"event {event} does not declare the payload keys {sorted(undeclared)}")
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    about = subject_ref(subject)
    return (
        new_id(),
        event,
        about.kind,
        about.id,
        about.version,
        str(by.kind),
        by.account_id,
        by.seat_id,
        unit_id or by.unit_id,
        _request_of(by),
        _canonical(payload or {}),
        at,
    )


def write_entry(
    event: str,
    subject: Model | SubjectRef,
    *,
    by: Actor,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    unit_id: UUID | None = None,
) -> UUID:
    """Writes one entry in the caller's transaction and gives its id.

    Raises as ``entry_row`` does, and TransactionManagementError outside a transaction: an entry must stand or
    fall with what it tells of.
    """
    row = entry_row(event, subject, by=by, at=at, payload=payload, unit_id=unit_id)
    _must_be_in_transaction()
    gathered = _gathered.get()
    if gathered is None:
        with connection.cursor() as cursor:
            cursor.execute(INSERT_ENTRY, row)
    else:
        gathered.append(row)
    entry_id: UUID = row[0]
    return entry_id


@contextmanager
def entries_gathered() -> Iterator[None]:
    """Inside, entries are kept and written together at the end: for one long transaction that reads none of its own.

    Who reads them on the way calls ``write_gathered`` first. After an error nothing is written: the transaction falls.
    """
    token = _gathered.set([])
    try:
        yield
        write_gathered()
    finally:
        _gathered.reset(token)


def write_gathered() -> None:
    """Writes what was gathered so far, in its order; outside ``entries_gathered`` there is nothing."""
    if rows := _gathered.get():
        with connection.cursor() as cursor:
            cursor.executemany(INSERT_ENTRY, rows)
        rows.clear()


def write_entries(rows: Sequence[tuple[Any, ...]]) -> None:
    """Many entries (each from ``entry_row``) in the caller's transaction, a statement for a thousand of them."""
    _must_be_in_transaction()
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            part = rows[start : start + ROWS_A_STATEMENT]
            cursor.execute(insert_entries(len(part)), [value for row in part for value in row])


def insert_entries(count: int) -> str:
    """INSERT_ENTRY for several rows at once; the parameters stand one row after another."""
    return INSERT_ENTRY + f", {ONE_ROW}" * (count - 1)


def _request_of(by: Actor) -> str:
    # The product itself has a name instead of a request; people's names stay out of the ledger.
    return by.request_id or (by.name if by.kind is ActorKind.SYSTEM else "")


def _canonical(payload: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces; ids, days and amounts as text."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=str)


def _must_be_in_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the ledger is written inside a transaction only")


class KeyReused(Refused):
    """The same idempotency key came with another content."""

    code = "key-reused"
    status = 422
    title = gettext_noop("Khóa chống gửi lặp này đã dùng cho một nội dung khác")
    mend = gettext_noop("Gửi lại với một khóa mới.")


class KeyInUse(Refused):
    """The first request with this key is still at work."""

    code = "key-in-use"
    status = 409
    title = gettext_noop("Yêu cầu này đang được xử lý")
    mend = gettext_noop("Chờ vài giây rồi gửi lại đúng yêu cầu đó; hệ thống không làm hai lần.")


@dataclass
class Once:
    """Whether this request is the first with its key; otherwise ``answer`` is what the first was answered."""

    scope: str
    key: str
    is_first: bool
    answer: dict[str, Any] | None = None

    def remember(self, answer: dict[str, Any]) -> None:
        """Keeps the answer for those who ask again; call it in the transaction that did the work."""
        self.answer = answer
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE ledger_oncekey SET answer = %s::jsonb WHERE scope = %s AND key = %s",
                [json.dumps(answer, default=str), self.scope, self.key],
            )


def once(scope: str, key: str, fingerprint: str) -> Once:
    """Claims the key for this transaction, after the subject is locked.

    Waits while another transaction holds the same key. Raises KeyReused when the key came with another
    fingerprint before, KeyInUse when the wait gets too long. A transaction that fails leaves no claim.
    """
    _must_be_in_transaction()
    if _claimed(scope, key, fingerprint):
        return Once(scope, key, is_first=True)
    return Once(scope, key, is_first=False, answer=_answered(scope, key, fingerprint))


def once_before(scope: str, key: str, fingerprint: str) -> dict[str, Any]:
    """What the first with this key was answered, for hot paths that claim it in a statement of their own.

    Raises KeyReused, and KeyInUse when the first has not answered.
    """
    answer = _answered(scope, key, fingerprint)
    if answer is None:
        raise KeyInUse
    return answer


def _answered(scope: str, key: str, fingerprint: str) -> dict[str, Any] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fingerprint, answer::text FROM ledger_oncekey WHERE scope = %s AND key = %s", [scope, key]
        )
        earlier, answer = cursor.fetchone()
    if earlier != fingerprint:
        raise KeyReused
    return json.loads(answer) if answer else None


def _claimed(scope: str, key: str, fingerprint: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
        try:
            cursor.execute(
                "INSERT INTO ledger_oncekey (id, scope, key, fingerprint) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT (scope, key) DO NOTHING",
                [new_id(), scope, key, fingerprint],
            )
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise KeyInUse from error
            raise
        is_mine: bool = cursor.rowcount == 1
        cursor.execute("RESET lock_timeout")
    return is_mine


@transaction.atomic
def note_search(actors: Sequence[UUID], *, since: datetime, until: datetime, by: Actor, at: datetime) -> None:
    """Somebody looked at what a person did: that is itself an entry. Raises NotAllowed."""
    by.must(SEARCH)
    payload = {"actors": [str(one) for one in actors], "since": since.isoformat(), "until": until.isoformat()}
    write_entry("ledger.searched", SubjectRef("ledger.entry", actors[0]), by=by, at=at, payload=payload)


@transaction.atomic
def note_export(event: str, rows: int, *, since: datetime, until: datetime, by: Actor, at: datetime) -> None:
    """Entries leave the product as a file. Raises NotAllowed."""
    by.must(SEARCH)
    payload = {"event": event, "rows": rows, "since": since.isoformat(), "until": until.isoformat()}
    write_entry("ledger.exported", SubjectRef("ledger.entry", new_id()), by=by, at=at, payload=payload)
