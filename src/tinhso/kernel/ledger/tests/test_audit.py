"""Whatever is done to the past, the verifier finds it: thousands of mutations, none survives."""

import json
import random
import subprocess
import sys

import pytest

from tinhso.kernel.ledger.queries.audit import audited_tables, exported
from tinhso.kernel.ledger.queries.proofs import proof_of
from tinhso.kernel.ledger.rules import merkle
from tinhso.kernel.ledger.rules.bundle import BadBundle, Bundle, audited, read_bundle
from tinhso.kernel.ledger.rules.encoding import COLUMNS, IDENTIFIER, MOMENT, TEXT, leaf_of, place_of
from tinhso.kernel.ledger.rules.heads import head_from, printed_head, public_key_of, sign_head
from tinhso.kernel.ledger.rules.proofs import proof_findings
from tinhso.kernel.ledger.rules.verify import main

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
MOMENT_TEXT = "2026-11-23T02:23:19.{:06d}+00:00"
BATCHES = (1, 2, 13, 250, 40)
FEW = (1, 2, 5, 16, 9)


def made_up_entry(number: int, chance: random.Random) -> dict[str, object]:
    def some_id() -> str:
        return f"{chance.getrandbits(32):08x}-0000-7000-8000-{chance.getrandbits(48):012x}"

    return {
        "id": some_id(), "epoch": 1, "xid": 700 + number // 3, "event": "test.happened", "subject_kind": "tests.thing",
        "subject_id": some_id(), "subject_version": number % 4 or None, "at": MOMENT_TEXT.format(number),
        "recorded_at": MOMENT_TEXT.format(number + 7), "actor_kind": "staff", "actor_id": some_id(),
        "seat_id": None, "unit_id": some_id(), "request_id": some_id(), "payload": f'{{"number":"A-{number}"}}',
    }  # fmt: skip


def made_up_lines(batches: tuple[int, ...]) -> list[dict[str, object]]:
    """The lines of entries and heads of a ledger sealed in several batches."""
    chance = random.Random(7)
    entries = sorted((made_up_entry(number, chance) for number in range(sum(batches))), key=place_of)
    lines: list[dict[str, object]] = []
    tree, start = merkle.Tree(), 0
    for count in batches:
        batch = entries[start : start + count]
        tree.append([leaf_of(entry) for entry in batch])
        head = sign_head(
            KEY, size=tree.size, previous_size=start, root=tree.root(), sealed_at=MOMENT_TEXT.format(start)
        )
        last = {name: batch[-1][name] for name in ("epoch", "xid", "id")}
        lines += [{"entry": entry} for entry in batch]
        lines.append({"head": head.as_data() | {"last": last}})
        start += count
    return lines


def made_up_bundle(batches: tuple[int, ...]) -> Bundle:
    lines = made_up_lines(batches)
    tiles = merkle.Tree().append([leaf_of(line["entry"]) for line in lines if "entry" in line])
    head = head_from(next(line["head"] for line in lines if "head" in line))
    return Bundle({head.key_id: public_key_of(KEY)}, tiles, lines)


def copied(bundle: Bundle) -> Bundle:
    lines = [{kind: dict(content) for kind, content in line.items()} for line in bundle.lines]
    return Bundle(dict(bundle.keys), dict(bundle.tiles), lines)


WHOLE, SMALL = made_up_bundle(BATCHES), made_up_bundle(FEW)


def places(bundle: Bundle, kind: str) -> list[int]:
    return [place for place, line in enumerate(bundle.lines) if kind in line]


def change_a_column(bundle: Bundle, chance: random.Random) -> None:
    entry = bundle.lines[chance.choice(places(bundle, "entry"))]["entry"]
    name = chance.choice(list(COLUMNS))
    others = {
        IDENTIFIER: "01a20637-095b-767d-a73a-023a4487a950",
        MOMENT: MOMENT_TEXT.format(chance.randrange(500_000, 999_999)),
        TEXT: f"{entry[name]}{chance.choice('0123456789 ')}",
    }
    entry[name] = others.get(COLUMNS[name]) or (entry[name] or 0) + chance.choice((1, 2, 1000))


def null_for_empty(bundle: Bundle, chance: random.Random) -> None:
    entry = bundle.lines[chance.choice(places(bundle, "entry"))]["entry"]
    entry[chance.choice(("request_id", "payload", "event"))] = ""
    entry["actor_id"] = None


def delete_entries(bundle: Bundle, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 3)):
        del bundle.lines[chance.choice(places(bundle, "entry"))]


def insert_an_entry(bundle: Bundle, chance: random.Random) -> None:
    place = chance.choice(places(bundle, "entry"))
    copied = dict(bundle.lines[place]["entry"])
    if chance.random() < 0.7:
        copied["id"] = f"{copied['id'][:-1]}{'0123456789abcdef'[chance.randrange(16)]}"
    bundle.lines.insert(place + chance.randint(0, 1), {"entry": copied})


def swap_two_entries(bundle: Bundle, chance: random.Random) -> None:
    one, other = chance.sample(places(bundle, "entry"), 2)
    bundle.lines[one], bundle.lines[other] = bundle.lines[other], bundle.lines[one]


def swap_what_two_entries_tell(bundle: Bundle, chance: random.Random) -> None:
    one, other = (bundle.lines[place]["entry"] for place in chance.sample(places(bundle, "entry"), 2))
    one["payload"], other["payload"] = other["payload"], one["payload"]


def edit_a_head(bundle: Bundle, chance: random.Random) -> None:
    head = bundle.lines[chance.choice(places(bundle, "head"))]["head"]
    name = chance.choice(("size", "previous_size", "root", "sealed_at", "key_id", "signature", "last"))
    if name in ("size", "previous_size"):
        head[name] += chance.choice((-1, 1, 256, 2**40))
    elif name == "last":
        head["last"] = head["last"] | {"xid": head["last"]["xid"] + chance.choice((-1, 1))}
    elif name == "sealed_at":
        head[name] = MOMENT_TEXT.format(999_999)
    else:
        digit = chance.randrange(len(head[name]))
        other = chance.choice([c for c in "0123456789abcdef" if c != head[name][digit]])
        head[name] = head[name][:digit] + other + head[name][digit + 1 :]


def sign_with_another_key(bundle: Bundle, chance: random.Random) -> None:
    line = bundle.lines[chance.choice(places(bundle, "head"))]
    head = head_from(line["head"])
    forged = sign_head(
        OTHER_KEY, size=head.size, previous_size=head.previous_size, root=head.root, sealed_at=head.sealed_at
    )
    line["head"] = forged.as_data() | {"last": line["head"]["last"]}
    if chance.random() < 0.5:  # even under the name of the right key
        line["head"]["key_id"] = head.key_id


def remove_or_double_a_head(bundle: Bundle, chance: random.Random) -> None:
    place = chance.choice(places(bundle, "head"))
    if chance.random() < 0.5:
        del bundle.lines[place]
    else:
        bundle.lines.insert(place, bundle.lines[place])


def edit_a_tile(bundle: Bundle, chance: random.Random) -> None:
    where = chance.choice(sorted(bundle.tiles))
    hashes = bytearray(bundle.tiles[where])
    hashes[chance.randrange(len(hashes))] ^= chance.randrange(1, 256)
    bundle.tiles[where] = bytes(hashes)


def lengthen_shorten_or_lose_a_tile(bundle: Bundle, chance: random.Random) -> None:
    where = chance.choice(sorted(bundle.tiles))
    what = chance.randrange(4)
    if what == 0:
        bundle.tiles[where] += bytes(32)
    elif what == 1:
        bundle.tiles[where] = bundle.tiles[where][:-32]
    elif what == 2:
        del bundle.tiles[where]
    else:
        bundle.tiles[chance.randrange(4), 99] = bytes(32)


def rewrite_an_entry_and_its_tile(bundle: Bundle, chance: random.Random) -> None:
    """Who changes the entry and the leaf beside it still cannot sign the root."""
    number = chance.randrange(len(places(bundle, "entry")))
    entry = entry_at(bundle, number)
    entry["payload"] = "{}"
    where = 0, number // 256
    hashes = merkle.split(bundle.tiles[where])
    hashes[number % 256] = leaf_of(entry)
    bundle.tiles[where] = b"".join(hashes)


MUTATIONS = (
    change_a_column, change_a_column, change_a_column, null_for_empty, delete_entries, insert_an_entry,
    swap_two_entries, swap_what_two_entries_tell, edit_a_head, edit_a_head, sign_with_another_key,
    remove_or_double_a_head, edit_a_tile, lengthen_shorten_or_lose_a_tile, rewrite_an_entry_and_its_tile,
)  # fmt: skip


def found(bundle: Bundle) -> bool:
    try:
        return bool(audited(bundle).findings)
    except BadBundle:
        return True


def test_it_works():
    result = audited(WHOLE)
    assert (result.findings, result.sealed, result.unsealed, result.heads) == ([], sum(BATCHES), 0, len(BATCHES))


@pytest.mark.parametrize(("whole", "count"), [(SMALL, 1_200), (WHOLE, 150)], ids=["small", "several tiles"])
def test_a_thousand_mutations_are_all_found(whole, count):
    chance = random.Random(20_261_123)
    missed: list[str] = []
    tried = 0
    while tried < count:
        mutate, bundle = MUTATIONS[tried % len(MUTATIONS)], copied(whole)
        mutate(bundle, chance)
        if bundle == whole:
            continue  # drew what was there before
        tried += 1
        missed += [] if found(bundle) else [mutate.__name__]
    assert missed == []


def entry_at(bundle: Bundle, number: int) -> dict[str, str]:
    return bundle.lines[places(bundle, "entry")[number]]["entry"]


def findings_after(change) -> list[tuple[str, str | None, int | None]]:
    bundle = copied(WHOLE)
    change(bundle)
    return [(finding.kind, finding.entry_id, finding.leaf_index) for finding in audited(bundle).findings]


def test_a_changed_entry_is_named_with_its_place_and_nothing_else_is_blamed():
    changed = entry_at(WHOLE, 100)["id"]
    assert findings_after(lambda b: entry_at(b, 100).update(payload="{}")) == [("changed", changed, 100)]


def test_a_removed_entry_is_named_by_its_place():
    assert findings_after(lambda b: b.lines.pop(places(b, "entry")[100])) == [("removed", None, 100)]


def test_an_inserted_entry_is_named():
    forged = entry_at(WHOLE, 100) | {"payload": "{}", "xid": entry_at(WHOLE, 100)["xid"]}
    forged["id"] = "ffffffff" + forged["id"][8:]
    place = next(place for place in places(WHOLE, "entry") if place_of(WHOLE.lines[place]["entry"]) > place_of(forged))
    kinds = findings_after(lambda b: b.lines.insert(place, {"entry": forged}))
    assert [(kind, entry) for kind, entry, _ in kinds] == [("inserted", forged["id"])]


def test_two_entries_that_changed_places_are_named():
    def swap(bundle: Bundle) -> None:
        one, other = places(bundle, "entry")[100:102]
        bundle.lines[one], bundle.lines[other] = bundle.lines[other], bundle.lines[one]

    found_kinds = findings_after(swap)
    assert {kind for kind, _, _ in found_kinds} == {"reordered"}
    assert {entry for _, entry, _ in found_kinds} <= {entry_at(WHOLE, n)["id"] for n in (100, 101)}


def test_a_past_rebuilt_by_whoever_holds_the_key_does_not_fit_a_head_on_paper():
    paper = printed_head(head_from(WHOLE.lines[places(WHOLE, "head")[2]]["head"]).short_text)
    rebuilt = copied(WHOLE)
    entry_at(rebuilt, 5)["payload"] = "{}"
    entries = [line["entry"] for line in rebuilt.lines if "entry" in line]
    tree, start, lines = merkle.Tree(), 0, []
    for count, place in zip(BATCHES, places(WHOLE, "head"), strict=True):
        tree.append([leaf_of(entry) for entry in entries[start : start + count]])
        old = WHOLE.lines[place]["head"]
        head = sign_head(KEY, size=tree.size, previous_size=start, root=tree.root(), sealed_at=old["sealed_at"])
        lines += [{"entry": entry} for entry in entries[start : start + count]]
        lines.append({"head": head.as_data() | {"last": old["last"]}})
        start += count
    tiles = merkle.Tree().append([leaf_of(entry) for entry in entries])
    forged = Bundle(dict(WHOLE.keys), tiles, lines)
    assert audited(forged).findings == []  # by itself it looks whole
    assert [finding.kind for finding in audited(forged, [paper]).findings] == ["witness"]
    assert audited(WHOLE, [paper]).findings == []


def test_a_ledger_cut_off_at_its_end_does_not_fit_a_later_head_on_paper():
    paper = printed_head(head_from(WHOLE.lines[-1]["head"]).qr_text)
    cut = copied(WHOLE)
    del cut.lines[places(cut, "head")[3] + 1 :]
    size = sum(BATCHES[:4])
    lengths = merkle.tile_lengths(size)
    leaves = [leaf_of(line["entry"]) for line in cut.lines if "entry" in line]
    cut.tiles = merkle.Tree().append(leaves)
    assert set(cut.tiles) == set(lengths)
    assert audited(cut).findings == []
    assert [finding.kind for finding in audited(cut, [paper]).findings] == ["witness"]


def test_entries_not_sealed_yet_are_counted_and_may_not_stand_before_sealed_ones():
    waiting = copied(WHOLE)
    late = entry_at(waiting, 0) | {"xid": 10_000}
    waiting.lines.append({"entry": late})
    assert (audited(waiting).findings, audited(waiting).unsealed) == ([], 1)
    waiting.lines[-1] = {"entry": late | {"xid": 3}}
    assert [finding.kind for finding in audited(waiting).findings] == ["inserted"]


@pytest.mark.parametrize("line", ["x", "[]", "{}", '{"head": 1}', '{"tile": {}}', '{"entry": {}}', '{"ledger": 9}'])
def test_a_file_that_is_no_ledger_is_refused_in_one_line(tmp_path, capsys, line):
    file = tmp_path / "x.jsonl"
    file.write_text('{"ledger":1}\n' + line + "\n")
    assert main([str(file)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.django_db
def test_the_tables_and_their_export_hold_and_agree(sealed_entries):
    of_tables = audited_tables()
    of_export = audited(read_bundle(exported()))
    assert of_tables.findings == of_export.findings == []
    assert (of_tables.sealed, of_tables.heads) == (of_export.sealed, of_export.heads)
    assert of_tables.sealed >= len(sealed_entries)


@pytest.mark.django_db
def test_what_the_owner_does_behind_the_triggers_is_found_in_the_tables(sealed_entries):
    from django.db import connection

    changed, removed = sealed_entries[10], sealed_entries[20]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_append_only")
        cursor.execute("UPDATE ledger_entry SET payload = '{}' WHERE id = %s", [changed])
        cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [removed])
        cursor.execute(
            "INSERT INTO ledger_entry (id, xid, event, subject_kind, subject_id, actor_kind, request_id, payload, at) "
            "VALUES (gen_random_uuid(), '3', 'e', 'k', gen_random_uuid(), 'staff', '', '{}', now()) RETURNING id"
        )
        inserted = str(cursor.fetchone()[0])
    named = {(finding.kind, finding.entry_id) for finding in audited_tables().findings}
    assert {("changed", str(changed)), ("removed", None), ("inserted", inserted)} <= named


@pytest.mark.django_db
def test_export_and_proof_are_checked_by_a_program_without_django(sealed_entries, tmp_path):
    bundle, proof, forged = tmp_path / "so-cai.jsonl", tmp_path / "proof.json", tmp_path / "forged.json"
    bundle.write_text("".join(exported()), encoding="utf-8")
    found_proof = proof_of(sealed_entries[150])
    assert found_proof is not None
    data = found_proof.as_data()
    proof.write_text(json.dumps(data), encoding="utf-8")
    forged.write_text(json.dumps(data | {"entry": data["entry"] | {"event": "test.another"}}), encoding="utf-8")
    program = (
        "import sys\nfrom tinhso.kernel.ledger.rules.verify import main\n"
        "codes = [main([name]) for name in sys.argv[1:]]\n"
        "assert 'django' not in sys.modules\nprint(codes)"
    )
    command = [sys.executable, "-c", program, str(bundle), str(proof), str(forged)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": ":".join(sys.path)})
    assert done.stdout.splitlines()[-1] == "[0, 0, 1]"


@pytest.mark.django_db
def test_a_proof_holds_for_each_entry_and_for_no_other_key(sealed_entries):
    for entry_id in sealed_entries[::37]:
        found_proof = proof_of(entry_id)
        assert found_proof is not None
        data = found_proof.as_data()
        assert proof_findings(data) == []
        assert [finding.kind for finding in proof_findings(data, public_key_of(OTHER_KEY))] == ["signature"]
        moved = proof_findings(data | {"leaf_index": found_proof.leaf_index + 1})
        assert [finding.kind for finding in moved] == ["root"]
