"""tinhso calendar on the command line."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tinhso.base.actor import system_actor
from tinhso.base.moments import LOCAL
from tinhso.kernel.calendar.actions import set_up_standard
from tinhso.kernel.calendar.commands import app
from tinhso.kernel.organisations.actions import add_code, found_unit

CASES = Path(__file__).parent / "clock_cases.json"
run = CliRunner()


def changed(folder: Path, **changes: object) -> Path:
    file = folder / "cases.json"
    file.write_text(json.dumps(json.loads(CASES.read_text(encoding="utf-8")) | changes), encoding="utf-8")
    return file


def test_it_works() -> None:
    result = run.invoke(app, ["check", str(CASES)])
    assert result.exit_code == 0
    assert result.output == "Đã kiểm tra 60 trường hợp, 0 trường hợp khác.\n"


def test_a_case_that_differs_is_named_and_the_exit_code_is_one(tmp_path: Path) -> None:
    case = json.loads(CASES.read_text(encoding="utf-8"))["cases"][2]
    file = changed(tmp_path, cases=[case, case | {"due": "2025-04-09T17:00"}])
    told = run.invoke(app, ["check", str(file)])
    assert told.exit_code == 1
    assert "2. Trong tệp: 2025-04-09T17:00; hệ thống tính: 2025-04-08T17:00." in told.output
    data = json.loads(run.invoke(app, ["check", str(file), "--json"]).output)
    assert (data["checked"], data["differing"], data["differences"][0]["found"]) == (2, 1, "2025-04-08T17:00")


def test_a_province_checks_its_own_choices(tmp_path: Path) -> None:
    case = {
        "calendar": "standard",
        "start": "2026-11-20T15:30",
        "amount": 0,
        "unit": "same_day",
        "due": "2026-11-20T17:00",
    }
    file = changed(tmp_path, cases=[case], choices={"same_day_cutoff": "16:00"})
    assert run.invoke(app, ["check", str(file)]).exit_code == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"cases": None},
        {"calendars": []},
        {"calendars": {"standard": {"week": {"0": [["17:00", "07:00"]]}}}},
        {"calendars": {"standard": 3}},
        {"cases": [{"calendar": "standard"}]},
        {"cases": [3]},
        {"cases": [{"calendar": "none", "start": "2026-11-20T15:30", "amount": 1, "unit": "day", "due": None}]},
        {"cases": [{"calendar": "standard", "start": "hôm nay", "amount": 1, "unit": "day", "due": None}]},
        {"cases": [{"calendar": "standard", "start": "9999-12-31T15:30", "amount": 1, "unit": "day", "due": None}]},
        {"cases": [{"calendar": "standard", "start": "2026-11-20T15:30", "amount": "NaN", "unit": "day", "due": None}]},
        {"choices": {"counting": "by_guess"}},
        {"choices": [3]},
    ],
)
def test_a_faulty_file_ends_with_one_clear_line(tmp_path: Path, changes: dict[str, object]) -> None:
    told = run.invoke(app, ["check", str(changed(tmp_path, **changes))])
    assert told.exit_code == 2
    assert told.stderr.count("\n") == 1
    assert "chưa đúng mẫu" in told.stderr


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b"[" * 100_000, b""])
def test_what_is_no_json_ends_with_one_clear_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "cases.json"
    file.write_bytes(content)
    told = run.invoke(app, ["check", str(file)])
    assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
    assert run.invoke(app, ["check", str(tmp_path / "none.json")]).exit_code == 2
    assert run.invoke(app, ["check", str(tmp_path)]).exit_code == 2


@pytest.mark.django_db
def test_the_month_of_a_unit_is_shown_with_its_holiday() -> None:
    by, at = system_actor("tests"), datetime(2026, 11, 20, 9, tzinfo=LOCAL)
    set_up_standard(by=by, at=at)
    unit = found_unit("commune", "Xã Mẫu", on=date(2025, 7, 1), by=by, at=at)
    add_code(unit.id, "axis", "H99.1", valid_from=date(2025, 7, 1), by=by, at=at)
    told = run.invoke(app, ["show", "h99.1", "--month", "2026-11"])
    assert told.exit_code == 0
    assert "thứ Ba 24/11/2026\tnghỉ\tngày nghỉ, Ngày Văn hóa Việt Nam (theo Nghị quyết 80-NQ/TW)" in told.output
    assert len(json.loads(run.invoke(app, ["show", "H99.1", "--month", "2026-11", "--json"]).output)["days"]) == 30
    assert run.invoke(app, ["show", "H98"]).exit_code == 1
    assert run.invoke(app, ["show", "H99.1", "--month", "tháng 11"]).exit_code == 2
