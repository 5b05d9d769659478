"""Signed heads, and the proofs that lead to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.ledger.models import Head, Key
from tinhso.kernel.ledger.queries.rows import START, place_literal, place_of_row, row_of
from tinhso.kernel.ledger.rules import merkle
from tinhso.kernel.ledger.rules.audit import Place
from tinhso.kernel.ledger.rules.encoding import decoded, open_part
from tinhso.kernel.ledger.rules.heads import SignedHead


class NotSealedYet(Refused):
    """The entry is written, and its proof follows within seconds."""

    code = "not-sealed-yet"
    status = 409
    title = gettext_noop("Bút toán này đã ghi và đang chờ niêm phong")
    mend = gettext_noop("Chờ vài giây rồi tải lại.")


@dataclass(frozen=True)
class Proof:
    """That an entry is leaf ``leaf_index`` of the tree under ``head``; ``entry`` holds every column."""

    entry: dict[str, Any]
    leaf_index: int
    head: SignedHead
    path: Sequence[bytes]
    public_key: bytes

    @property
    def number(self) -> int:
        """Counted from 1, as people do."""
        return self.leaf_index + 1

    def as_data(self) -> dict[str, Any]:
        """For publishing: actor, seat, unit, request and payload are a digest only."""
        return {
            "entry": open_part(self.entry),
            "leaf_index": self.leaf_index,
            "head": self.head.as_data(),
            "path": [step.hex() for step in self.path],
            "public_key": self.public_key.hex(),
        }


@dataclass(frozen=True)
class Consistency:
    """That the tree of ``new_size`` begins with the whole tree of ``old_size``."""

    old_size: int
    new_size: int
    old_root: bytes
    new_root: bytes
    path: Sequence[bytes]

    @property
    def holds(self) -> bool:
        return merkle.is_consistent(self.old_size, self.new_size, self.old_root, self.new_root, self.path)


def signed(head: Head) -> SignedHead:
    return SignedHead(
        head.size,
        head.previous_size,
        bytes(head.root),
        head.sealed_at.isoformat(timespec="microseconds"),
        head.key_id,
        bytes(head.signature),
    )


def last_place(head: Head | None) -> Place:
    return (head.last_epoch, head.last_xid, head.last_id.bytes) if head else START


def newest_head() -> Head | None:
    return Head.objects.order_by("-size").first()


def latest_head() -> SignedHead | None:
    """The newest signed head; None before the first sealing."""
    head = newest_head()
    return signed(head) if head else None


def public_keys() -> dict[str, bytes]:
    """Every key that has signed, by its id."""
    return {key.id: bytes(key.public_key) for key in Key.objects.all()}


def tile(level: int, index: int) -> bytes:
    """The hashes of a tile, b"" when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hashes FROM ledger_tile WHERE level = %s AND index = %s", [level, index])
        found = cursor.fetchone()
    return bytes(found[0]) if found else b""


def remembered(read: Callable[[int, int], bytes]) -> Callable[[int, int], bytes]:
    """Reads each tile once: a proof asks for the same ones again and again."""
    known: dict[tuple[int, int], bytes] = {}

    def get(level: int, index: int) -> bytes:
        if (level, index) not in known:
            known[level, index] = read(level, index)
        return known[level, index]

    return get


def seal_of(entry_id: UUID) -> tuple[int, Head] | None:
    """Leaf index and the head that sealed the entry; None for an unknown or not yet sealed entry."""
    row = row_of(entry_id)
    return _seal_at(place_of_row(row)) if row else None


def _seal_at(place: Place) -> tuple[int, Head] | None:
    wanted = "(last_epoch, last_xid, last_id) >= (%s, %s::xid8, %s::uuid)"
    found = Head.objects.raw(
        f"SELECT * FROM ledger_head WHERE {wanted} ORDER BY last_epoch, last_xid, last_id LIMIT 1",  # noqa: S608
        place_literal(place),
    )
    for head in found:
        before = Head.objects.filter(size=head.previous_size).first()
        return head.previous_size + _rank(last_place(before), place), head
    return None


def _rank(after: Place, place: Place) -> int:
    """How many entries stand between: leaf index = size of the head before + rank, nothing is kept per entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_entry WHERE (epoch, xid, id) > (%s, %s::xid8, %s::uuid) "
            "AND (epoch, xid, id) < (%s, %s::xid8, %s::uuid)",
            [*place_literal(after), *place_literal(place)],
        )
        count: int = cursor.fetchone()[0]
    return count


def proof_of(entry_id: UUID) -> Proof | None:
    """The proof under the newest head; None when the entry is unknown or not sealed yet."""
    row = row_of(entry_id)
    head = newest_head()
    seal = _seal_at(place_of_row(row)) if row and head else None
    if row is None or head is None or seal is None or seal[0] >= head.size:
        return None
    index = seal[0]
    path = merkle.inclusion_path(index, head.size, merkle.nodes_of(remembered(tile)))
    key = Key.objects.get(pk=head.key_id)
    return Proof(decoded(row), index, signed(head), path, bytes(key.public_key))


def consistency(old_size: int, new_size: int) -> Consistency:
    """Raises BrokenTree when the tiles do not reach ``new_size``, ValueError when old is not the older one."""
    if not 0 <= old_size <= new_size:
        raise ValueError(f"{old_size} is not before {new_size}")
    node = merkle.nodes_of(remembered(tile))
    roots = merkle.root_at(old_size, node), merkle.root_at(new_size, node)
    return Consistency(old_size, new_size, *roots, merkle.consistency_path(old_size, new_size, node))
