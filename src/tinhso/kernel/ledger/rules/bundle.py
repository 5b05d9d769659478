"""A ledger as one file for auditors: a JSON object a line, in the order in which it is checked.

Lines: {"ledger": 1}, {"key": …} and {"tile": …} first; then each head after its entries; entries not sealed yet last.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tinhso.kernel.ledger.rules.audit import Audit, Batch, Finding, Member, Place, witness_findings
from tinhso.kernel.ledger.rules.encoding import leaf_of, place_of
from tinhso.kernel.ledger.rules.heads import BadHead, PrintedHead, head_from
from tinhso.kernel.ledger.rules.merkle import HASH, Tiles

FORMAT = 1


class BadBundle(ValueError):
    """The file is no export of a ledger, or not whole."""


@dataclass
class Bundle:
    """Keys and tiles by place, and the lines of entries and heads in order."""

    keys: dict[str, bytes] = field(default_factory=dict)
    tiles: Tiles = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)

    def tile(self, level: int, index: int) -> bytes:
        return self.tiles.get((level, index), b"")


@dataclass
class Result:
    findings: list[Finding]
    sealed: int
    unsealed: int
    heads: int


def read_bundle(lines: Iterable[str]) -> Bundle:
    """Raises BadBundle naming the line."""
    bundle = Bundle()
    for number, line in enumerate(lines, 1):
        try:
            _take_line(bundle, json.loads(line))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadBundle(f"line {number}: {error!r}") from error
    return bundle


def _take_line(bundle: Bundle, data: dict[str, Any]) -> None:
    if "entry" in data or "head" in data:
        bundle.lines.append(data)
    elif "tile" in data:
        tile = data["tile"]
        bundle.tiles[tile["level"], tile["index"]] = bytes.fromhex(tile["hashes"])
    elif "key" in data:
        bundle.keys[data["key"]["id"]] = bytes.fromhex(data["key"]["public_key"])
    elif data.get("ledger") != FORMAT:
        raise ValueError("unknown line")


def member_of(entry: dict[str, Any]) -> Member:
    return Member(entry["id"], place_of(entry), leaf_of(entry))


def audited(bundle: Bundle, witnesses: Iterable[PrintedHead] = ()) -> Result:
    """Everything that is not as it was sealed. Raises BadBundle for lines that cannot be read."""
    audit = Audit(bundle.keys, bundle.tile)
    findings: list[Finding] = []
    heads, waiting = 0, 0
    try:
        for batch in _batches(bundle.lines):
            if isinstance(batch, Batch):
                findings += audit.take(batch)
                heads += 1
            else:
                waiting = len(batch)
                findings += _overlapping(batch, audit.last)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise BadBundle(repr(error)) from error
    findings += audit.finish({place: len(hashes) // HASH for place, hashes in bundle.tiles.items()})
    for printed in witnesses:
        findings += witness_findings(printed, audit.tree.size, bundle.tile, bundle.keys)
    return Result(findings, audit.tree.size, waiting, heads)


def _overlapping(members: list[Member], last: Place) -> Iterator[Finding]:
    for member in members:
        if member.place <= last:
            yield Finding("inserted", "Bút toán chưa niêm phong đứng trước bút toán đã niêm phong", member.id)


def _batches(lines: Iterable[dict[str, Any]]) -> Iterator[Batch | list[Member]]:
    members: list[Member] = []
    for line in lines:
        if "entry" in line:
            members.append(member_of(line["entry"]))
            continue
        last = line["head"]["last"]
        try:
            head = head_from(line["head"])
        except BadHead as error:
            raise BadBundle(f"head: {error}") from error
        yield Batch(head, place_of(last), members)
        members = []
    if members:
        yield members
