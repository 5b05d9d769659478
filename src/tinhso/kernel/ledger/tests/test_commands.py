"""What an auditor and a witness do at the command line."""

import json
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from tinhso.kernel.ledger import commands
from tinhso.kernel.ledger.queries import latest_head
from tinhso.kernel.ledger.rules.verify import main
from tinhso.kernel.ledger.tests.happenings import happen, seal_until

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(commands.app, list(arguments))
    return done.exit_code, done.output


def break_the_ledger(entry) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_append_only")
        cursor.execute("UPDATE ledger_entry SET payload = '{}' WHERE id = %s", [entry])


def test_it_works(sealed_entries):
    code, output = run("verify")
    assert code == 0
    assert "ĐẠT" in output


def test_verify_says_which_entry_was_changed(sealed_entries):
    break_the_ledger(sealed_entries[42])
    code, output = run("verify")
    assert code == 1
    assert str(sealed_entries[42]) in output
    code, output = run("verify", "--json")
    found = json.loads(output)["findings"]
    assert code == 1
    assert {finding["kind"] for finding in found} == {"changed"}


def test_prove_gives_a_proof_the_verifier_takes(sealed_entries, tmp_path):
    file = tmp_path / "proof.json"
    assert run("prove", str(sealed_entries[7]), "--output", str(file))[0] == 0
    assert main([str(file)]) == 0
    code, output = run("prove", str(sealed_entries[7]))
    assert json.loads(output) == json.loads(file.read_text())


def test_prove_says_what_is_not_sealed_and_what_is_not_there(sealed_entries):
    code, output = run("prove", str(happen()))
    assert code == 1 and "chưa được niêm phong" in output
    code, output = run("prove", str(uuid4()))
    assert code == 1 and "không có trong sổ cái" in output


def test_export_to_a_folder_is_whole(sealed_entries, tmp_path, capsys):
    assert run("export", str(tmp_path))[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["so-cai.jsonl"]
    assert main([str(tmp_path / "so-cai.jsonl"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sealed"] >= len(sealed_entries)


def test_a_head_kept_by_a_witness_is_checked_against_a_later_tree(sealed_entries, tmp_path):
    code, output = run("head")
    short, qr = output.split()
    assert code == 0
    file = tmp_path / "head.txt"
    file.write_text(short + "\n")
    for kept in (short, qr, short.lower(), str(file)):
        assert run("check-head", kept)[0] == 0
    other = short[:-1] + ("A" if short[-1] != "A" else "B")
    code, output = run("check-head", other)
    assert code == 1 and "quá khứ đã bị sửa" in output
    assert run("verify", "--head", other)[0] == 1
    assert run("check-head", "không phải")[0] == 2
    size, _, rest = short.partition("-")
    assert run("check-head", f"{int(size) + 1}-{rest}")[0] == 1


@pytest.mark.django_db(transaction=True)
def test_an_old_head_stays_consistent_while_the_ledger_grows(sealed_entries):
    kept = latest_head()
    assert kept is not None
    seal_until(happen())
    assert latest_head() != kept
    assert run("check-head", kept.short_text)[0] == 0
    assert run("check-head", kept.qr_text)[0] == 0


def test_head_in_json_carries_the_public_key(sealed_entries):
    code, output = run("head", "--json")
    data = json.loads(output)
    assert len(bytes.fromhex(data["public_key"])) == 32
    assert data["short_text"].startswith(f"{data['size']}-")
