"""The whole ledger recomputed from the tables, and written out for auditors."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from tinhso.kernel.ledger.models import Head
from tinhso.kernel.ledger.queries.proofs import last_place, public_keys, signed, tile
from tinhso.kernel.ledger.queries.rows import START, member_of_row, sealable_rows, sealed_rows
from tinhso.kernel.ledger.rules.audit import Audit, Batch, Finding, Place
from tinhso.kernel.ledger.rules.bundle import FORMAT, Result
from tinhso.kernel.ledger.rules.encoding import decoded
from tinhso.kernel.ledger.rules.heads import PrintedHead
from tinhso.kernel.ledger.rules.merkle import HASH, tile_lengths

LOOK_AHEAD = 1_000_000


def audited_tables(witnesses: Iterable[PrintedHead] = ()) -> Result:
    """Everything in the tables that is not as it was sealed; memory is one batch. The sealer may run meanwhile."""
    audit = Audit(public_keys(), tile)
    findings: list[Finding] = []
    heads, taken, place = 0, 0, START
    newest, lengths = _size_and_tiles()
    while taken < newest:
        for head in Head.objects.filter(size__gt=taken, size__lte=newest).order_by("size").iterator(chunk_size=1000):
            findings += audit.take(batch_of(head, place))
            heads, place = heads + 1, last_place(head)
        taken = newest
        newest, lengths = _size_and_tiles()
    findings += audit.finish(lengths)
    for printed in witnesses:
        findings += audit.witness(printed)
    unsealed = sum(1 for _ in sealable_rows(place, LOOK_AHEAD))
    return Result(findings, audit.tree.size, unsealed, heads)


def batch_of(head: Head, after: Place) -> Batch:
    rows = sealed_rows(after, last_place(head))
    return Batch(signed(head), last_place(head), [member_of_row(row) for row in rows])


def _size_and_tiles() -> tuple[int, dict[tuple[int, int], int]]:
    """Both from one snapshot, since the sealer may be at work."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT head.size, level, index, octet_length(hashes) "
            "FROM (SELECT coalesce(max(size), 0) AS size FROM ledger_head) head LEFT JOIN ledger_tile ON true"
        )
        rows = cursor.fetchall()
    return rows[0][0], {(level, index): length // HASH for _, level, index, length in rows if length}


def exported() -> Iterator[str]:
    """The lines of a bundle (rules/bundle.py): the ledger as it stands, with what is not sealed yet."""
    newest = Head.objects.order_by("-size").first()
    size = newest.size if newest else 0
    yield _line({"ledger": FORMAT})
    for key_id, public_key in public_keys().items():
        yield _line({"key": {"id": key_id, "public_key": public_key.hex()}})
    for (level, index), length in tile_lengths(size).items():
        hashes = tile(level, index)[: length * HASH]
        yield _line({"tile": {"level": level, "index": index, "hashes": hashes.hex()}})
    place = START
    for head in Head.objects.filter(size__lte=size).order_by("size").iterator(chunk_size=1000):
        yield from (_line({"entry": decoded(row)}) for row in sealed_rows(place, last_place(head)))
        place = last_place(head)
        last = {"epoch": place[0], "xid": place[1], "id": str(head.last_id)}
        yield _line({"head": signed(head).as_data() | {"last": last}})
    yield from (_line({"entry": decoded(row)}) for row in sealable_rows(place, LOOK_AHEAD))


def _line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
