"""The Merkle tree of RFC 9162 section 2.1, kept in tiles of 256 hashes.

Tile (level, index) holds the roots of complete subtrees of 256**level leaves, number 256*index and following.
A node (height, index) is the root of the complete subtree over leaves index*2**height and following.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

TILE = 256
HASH = 32
EMPTY_ROOT = sha256(b"").digest()

Tiles = dict[tuple[int, int], bytes]
Node = Callable[[int, int], bytes]


class BrokenTree(ValueError):
    """A tile is missing or too short for the size claimed."""


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return hashes[0]


def split(hashes: bytes) -> list[bytes]:
    return [hashes[place : place + HASH] for place in range(0, len(hashes), HASH)]


class Tree:
    """A tree that grows at its right edge; ``edges[level]`` are the hashes of the tile not yet full."""

    def __init__(self, size: int = 0, edges: Sequence[Sequence[bytes]] = ()) -> None:
        self.size = size
        self.edges = [list(edge) for edge in edges]

    def copy(self) -> "Tree":
        return Tree(self.size, self.edges)

    def append(self, leaves: Sequence[bytes]) -> Tiles:
        """Adds leaf hashes and gives the tiles that were made or grew."""
        touched: Tiles = {}
        level, fresh = 0, list(leaves)
        while fresh:
            if level == len(self.edges):
                self.edges.append([])
            index = (self.size >> 8 * level) // TILE
            hashes = self.edges[level] + fresh
            fresh = []
            for start in range(0, len(hashes), TILE):
                tile = hashes[start : start + TILE]
                touched[level, index] = b"".join(tile)
                index += 1
                if len(tile) == TILE:
                    fresh.append(perfect_root(tile))
            whole = len(hashes) // TILE * TILE
            self.edges[level] = hashes[whole:]
            level += 1
        self.size += len(leaves)
        return touched

    def root(self) -> bytes:
        """The Merkle Tree Hash: the peaks folded from the right."""
        folded = b""
        for edge in self.edges:
            place, width = len(edge), 1
            while place:
                if place & width:
                    peak = perfect_root(edge[place - width : place])
                    folded = node_hash(peak, folded) if folded else peak
                    place -= width
                width *= 2
        return folded or EMPTY_ROOT


def edge_places(size: int) -> list[tuple[int, int]]:
    """The tiles at the right edge of a tree, by level, that are not full."""
    places, level = [], 0
    while size >> 8 * level:
        if (size >> 8 * level) % TILE:
            places.append((level, (size >> 8 * level) // TILE))
        level += 1
    return places


def tree_from(size: int, tile: Callable[[int, int], bytes]) -> Tree:
    """A tree that can go on growing, from its right edge alone."""
    edges: list[list[bytes]] = []
    for level, index in edge_places(size):
        edges.extend([] for _ in range(level - len(edges)))
        edges.append(split(tile(level, index))[: (size >> 8 * level) % TILE])
    top = (size.bit_length() + 7) // 8
    edges.extend([] for _ in range(top - len(edges)))
    return Tree(size, edges)


def tile_lengths(size: int) -> dict[tuple[int, int], int]:
    """Every tile a tree of that size has, and how many hashes stand in it."""
    lengths: dict[tuple[int, int], int] = {}
    level = 0
    while count := size >> 8 * level:
        for index in range(-(-count // TILE)):
            lengths[level, index] = min(TILE, count - index * TILE)
        level += 1
    return lengths


def nodes_of(tile: Callable[[int, int], bytes]) -> Node:
    """Nodes computed from tiles. Raises BrokenTree when a tile does not reach."""

    def node(height: int, index: int) -> bytes:
        level, rest = divmod(height, 8)
        first = index << rest
        hashes = tile(level, first // TILE)
        start = first % TILE * HASH
        wanted = hashes[start : start + (HASH << rest)]
        if len(wanted) != HASH << rest:
            raise BrokenTree(f"tile {level}/{first // TILE} is too short")
        return perfect_root(split(wanted))

    return node


def _left_width(count: int) -> int:
    """The largest power of two smaller than ``count``."""
    return 1 << (count - 1).bit_length() - 1


def range_root(start: int, end: int, node: Node) -> bytes:
    count = end - start
    if count & (count - 1) == 0:
        height = count.bit_length() - 1
        return node(height, start >> height)
    middle = start + _left_width(count)
    return node_hash(range_root(start, middle, node), range_root(middle, end, node))


def root_at(size: int, node: Node) -> bytes:
    """The root the tree had when it held ``size`` leaves."""
    return range_root(0, size, node) if size else EMPTY_ROOT


def inclusion_path(index: int, size: int, node: Node) -> list[bytes]:
    """PATH(m, D[n]) of RFC 9162 section 2.1.3.1."""
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _left_width(end - start)
        if index < middle:
            path.append(range_root(middle, end, node))
            end = middle
        else:
            path.append(range_root(start, middle, node))
            start = middle
    return path[::-1]


def consistency_path(old: int, new: int, node: Node) -> list[bytes]:
    """PROOF(m, D[n]) of RFC 9162 section 2.1.4.1; empty when one of the trees is empty or both are equal."""
    if old in (0, new):
        return []
    path: list[bytes] = []
    start, end = 0, new
    while old < end:
        middle = start + _left_width(end - start)
        if old <= middle:
            path.append(range_root(middle, end, node))
            end = middle
        else:
            path.append(range_root(start, middle, node))
            start = middle
    if start:
        path.append(range_root(start, end, node))
    return path[::-1]


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that the path leads to (RFC 9162 section 2.1.3.2), None when it does not fit the place."""
    if not 0 <= index < size:
        return None
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return found if last == 0 else None


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the newer tree begins with all of the older (RFC 9162 section 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if old == 0 or old > new:
        return old == 0 and not path and old_root == EMPTY_ROOT
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and older == old_root and newer == new_root
