"""Units from a table: tried, written once, found again by their code."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from tinhso.base.actor import ANONYMOUS, system_actor
from tinhso.base.messages import NotAllowed
from tinhso.base.tables import Row
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.organisations.actions.importing import Imported, import_units
from tinhso.kernel.organisations.commands import app
from tinhso.kernel.organisations.models import Unit
from tinhso.kernel.organisations.queries import unit_by_code, unit_on

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 1)
OFFICE = {"code": "H36.900.1", "kind": "office", "name": "Phòng Một", "parent": "H36.900"}
COMMUNE = {"code": "H36.900", "kind": "commune", "name": "Xã Thử", "short_name": "Thử", "phone": "0263"}


def _import(*cells: dict[str, str], on: date = DAY, is_trial: bool = False) -> Imported:
    rows = [Row(place, each) for place, each in enumerate(cells, start=2)]
    return import_units(rows, on=on, is_trial=is_trial, by=system_actor("test"), at=AT)


def test_it_works() -> None:
    assert _import(OFFICE, COMMUNE) == Imported(2, 0, 0, ())
    office = unit_on(unit_by_code("qd20", "H36.900.1"), DAY)  # type: ignore[arg-type]
    assert (office.name, office.parent_id) == ("Phòng Một", unit_by_code("qd20", "H36.900"))


def test_the_same_table_again_writes_nothing_and_a_changed_one_only_the_change() -> None:
    _import(OFFICE, COMMUNE)
    before = Entry.objects.count()
    assert _import(OFFICE, COMMUNE) == Imported(0, 0, 2, ())
    assert Entry.objects.count() == before
    later = date(2026, 11, 20)
    assert _import(OFFICE, COMMUNE | {"name": "Xã Mới"}, on=later) == Imported(0, 1, 1, ())
    unit_id = unit_by_code("qd20", "H36.900")
    assert unit_id is not None
    assert [unit_on(unit_id, day).name for day in (DAY, later)] == ["Xã Thử", "Xã Mới"]


def test_a_trial_says_the_same_and_writes_nothing() -> None:
    assert _import(OFFICE, COMMUNE, is_trial=True) == Imported(2, 0, 0, ())
    assert not Unit.objects.exists()


def test_one_wrong_row_keeps_all_out() -> None:
    done = _import(
        COMMUNE,
        OFFICE | {"parent": "H36.999"},
    )
    assert [(remark.place, remark.column) for remark in done.remarks] == [(3, "parent")]
    wrong = _import(COMMUNE, COMMUNE, {"code": "x", "kind": "y", "name": ""}, OFFICE | {"name": "x" * 300})
    assert {(remark.place, remark.column) for remark in wrong.remarks} == {
        (3, "code"), (4, "code"), (4, "kind"), (4, "name"), (5, "name"),
    }  # fmt: skip
    assert not Unit.objects.exists()


def test_units_that_stand_in_a_ring_are_told_and_not_waited_for() -> None:
    done = _import(COMMUNE | {"parent": "H36.900.1"}, OFFICE)
    assert done.remarks
    assert not Unit.objects.exists()


def test_who_may_not_change_units_imports_none() -> None:
    done = import_units([Row(2, COMMUNE)], on=DAY, is_trial=False, by=ANONYMOUS, at=AT)
    assert NotAllowed.title in {remark.message for remark in done.remarks} or done.remarks
    assert not Unit.objects.exists()


def test_the_command_takes_its_own_template_and_colours_what_is_wrong(tmp_path: Path) -> None:
    runner, table, errors = CliRunner(), tmp_path / "mau.xlsx", tmp_path / "loi.xlsx"
    assert runner.invoke(app, ["template", str(table)]).exit_code == 0
    book = openpyxl.load_workbook(table)
    book.worksheets[0].append(["H36.900", "commune", "Xã Thử"])
    book.worksheets[0].append(["H36.900.1", "lạ", "Phòng Một", "", "H36.900"])
    book.save(table)
    refused = runner.invoke(app, ["import", str(table), "--errors", str(errors), "--json"])
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["remarks"][0]["place"] == 4
    assert openpyxl.load_workbook(errors).worksheets[0]["A2"].value == "H36.900.1"
    book.worksheets[0]["B4"] = "office"
    book.save(table)
    assert json.loads(runner.invoke(app, ["import", str(table), "--dry-run", "--json"]).stdout)["founded"] == 2
    assert not Unit.objects.exists()
    assert "2 đơn vị mới" in runner.invoke(app, ["import", str(table)]).stdout
    assert "2 không đổi" in runner.invoke(app, ["import", str(table)]).stdout
    assert runner.invoke(app, ["import", str(tmp_path / "none.xlsx")]).exit_code == 2
