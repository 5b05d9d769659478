"""Dossiers of a former system: kept as they were, gone on with as ours."""

import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from tinhso.base import tables
from tinhso.base.moments import LOCAL
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.taking_over_many import RowReport, take_over_all
from tinhso.kernel.cases.commands import app
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.former_files import NoSuchFile, WrongList, opener, read_lines
from tinhso.kernel.cases.rules.former_tables import COLUMNS, VERSION, read_dossiers
from tinhso.kernel.cases.rules.taking_over import read_case, read_moment
from tinhso.kernel.cases.tests.conftest import AT, SYSTEM, World
from tinhso.kernel.ledger.queries import entries_of

pytestmark = pytest.mark.django_db
Row = dict[str, Any]
DUE = "2026-12-02T17:00"  # what the former system promised: not what we would


@pytest.fixture
def row(world: World) -> Row:
    return {
        "number": "H99.1.1-261102-0007",
        "procedure": "9.000001",
        "channel": "counter",
        "state": 4,
        "submitted_at": "02/11/2026 08:00",
        "received_at": "2026-11-02T08:10",
        "due_at": DUE,
        "applicant": {"name": "Trần Văn Mẫu", "number": "000090000456", "phone": "0900000456"},
        "receipt": "H99.1.1",
        "papers": [{"code": "map", "title": "Bản đồ", "pages": 2}],
        "charges": [{"code": "fee", "title": "Lệ phí", "amount": "15000"}],
        "history": [{"at": "02/11/2026", "text": "Tiếp nhận"}],
    }


def _taken(*rows: Row | str, is_trial: bool = False, open_file: Any = None) -> list[RowReport]:
    numbered = enumerate(rows, start=1)
    return list(take_over_all(numbered, open_file=open_file, is_trial=is_trial, by=SYSTEM, at=AT))


def _faults(row: Row) -> set[str]:
    (report,) = _taken(row)
    assert report.outcome == "refused"
    return {finding.column for finding in report.findings if finding.level == "error"}


def test_it_works(world: World, row: Row) -> None:
    (report,) = _taken(row)
    assert report.outcome == "new"
    case = Case.objects.get(number=row["number"])
    assert (case.state, case.step, case.due_at) == (State.IN_PROGRESS, "process", read_moment(DUE))
    assert case.received_at == datetime(2026, 11, 2, 8, 10, tzinfo=LOCAL)
    assert case.promise["lines"][0]["kind"] == "taken_over"
    assert "hệ thống cũ" in case.promise["lines"][0]["text"]
    assert [entry.event for entry in entries_of(case)] == ["case.taken_over"]
    assert "Trần" not in json.dumps([entry.payload for entry in entries_of(case)], default=str)
    assert [finding.level for finding in report.findings] == ["warning"]  # the promise is not what we compute


def test_the_same_list_again_takes_nothing_twice_and_another_row_under_the_number_is_refused(row: Row) -> None:
    _taken(row)
    assert [report.outcome for report in _taken(row)] == ["unchanged"]
    assert [report.outcome for report in _taken(row | {"state": 2})] == ["refused"]
    assert Case.objects.count() == 1


def test_a_trial_writes_nothing(row: Row) -> None:
    assert [report.outcome for report in _taken(row, row, "hỏng", is_trial=True)] == ["new", "refused", "refused"]
    assert not Case.objects.exists()


def test_it_goes_on_to_the_return_like_any_other(world: World, row: Row, finish: Callable[..., Case]) -> None:
    _taken(row)
    case = finish(Case.objects.get(number=row["number"]))
    assert case.state == State.RETURNED


@pytest.fixture
def finish(world: World) -> Callable[..., Case]:
    """Hands it on to the last step and out, as its state allows."""

    def on(case: Case) -> Case:
        actions.finish_step(case, by=world.handler, at=AT + timedelta(hours=1))
        assert case.step == "sign"
        actions.finish_step(case, by=world.signer, at=AT + timedelta(hours=2))
        assert case.step == "issue"
        Case.objects.filter(pk=case.pk).update(state=9, step="return", step_right="cases.return", step_unit=world.desk)
        case.refresh_from_db()
        for charge in case.charges.filter(paid_at=None):
            actions.collect_charge(case, charge, method="cash", by=world.receiver, at=AT + timedelta(hours=3))
        case.refresh_from_db()
        return actions.return_result(
            case, to_name="Trần Văn Mẫu", method="counter", by=world.receiver, at=AT + timedelta(hours=3)
        )

    return on


def test_a_later_pause_moves_the_old_promise_by_the_working_time_that_was_left(world: World, row: Row) -> None:
    _taken(row)
    case = Case.objects.get(number=row["number"])
    start = datetime(2026, 11, 18, 8, 0, tzinfo=LOCAL)
    actions.pause_case(case, reason="payment", ground="Điều 1", by=world.handler, at=start)
    assert case.due_at is None
    actions.resume_case(case, by=world.handler, at=start + timedelta(days=2))  # two working days later
    assert case.due_at == datetime(2026, 12, 4, 17, 0, tzinfo=LOCAL)
    assert case.promise["former"]["due_at"] == read_moment(DUE).isoformat()
    assert case.promise["lines"][0]["kind"] == "taken_over"
    actions.pause_case(case, reason="payment", ground="Điều 1", by=world.handler, at=start + timedelta(days=5))
    actions.resume_case(case, by=world.handler, at=start + timedelta(days=6))
    # 24 November is a day off: from Monday 08:00 on, seven working hours went by.
    assert case.due_at == datetime(2026, 12, 7, 16, 0, tzinfo=LOCAL)


def test_one_that_came_while_it_stood_still_runs_on_with_what_was_left(world: World, row: Row) -> None:
    since = "2026-11-12T08:00"
    pause = {"reason": "supplement", "ground": "thiếu bản đồ", "from_at": since}
    _taken(row | {"state": 5, "pauses": [pause], "reason": "Bổ sung bản đồ"})
    case = Case.objects.get(number=row["number"])
    assert (case.state, case.due_at) == (State.SUPPLEMENT, None)
    actions.take_supplement(case, by=world.receiver, at=datetime(2026, 11, 17, 8, 0, tzinfo=LOCAL))
    assert case.state == State.IN_PROGRESS
    assert case.due_at == datetime(2026, 12, 7, 17, 0, tzinfo=LOCAL)  # stood still for three working days


def test_what_was_overdue_stays_overdue(world: World, row: Row) -> None:
    _taken(row | {"due_at": "2026-11-10T17:00"})
    case = Case.objects.get(number=row["number"])
    actions.pause_case(case, reason="law", ground="Điều 1", by=world.handler, at=AT + timedelta(hours=1))
    actions.resume_case(case, by=world.handler, at=AT + timedelta(days=1))
    assert case.due_at == datetime(2026, 11, 10, 17, 0, tzinfo=LOCAL)


def test_rows_that_cannot_be_are_told_by_their_columns(row: Row) -> None:
    assert _faults(row | {"procedure": "0.000000"}) == {"procedure"}
    assert _faults(row | {"receipt": "H99.77"}) == {"receipt"}
    assert _faults(row | {"number": "lạ"}) == {"number"}
    assert _faults(row | {"step": "return"}) == {"step"}
    assert _faults(row | {"variant": "x"}) == {"variant"}
    assert _faults(row | {"holder": "nobody"}) == {"holder"}
    assert _faults(row | {"due_at": None}) == {"due_at"}
    assert _faults(row | {"state": 11}) == {"state"}
    assert _faults(row | {"state": 1}) == {"state"}
    assert _faults(row | {"state": 10, "finished_at": "2026-11-12T08:00"}) == {"returned_at"}
    assert _faults(row | {"state": 8}) == {"reason"}
    assert _faults(row | {"state": 6}) == {"pauses"}
    assert _faults(row | {"submitted_at": "31/02/2026"}) == {"submitted_at"}
    assert _faults(row | {"received_at": "2026-11-01"}) == {"received_at"}
    assert _faults(row | {"applicant": {"name": "A", "number": "12"}}) == {"applicant.number"}
    assert _faults(row | {"papers": "x"}) == {"papers"}
    assert _faults(row | {"submitted_at": "2030-01-01", "received_at": "2030-01-02", "due_at": "2030-02-01"}) == {
        "submitted_at",
        "received_at",
    }
    assert not Case.objects.exists()


@pytest.mark.parametrize("nonsense", [[], "x", 7, None, {"a": {"b": []}}, -1, "\x00", "9" * 10_000])
def test_nonsense_in_any_column_is_a_finding_never_a_fault(row: Row, nonsense: Any) -> None:
    for column in row:
        case, findings = read_case(row | {column: nonsense})
        assert case is not None or findings


def test_a_file_comes_from_beside_the_list_and_from_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF")
    packed = tmp_path / "files.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.pdf", b"%PDF")
        archive.writestr("../secret.txt", b"y")
    for place in (folder, packed):
        open_file = opener(place)
        assert open_file is not None
        with open_file("a.pdf") as stream:
            assert stream.read() == b"%PDF"
        for name in ("/etc/passwd", "b.pdf"):
            with pytest.raises(NoSuchFile):
                open_file(name)
    with pytest.raises(NoSuchFile):
        opener(folder)("../secret.txt")  # type: ignore[misc]


def test_lists_are_read_line_by_line_within_limits() -> None:
    rows = list(read_lines(BytesIO(b'\xef\xbb\xbf{"number": "1"}\n\n[1]\n\xff\n')))
    assert rows[0] == (1, {"number": "1"})
    assert [place for place, row in rows[1:] if isinstance(row, str)] == [3, 4]
    with pytest.raises(WrongList):
        list(read_lines(BytesIO(b"x" * 2_000_000)))


# As a table


def _table(tmp_path: Path, **changes: object) -> Path:
    """A workbook as the template offers it, with one dossier."""
    cells: dict[str, object] = {
        "number": "H99.1.1-261102-0007",
        "procedure": "9.000001",
        "state": "chờ bổ sung",
        "channel": "Trực tiếp",
        "submitted_at": datetime(2026, 11, 2, 8, 0),  # noqa: DTZ001
        "received_at": "02/11/2026 08:10",
        "due_at": "02/12/2026 17:00",
        "name": "Trần Văn Mẫu",
        "person_number": "000090000456",
        "receipt": "H99.1.1",
        "pauses": "supplement; 05/11/2026 09:00; 06/11/2026 09:00; thiếu; bản đồ\nsupplement; 10/11/2026 10:00",
        "papers": "map; Bản đồ; copy; 1; 2\nland; Giấy đất",
        "charges": "fee; Lệ phí; 15000; 02/11/2026 08:20",
        "history": "02/11/2026; Tiếp nhận\n03/11/2026; Chuyển thụ lý",
    }
    path = tmp_path / "hoso.xlsx"
    path.write_bytes(tables.template("Hồ sơ", VERSION, COLUMNS))
    book = openpyxl.load_workbook(path)
    for at, column in enumerate(COLUMNS, start=1):
        book.worksheets[0].cell(2, at).value = (cells | changes).get(column.code)
    book.save(path)
    return path


def test_a_workbook_gives_the_same_dossier_with_its_clock_as_a_line_of_json(world: World, tmp_path: Path) -> None:
    (report,) = _taken(*(line for _, line in read_dossiers(_table(tmp_path).read_bytes())))
    assert (report.outcome, [one.column for one in report.findings if one.level == "error"]) == ("new", [])
    case = Case.objects.get(number="H99.1.1-261102-0007")
    assert (case.state, case.due_at) == (State.SUPPLEMENT, None)
    assert case.submitted_at == datetime(2026, 11, 2, 8, 0, tzinfo=LOCAL)
    assert [(pause.ground, pause.until_at is None) for pause in case.pauses.order_by("from_at")] == [
        ("thiếu; bản đồ", False),
        ("", True),
    ]
    assert [(paper.code, paper.pages) for paper in case.papers.order_by("code")] == [("land", None), ("map", 2)]
    assert case.charges.get().paid_at == datetime(2026, 11, 2, 8, 20, tzinfo=LOCAL)


def test_the_command_reads_its_template_and_takes_nothing_twice(world: World, tmp_path: Path) -> None:
    def run(*arguments: object) -> tuple[int, str]:
        done = CliRunner().invoke(app, list(map(str, arguments)))
        return done.exit_code, done.output

    out, table = tmp_path / "mau.xlsx", _table(tmp_path)
    assert run("take-over-template", out)[0] == 0
    assert list(read_dossiers(out.read_bytes())) == []  # its example is nobody's dossier
    assert "1 mới" in run("take-over", table, "--dry-run")[1]
    assert not Case.objects.exists()
    assert "1 mới" in run("take-over", table)[1]
    assert "1 đã có từ trước" in run("take-over", table)[1]
    code, said = run("take-over", _table(tmp_path, number="H99.1.1-261102-0008", receipt="H99.77"))
    assert (code, "dòng 2" in said, "[receipt]" in said) == (3, True, True)
    table.write_bytes(b"PK hong")
    assert run("take-over", table)[0] == 2
