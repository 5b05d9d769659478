"""Entries as bytes: every column, each with its length in front, null (-1) apart from empty (0).

This is the row of PostgreSQL's binary COPY format (manual, "COPY", binary format): the sealer hashes what the
server sends, the verifier encodes by itself, and a test proves both equal. Values: uuid 16 bytes, integer 4
and transaction id 8 bytes big-endian, moments as 8 bytes of microseconds since 2000-01-01 UTC, text as UTF-8.

A leaf is SHA-256(0x00 || open fields || SHA-256(closed fields)), so that a proof may show the open ones alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    to_bytes: Callable[[Any], bytes]
    from_bytes: Callable[[bytes], Any]


def moment_bytes(text: str) -> bytes:
    return ((datetime.fromisoformat(text) - EPOCH) // MICROSECOND).to_bytes(8, "big", signed=True)


def moment_text(value: bytes) -> str:
    return (EPOCH + MICROSECOND * int.from_bytes(value, "big", signed=True)).isoformat(timespec="microseconds")


def _whole(length: int) -> Kind:
    return Kind(
        lambda value: int(value).to_bytes(length, "big", signed=True),
        lambda value: int.from_bytes(value, "big", signed=True),
    )


TEXT = Kind(lambda value: str(value).encode(), lambda value: value.decode())
IDENTIFIER = Kind(lambda value: UUID(value).bytes, lambda value: str(UUID(bytes=value)))
MOMENT = Kind(moment_bytes, moment_text)
INTEGER, TRANSACTION = _whole(4), _whole(8)

OPEN: dict[str, Kind] = {
    "id": IDENTIFIER,
    "epoch": INTEGER,
    "xid": TRANSACTION,
    "event": TEXT,
    "subject_kind": TEXT,
    "subject_id": IDENTIFIER,
    "subject_version": INTEGER,
    "at": MOMENT,
    "recorded_at": MOMENT,
}
CLOSED: dict[str, Kind] = {
    "actor_kind": TEXT,
    "actor_id": IDENTIFIER,
    "seat_id": IDENTIFIER,
    "unit_id": IDENTIFIER,
    "request_id": TEXT,
    "payload": TEXT,
}
COLUMNS = OPEN | CLOSED
# Where the first text begins: number of columns (2), then id, epoch and xid, each with its length.
_FIRST_TEXT = 2 + (4 + 16) + (4 + 4) + (4 + 8)


def encoded(entry: Fields, columns: Mapping[str, Kind]) -> bytes:
    """The named columns of an entry. Raises KeyError and ValueError for what is no entry."""
    return b"".join(_field(entry[name], kind) for name, kind in columns.items())


def _field(value: Any, kind: Kind) -> bytes:
    if value is None:
        return b"\xff\xff\xff\xff"
    body = kind.to_bytes(value)
    return len(body).to_bytes(4, "big") + body


def row_bytes(entry: Fields) -> bytes:
    """The whole row as COPY sends it."""
    return len(COLUMNS).to_bytes(2, "big") + encoded(entry, COLUMNS)


def decoded(row: bytes) -> dict[str, Any]:
    """A COPY row as plain JSON values, moments and ids as text."""
    entry: dict[str, Any] = {}
    place = 2
    for name, kind in COLUMNS.items():
        length = int.from_bytes(row[place : place + 4], "big", signed=True)
        place += 4
        entry[name] = None if length < 0 else kind.from_bytes(row[place : place + length])
        place += max(length, 0)
    return entry


def leaf_of_row(row: bytes) -> bytes:
    """The leaf hash of a COPY row: in the sealer's tight loop, so it looks only at the lengths it needs."""
    place = _FIRST_TEXT
    place += 4 + int.from_bytes(row[place : place + 4], "big")  # event
    place += 4 + int.from_bytes(row[place : place + 4], "big")  # subject_kind
    place += 20  # subject_id
    place += 8 if row[place] == 0 else 4  # subject_version, or null
    place += 24  # at, recorded_at
    return sha256(b"\x00" + row[2:place] + sha256(row[place:]).digest()).digest()


def closed_digest(entry: Fields) -> bytes:
    """Stands for actor, seat, unit, request and payload in a proof that does not show them."""
    return sha256(encoded(entry, CLOSED)).digest()


def leaf_of(entry: Fields) -> bytes:
    """The leaf hash of an entry, whole or with ``closed_digest`` (hex) in place of the closed columns."""
    shut = bytes.fromhex(entry["closed_digest"]) if "closed_digest" in entry else closed_digest(entry)
    return sha256(b"\x00" + encoded(entry, OPEN) + shut).digest()


def open_part(entry: Fields) -> dict[str, Any]:
    """What anybody may see of an entry, enough to compute its leaf."""
    return {name: entry[name] for name in OPEN} | {"closed_digest": closed_digest(entry).hex()}


def place_of(entry: Fields) -> tuple[int, int, bytes]:
    """The order of the ledger: epoch, transaction, id."""
    return entry["epoch"], entry["xid"], UUID(entry["id"]).bytes
