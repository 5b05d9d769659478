"""Bytes, trees and heads, against the standard's own definitions."""

import random
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel.ledger.rules import merkle
from tinhso.kernel.ledger.rules.encoding import (
    CLOSED,
    COLUMNS,
    IDENTIFIER,
    MOMENT,
    TEXT,
    decoded,
    encoded,
    leaf_of,
    leaf_of_row,
    open_part,
    row_bytes,
)
from tinhso.kernel.ledger.rules.heads import BadHead, head_from, printed_head, public_key_of, sign_head

ENTRY = {
    "id": "01a20637-095b-76bb-b66d-294af74b0a9b",
    "epoch": 1,
    "xid": 778,
    "event": "test.happened",
    "subject_kind": "tests.thing",
    "subject_id": "01a20637-095b-767d-a73a-023a4487a948",
    "subject_version": 3,
    "at": "2026-11-23T02:23:19.899416+00:00",
    "recorded_at": "1999-11-23T02:23:19.000001+00:00",
    "actor_kind": "staff",
    "actor_id": None,
    "seat_id": None,
    "unit_id": "01a20637-095b-767d-a73a-023a4487a949",
    "request_id": "",
    "payload": '{"number":"Đ-1"}',
}
KEY = bytes(range(32))


def standard_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162 section 2.1.1, over leaf hashes."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    width = 1
    while width * 2 < len(leaves):
        width *= 2
    return sha256(b"\x01" + standard_root(leaves[:width]) + standard_root(leaves[width:])).digest()


def leaves_of(count: int) -> list[bytes]:
    return [sha256(b"\x00" + number.to_bytes(4, "big")).digest() for number in range(count)]


def grown(count: int, chance: random.Random) -> tuple[merkle.Tree, merkle.Tiles]:
    """A tree grown in batches of all sizes, each time taken up again from its stored edge."""
    leaves, tiles, tree = leaves_of(count), merkle.Tiles(), merkle.Tree()
    while tree.size < count:
        step = leaves[tree.size : tree.size + chance.choice((1, 2, 255, 256, 257, 700))]
        tree = merkle.tree_from(tree.size, lambda level, index, tiles=tiles: tiles[level, index])
        tiles.update(tree.append(step))
    return tree, tiles


def test_it_works():
    tree = merkle.Tree()
    tree.append(leaves_of(7))
    assert tree.root() == standard_root(leaves_of(7))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 255, 256, 257, 511, 512, 1000, 65535, 65536, 66000])
def test_a_tree_grown_in_batches_has_the_root_of_the_standard(count):
    tree, tiles = grown(count, random.Random(count))
    assert tree.root() == standard_root(leaves_of(count))
    assert {place: len(hashes) // 32 for place, hashes in tiles.items()} == merkle.tile_lengths(count)


def test_every_inclusion_path_leads_to_the_root_and_to_no_other_place():
    _, tiles = grown(600, random.Random(1))
    node = merkle.nodes_of(lambda level, index: tiles[level, index])
    leaves = leaves_of(600)
    for size in (1, 2, 3, 255, 256, 257, 513, 600):
        root = standard_root(leaves[:size])
        for index in {0, 1, size // 2, size - 2, size - 1} & set(range(size)):
            path = merkle.inclusion_path(index, size, node)
            assert merkle.root_from_inclusion(leaves[index], index, size, path) == root
            assert merkle.root_from_inclusion(leaves[index], (index + 1) % size, size, path) != root or size == 1
            assert merkle.root_from_inclusion(leaves[index], index, size, [*path, root]) != root
            assert len(path) <= 10


def test_consistency_holds_for_every_pair_of_sizes_and_for_no_other_root():
    _, tiles = grown(70, random.Random(2))
    node = merkle.nodes_of(lambda level, index: tiles[level, index])
    roots = [standard_root(leaves_of(size)) for size in range(71)]
    for new in range(71):
        for old in range(new + 1):
            path = merkle.consistency_path(old, new, node)
            assert merkle.is_consistent(old, new, roots[old], roots[new], path)
            if old:
                assert not merkle.is_consistent(old, new, sha256(b"x").digest(), roots[new], path)
                assert not merkle.is_consistent(old, new, roots[old], sha256(b"x").digest(), path)


def test_a_tile_that_does_not_reach_is_named():
    _, tiles = grown(300, random.Random(3))
    with pytest.raises(merkle.BrokenTree, match="0/1"):
        merkle.root_at(301, merkle.nodes_of(lambda level, index: tiles.get((level, index), b"")))


def test_the_path_of_a_million_entries_is_640_bytes():
    assert len(merkle.inclusion_path(123_456, 1_000_000, lambda height, index: bytes(32))) * 32 == 640


def test_an_entry_encoded_and_decoded_is_the_same():
    assert decoded(row_bytes(ENTRY)) == ENTRY
    assert leaf_of(ENTRY) == leaf_of_row(row_bytes(ENTRY))


def test_null_and_empty_have_different_leaves():
    assert leaf_of(ENTRY | {"subject_version": None}) != leaf_of(ENTRY | {"subject_version": 0})
    assert leaf_of(ENTRY | {"request_id": None}) != leaf_of(ENTRY | {"request_id": ""})


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_counts(column):
    other = {IDENTIFIER: "01a20637-095b-767d-a73a-023a4487a950", MOMENT: "2020-01-01T00:00:00+00:00", TEXT: "x"}
    assert leaf_of(ENTRY | {column: other.get(COLUMNS[column], 5)}) != leaf_of(ENTRY)


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_no_two_entries_share_their_bytes(event, kind, other_event, other_kind):
    one = ENTRY | {"event": event, "subject_kind": kind}
    other = ENTRY | {"event": other_event, "subject_kind": other_kind}
    assert (row_bytes(one) == row_bytes(other)) == ((event, kind) == (other_event, other_kind))
    assert leaf_of_row(row_bytes(one)) == leaf_of(one)


def test_the_open_part_has_the_same_leaf_and_shows_neither_actor_nor_payload():
    shown = open_part(ENTRY)
    assert leaf_of(shown) == leaf_of(ENTRY)
    assert not set(shown) & set(CLOSED)
    assert "Đ-1" not in str(shown)
    assert encoded(ENTRY, CLOSED).hex() not in str(shown)


def test_a_head_survives_paper_and_qr_code():
    head = sign_head(KEY, size=1234, previous_size=1200, root=sha256(b"r").digest(), sealed_at=str(ENTRY["at"]))
    assert head.is_signed_by(public_key_of(KEY))
    assert printed_head(head.qr_text).head == head
    short = printed_head(f"  {head.short_text.lower()} ")
    assert short.size == 1234 and short.matches(head.root) and not short.matches(sha256(b"s").digest())
    assert head_from(head.as_data()) == head
    assert len(head.short_text) == 34


@pytest.mark.parametrize(
    "change",
    [
        {"size": 1235},
        {"previous_size": 1},
        {"root": "00" * 32},
        {"sealed_at": str(ENTRY["recorded_at"])},
        {"signature": "00" * 64},
    ],
)
def test_a_head_with_anything_changed_is_not_signed(change):
    head = sign_head(KEY, size=1234, previous_size=1200, root=sha256(b"r").digest(), sealed_at=str(ENTRY["at"]))
    assert not head_from(head.as_data() | change).is_signed_by(public_key_of(KEY))
    assert not head.is_signed_by(public_key_of(bytes(32)))


@pytest.mark.parametrize(
    "text", ["", "1200", "1200-ML3Q", "x-ML3Q-HJMW-LWVP-WEUY-DJX5-XYHZ", "TSSC1:1:2", "TSSC1:1:0:A:B:C:D"]
)
def test_what_is_no_head_is_refused(text):
    with pytest.raises(BadHead):
        printed_head(text)
