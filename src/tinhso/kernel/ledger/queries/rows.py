"""Entries as the bytes that are hashed: rows of binary COPY, in the order of the ledger."""

from collections.abc import Iterator
from uuid import UUID

from django.db import connection

from tinhso.kernel.ledger.rules.audit import Member, Place
from tinhso.kernel.ledger.rules.encoding import COLUMNS, leaf_of_row

START: Place = (0, 0, bytes(16))
_SIGNATURE = b"PGCOPY\n\xff\r\n\x00"
_HEADER = len(_SIGNATURE) + 8
_TRAILER = b"\xff\xff"
_ORDER = "epoch, xid, id"
_ENDED = "(epoch, xid) < (ledger_epoch(), pg_snapshot_xmin(pg_current_snapshot()))"


def sealable_rows(after: Place, limit: int) -> Iterator[bytes]:
    """Rows behind the last sealed one whose transactions have ended, as have all before them."""
    return _copied(f"({_ORDER}) > {_row(after)} AND {_ENDED} ORDER BY {_ORDER} LIMIT {int(limit)}")


def sealed_rows(after: Place, until: Place) -> Iterator[bytes]:
    """What one head sealed."""
    return _copied(f"({_ORDER}) > {_row(after)} AND ({_ORDER}) <= {_row(until)} ORDER BY {_ORDER}")


def row_of(entry_id: UUID) -> bytes | None:
    """The row of one entry, None when there is none."""
    return next(_copied(f"id = '{UUID(str(entry_id))}'"), None)


def member_of_row(row: bytes) -> Member:
    return Member(str(UUID(bytes=row[6:22])), place_of_row(row), leaf_of_row(row))


def place_of_row(row: bytes) -> Place:
    # Columns id, epoch, xid stand first (rules/encoding.py), each behind four bytes of length.
    return int.from_bytes(row[26:30], "big"), int.from_bytes(row[34:42], "big"), row[6:22]


def place_literal(place: Place) -> tuple[int, str, str]:
    """The place as parameters of a row comparison."""
    return place[0], str(place[1]), str(UUID(bytes=place[2]))


def _row(place: Place) -> str:
    # COPY takes no parameters; these are numbers and an id made by us.
    epoch, xid, entry_id = place_literal(place)
    return f"({epoch:d}, '{int(xid)}'::xid8, '{entry_id}'::uuid)"


def _copied(condition: str) -> Iterator[bytes]:
    """libpq gives one row at a time (manual, PQgetCopyData)."""
    rows = f"SELECT {', '.join(COLUMNS)} FROM ledger_entry WHERE {condition}"  # noqa: S608
    with connection.cursor() as cursor, cursor.copy(f"COPY ({rows}) TO STDOUT (FORMAT BINARY)") as copy:
        for message in copy:
            row = bytes(message)
            if row.startswith(_SIGNATURE):
                row = row[_HEADER:]
            if row and row != _TRAILER:
                yield row
