"""tinhso procedures import | facts | find."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tinhso.kernel.cases.queries import definition_in_force
from tinhso.modules.citizens.one_stop import commands
from tinhso.modules.citizens.one_stop.models import ProcedureVersion

ROWS: list[dict[str, Any]] = [
    {"code": "1.001193", "name": "Đăng ký khai sinh", "levels": ["Cấp xã"], "sector": "Hộ tịch", "decision": "1/QĐ",
     "channels": [{"channel": "online", "time": 1.0, "unit": "working_day", "fee_vnd": 0, "note": None}]},
    {"code": "1.000894", "name": "Đăng ký\nkết hôn", "levels": ["Cấp xã"], "sector": "Hộ tịch", "decision": "1/QĐ",
     "channels": [{"channel": "counter", "time": 1.0, "unit": None, "fee_vnd": 0, "note": "(HĐND tỉnh quyết định)"}]},
    {"code": "1.001193", "name": "Đăng ký khai sinh"},
    {"code": "3.000001", "name": "Việc của bộ", "levels": ["Cấp bộ"], "sector": "Khác", "decision": "1/QĐ",
     "channels": [{"channel": "online", "time": 5.0, "unit": "day", "fee_vnd": 50000, "note": ""}]},
]  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def national(tmp_path: Path) -> Path:
    path = tmp_path / "danh-muc.jsonl"
    lines = [json.dumps(row, ensure_ascii=False) for row in ROWS]
    path.write_text("\n".join([*lines, "{broken"]), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands.app, [str(argument) for argument in arguments])


def test_it_works(national: Path) -> None:
    done = run("import", national)
    assert done.exit_code == 0
    assert "Đọc 5 dòng: 3 mới, 0 thay đổi, 0 không đổi, 2 bị từ chối. 1 dòng cần kiểm tra." in done.stdout
    assert "Từ chối dòng 3 1.001193: mã thủ tục đã có ở dòng trên trong tệp này" in done.stdout
    assert "Từ chối dòng 5 : dòng không phải JSON đọc được" in done.stdout
    assert "Cần kiểm tra dòng 2 1.000894: tên có dấu xuống dòng" in done.stdout


def test_the_report_accounts_for_every_row(national: Path) -> None:
    report = json.loads(run("import", national, "--json").stdout)
    assert report["read"] == report["new"] + report["changed"] + report["unchanged"] + report["refused"] == 5
    assert [(each["row"], each["reason"]) for each in report["refusals"]] == [(3, "code_twice"), (5, "json_broken")]
    assert list(report["doubts"][0]["reasons"]) == ["name_broken", "unit_missing", "fee_set_elsewhere"]
    second = json.loads(run("import", national, "--json").stdout)
    assert (second["new"], second["changed"], second["unchanged"], second["refused"]) == (0, 0, 3, 2)


def test_a_dry_run_tells_and_writes_nothing(national: Path) -> None:
    done = run("import", national, "--dry-run", "--json")
    assert json.loads(done.stdout)["dry_run"] is True
    assert not ProcedureVersion.objects.exists()


def test_a_wrong_file_is_one_line_and_exit_2(tmp_path: Path) -> None:
    picture = tmp_path / "anh.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 200)
    for path in (picture, tmp_path / "missing.jsonl", tmp_path):
        done = run("import", path)
        assert done.exit_code == 2
        assert len(done.stderr.strip().splitlines()) == 1
        assert done.stdout == ""


def test_a_day_that_is_none_is_exit_2(national: Path) -> None:
    assert run("import", national, "--from", "hôm nay").exit_code == 2


def test_facts_are_drawn_for_province_and_commune_and_are_the_same_bytes_again(national: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.gz", tmp_path / "two.gz"
    assert run("facts", national, one).exit_code == 0
    run("facts", national, two)
    assert one.read_bytes() == two.read_bytes()
    codes = [json.loads(line)["code"] for line in gzip.decompress(one.read_bytes()).splitlines()]
    assert codes == ["1.000894", "1.001193"]
    run("import", national)
    again = json.loads(run("import", one, "--json").stdout)
    assert (again["unchanged"], again["changed"], again["new"]) == (2, 0, 0)
    assert run("facts", tmp_path / "missing", one).exit_code == 2


def test_a_procedure_is_found_on_the_command_line(national: Path) -> None:
    run("import", national)
    assert run("find", "ket hon").stdout == "1.000894\tĐăng ký kết hôn\tHộ tịch\n"
    assert json.loads(run("find", "khai sinh", "--json").stdout)[0]["code"] == "1.001193"


def test_a_new_installation_is_set_up_once() -> None:
    first, again = run("set-up"), run("set-up")
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert definition_in_force("1.001193", date(2026, 11, 23)).version == 1
