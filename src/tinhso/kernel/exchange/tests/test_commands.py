"""The command line: how partners are, what is stuck, sending again, setting up."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tinhso.kernel.exchange.commands import app
from tinhso.kernel.exchange.models import Outgoing, Partner
from tinhso.kernel.exchange.queries.sealing import view_of
from tinhso.kernel.exchange.tests.paper_partner import a_partner
from tinhso.kernel.exchange.tests.test_desk import a_dead_letter

pytestmark = pytest.mark.django_db
run = CliRunner()


def test_it_works() -> None:
    assert run.invoke(app, ["status"]).exit_code == 0
    a_dead_letter()
    said = run.invoke(app, ["status"])
    assert (said.exit_code, "giay\tstuck\t1 chờ" in said.output) == (1, True)
    (row,) = json.loads(run.invoke(app, ["status", "--json"]).output)
    assert (row["code"], row["health"], row["dead"]) == ("giay", "stuck", 1)


def test_dead_letters_are_listed_and_sent_again() -> None:
    message = a_dead_letter()
    assert str(message.id) in run.invoke(app, ["dead"]).output
    (line,) = json.loads(run.invoke(app, ["dead", "--json", "--partner", "giay"]).output)
    assert (line["state"], line["code"]) == ("dead", "busy")
    assert "1 thông điệp" in run.invoke(app, ["replay", "--partner", "giay", "--dry-run"]).output
    assert Outgoing.objects.get(pk=message.pk).state == "dead"
    assert run.invoke(app, ["replay", str(message.id)]).exit_code == 0
    assert Outgoing.objects.get(pk=message.pk).state == "waiting"
    assert run.invoke(app, ["replay"]).exit_code == 2


def test_a_partner_is_set_up_with_its_secret_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("bí mật\n", encoding="utf-8")
    words = ["set-up", "moi", "--driver", "paper", "--set", "office=H99", "--secret-file"]
    done = run.invoke(app, [*words, f"password={tmp_path / 'secret'}"])
    assert done.exit_code == 0, done.output
    partner = Partner.objects.get(code="moi")
    assert view_of(partner).secrets == {"password": "bí mật"}
    assert partner.settings == {"office": "H99"}
    asked = run.invoke(app, ["set-up", "moi-2", "--driver", "paper", "--secret", "password"], input="gõ tay\n")
    assert asked.exit_code == 0
    assert "gõ tay" not in asked.output
    assert run.invoke(app, ["set-up", "x", "--driver", "khong-co"]).exit_code == 1


def test_a_partner_is_paused_and_resumed() -> None:
    a_partner()
    assert run.invoke(app, ["pause", "giay"]).exit_code == 0
    assert not Partner.objects.get().is_active
    assert run.invoke(app, ["resume", "giay"]).exit_code == 0
    assert Partner.objects.get().is_active
    assert run.invoke(app, ["pause", "khong-co"]).exit_code == 1
