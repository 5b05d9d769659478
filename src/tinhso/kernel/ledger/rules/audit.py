"""Recomputes leaves, tiles, roots and signatures, and says which entry was changed, removed, inserted or moved."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from tinhso.kernel.ledger.rules import merkle
from tinhso.kernel.ledger.rules.heads import PrintedHead, SignedHead, key_id_of

Place = tuple[int, int, bytes]


class Member(NamedTuple):
    """An entry as the tree sees it."""

    id: str
    place: Place
    leaf: bytes


@dataclass(frozen=True)
class Batch:
    """What one head sealed: the head, the place of its last entry, its entries in order."""

    head: SignedHead
    last: Place
    members: Sequence[Member]


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was sealed; ``leaf_index`` counts from 0."""

    kind: str  # changed, removed, inserted, reordered, root, signature, key, chain, tile, witness
    says: str
    entry_id: str | None = None
    leaf_index: int | None = None

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


class Audit:
    """Takes the batches in order, then ``finish``; memory is one batch. ``tile`` gives b"" for a missing one."""

    def __init__(self, keys: Mapping[str, bytes], tile: Callable[[int, int], bytes]) -> None:
        self.keys = keys
        self.tile = tile
        self.tree = merkle.Tree()
        self.last: Place = (0, 0, b"")
        self.size = 0
        self.is_lost = False

    def take(self, batch: Batch) -> Iterator[Finding]:
        yield from self._head_findings(batch)
        yield from self._order_findings(batch)
        stored = self._stored_leaves(batch.head)
        actual = [member.leaf for member in batch.members]
        if actual != stored:
            yield from differences(batch.members, stored, batch.head.previous_size)
        grown, touched = self._grown(batch.head, actual, stored)
        was_lost, self.is_lost = self.is_lost, grown.root() != batch.head.root
        if not self.is_lost:
            yield from self._tile_findings(touched)
        elif not was_lost:  # what follows a broken root is broken with it: said once
            yield Finding("root", f"Gốc cây ở mốc {batch.head.size} không khớp với các bút toán")
        self.tree, self.last, self.size = grown, batch.last, batch.head.size

    def _head_findings(self, batch: Batch) -> Iterator[Finding]:
        head = batch.head
        if head.previous_size != self.size or head.size <= head.previous_size:
            yield Finding("chain", f"Đầu cây {head.size} không nối tiếp mốc {self.size}: thiếu hoặc thừa đầu cây")
        public_key = self.keys.get(head.key_id)
        if public_key is None or key_id_of(public_key) != head.key_id:
            yield Finding("key", f"Không có khóa công khai {head.key_id} của đầu cây {head.size}")
        elif not head.is_signed_by(public_key):
            yield Finding("signature", f"Chữ ký của đầu cây {head.size} không đúng")

    def _order_findings(self, batch: Batch) -> Iterator[Finding]:
        previous = self.last
        for member in batch.members:
            if member.place <= previous:
                yield Finding("reordered", "Bút toán không đứng đúng thứ tự", member.id)
            previous = member.place
        if previous != batch.last:
            yield Finding("chain", f"Đầu cây {batch.head.size} không kết thúc ở bút toán cuối của nó")

    def _stored_leaves(self, head: SignedHead) -> list[bytes]:
        first, last = head.previous_size, head.size
        leaves: list[bytes] = []
        for index in range(first // merkle.TILE, -(-last // merkle.TILE)):
            hashes = merkle.split(self.tile(0, index))
            if not hashes:
                break
            base = index * merkle.TILE
            leaves.extend(hashes[max(first - base, 0) : last - base])
        return leaves

    def _grown(self, head: SignedHead, actual: list[bytes], stored: list[bytes]) -> tuple[merkle.Tree, merkle.Tiles]:
        """The tree after the batch: by the entries, or by the stored leaves when only these lead to the head."""
        grown = self.tree.copy()
        touched = grown.append(actual)
        if actual != stored and grown.root() != head.root:
            other = self.tree.copy()
            other_touched = other.append(stored)
            if other.root() == head.root:
                return other, other_touched
        return grown, touched

    def _tile_findings(self, touched: merkle.Tiles) -> Iterator[Finding]:
        for (level, index), hashes in touched.items():
            if not self.tile(level, index).startswith(hashes):
                yield Finding("tile", f"Ô băm {level}/{index} không khớp với các bút toán")

    def finish(self, stored_lengths: Mapping[tuple[int, int], int]) -> Iterator[Finding]:
        """``stored_lengths``: how many hashes each stored tile has."""
        wanted = merkle.tile_lengths(self.tree.size)
        for place in sorted(wanted.keys() | stored_lengths.keys()):
            if wanted.get(place) != stored_lengths.get(place):
                yield Finding("tile", f"Ô băm {place[0]}/{place[1]} thiếu, thừa hoặc sai độ dài")

    def witness(self, printed: PrintedHead) -> Iterator[Finding]:
        """Whether the tree, once taken in, still begins with the head somebody kept."""
        yield from witness_findings(printed, self.tree.size, self.tile, self.keys)


def witness_findings(
    printed: PrintedHead, size: int, tile: Callable[[int, int], bytes], keys: Mapping[str, bytes]
) -> Iterator[Finding]:
    if printed.head is not None:
        key = keys.get(printed.head.key_id)
        if key is None or not printed.head.is_signed_by(key):
            yield Finding("signature", f"Đầu cây {printed.size} đã giữ không mang chữ ký của sổ cái này")
    if printed.size > size:
        yield Finding("witness", f"Sổ cái chỉ còn {size} bút toán đã niêm phong, đầu cây đã giữ có {printed.size}")
        return
    try:
        root = merkle.root_at(printed.size, merkle.nodes_of(tile))
    except merkle.BrokenTree as error:
        yield Finding("tile", f"Ô băm bị hỏng: {error}")
        return
    if not printed.matches(root):
        yield Finding("witness", f"Sổ cái hôm nay không bắt đầu bằng đầu cây {printed.size} đã giữ: quá khứ đã bị sửa")


def differences(members: Sequence[Member], stored: Sequence[bytes], first_leaf: int) -> Iterator[Finding]:
    """At least one finding when the entries are not those whose leaves were stored, in that order."""
    missing = Counter(stored) - Counter(member.leaf for member in members)
    unknown = Counter(member.leaf for member in members) - Counter(stored)
    here = there = 0
    while here < len(members) or there < len(stored):
        member = members[here] if here < len(members) else None
        leaf = stored[there] if there < len(stored) else None
        place = first_leaf + there
        if member is not None and member.leaf == leaf:
            here, there = here + 1, there + 1
            continue
        is_missing = leaf is not None and _taken(missing, leaf)
        is_unknown = member is not None and _taken(unknown, member.leaf)
        if member is not None and is_missing and is_unknown:
            yield Finding("changed", "Bút toán đã bị sửa sau khi niêm phong", member.id, place)
        elif is_missing:
            yield Finding("removed", f"Bút toán thứ {place + 1} đã bị xóa", None, place)
        elif member is not None and is_unknown:
            yield Finding("inserted", "Bút toán được chèn vào sau khi niêm phong", member.id, place)
        elif member is not None and leaf is not None:
            yield Finding("reordered", "Bút toán đã bị đổi chỗ", member.id, place)
        here += is_unknown or not is_missing
        there += is_missing or not is_unknown


def _taken(counter: Counter[bytes], leaf: bytes) -> bool:
    if counter[leaf] <= 0:
        return False
    counter[leaf] -= 1
    return True
