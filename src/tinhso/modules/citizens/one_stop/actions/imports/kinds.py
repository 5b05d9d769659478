"""The lists that can be sent: units, staff with seats, open dossiers; how each is read and what its rows do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.base import rights
from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, gettext_noop
from tinhso.base.moments import local_day
from tinhso.base.remembering import remembering
from tinhso.base.tables import MOST_ROWS, Column, Remark, Row, WrongTable, read_bytes
from tinhso.kernel.cases.actions.taking_over_many import RowReport, take_over_all
from tinhso.kernel.cases.rules import former_tables
from tinhso.kernel.identity.actions.staff_lists import lines_of, staff_batch
from tinhso.kernel.identity.rules.staff_lists import COLUMNS as STAFF_COLUMNS
from tinhso.kernel.identity.rules.staff_lists import VERSION as STAFF_VERSION
from tinhso.kernel.identity.rules.staff_lists import StaffLine, columns_with_roles
from tinhso.kernel.organisations.actions import importing as units

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"


@dataclass(frozen=True)
class Outcome:
    """What became (or would become) of a row; ``label`` is what it is known by."""

    place: int
    label: str
    outcome: str
    changes: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    password: str = ""


Rows = Sequence[Any]


@dataclass(frozen=True)
class ListKind:
    """``read`` gives the rows of a file in their order (refuses what is no list); ``work(rows, is_trial, by, at)``
    tries or does some of them in the caller's transaction. ``batch`` None: all rows or none, so a fault stops the list.
    """

    code: str
    title: str
    text: str
    right: str
    version: str
    columns: Callable[[], Sequence[Column]]
    read: Callable[[bytes], Rows]
    work: Callable[[Rows, bool, Actor, datetime], list[Outcome]]
    batch: int | None

    def may(self, by: Actor) -> bool:
        """A list reaches into every unit."""
        return by.has_everywhere(self.right)

    def must(self, by: Actor) -> None:
        """Raises NotAllowed."""
        if not self.may(by):
            raise NotAllowed(right=self.right)


def _units(rows: Rows, is_trial: bool, by: Actor, at: datetime) -> list[Outcome]:
    done = units.import_units(rows, on=local_day(at), is_trial=is_trial, by=by, at=at)
    said: dict[int, list[Remark]] = {}
    for remark in done.remarks:
        said.setdefault(remark.place, []).append(remark)
    return [_unit(row, done.outcomes.get(row.place, UNCHANGED), said.get(row.place, [])) for row in rows]


def _unit(row: Row, outcome: str, said: Sequence[Remark]) -> Outcome:
    label = " · ".join(filter(None, [row.cells.get("code", ""), row.cells.get("name", "")]))
    outcome = REFUSED if said else {"founded": NEW}.get(outcome, outcome)
    return Outcome(row.place, label, outcome, remarks=tuple(said))


def _read_staff(data: bytes) -> list[StaffLine]:
    return lines_of(read_bytes(data, STAFF_COLUMNS))


def _staff(rows: Rows, is_trial: bool, by: Actor, at: datetime) -> list[Outcome]:
    return [
        Outcome(one.place, f"{one.login} · {one.full_name}", one.outcome, one.changes, one.remarks, one.password)
        for one in staff_batch(rows, is_trial=is_trial, by=by, at=at)
    ]


def _read_dossiers(data: bytes) -> list[tuple[int, bytes | Mapping[str, Any] | str]]:
    """Of a number that comes twice only the first row is a dossier; a text says so of the others."""
    first: dict[str, int] = {}
    rows = list[tuple[int, bytes | Mapping[str, Any] | str]]()
    for place, packed in former_tables.packed_dossiers(data):
        line = former_tables.opened(packed)
        number = "" if isinstance(line, str) else str(line.get("number", "")).strip()
        earlier = first.setdefault(number, place) if number else place
        rows.append((place, packed if earlier == place else f"mã hồ sơ trùng với dòng {earlier}"))
        if len(rows) > MOST_ROWS:
            raise WrongTable(why=f"quá {MOST_ROWS} dòng")
    return rows


def _dossiers(rows: Rows, is_trial: bool, by: Actor, at: datetime) -> list[Outcome]:
    lines = [(place, line if isinstance(line, str) else former_tables.opened(line)) for place, line in rows]
    named = {place: _files_named(line) for place, line in lines}
    with remembering():  # no dossier changes a unit, a calendar or a definition
        reports = list(take_over_all(lines, open_file=None, is_trial=is_trial, by=by, at=at))
    return [_dossier(report, named[report.place]) for report in reports]


def _files_named(line: Mapping[str, Any] | str) -> bool:
    papers = [] if isinstance(line, str) else line.get("papers")
    return isinstance(papers, list) and any(isinstance(paper, dict) and paper.get("file") for paper in papers)


def _dossier(report: RowReport, names_files: bool) -> Outcome:
    remarks = [Remark(report.place, one.column, one.message, one.suggestion) for one in report.findings]
    if names_files:
        mend = "Quét tệp ở trang hồ sơ, hoặc nhận cả tệp bằng lệnh tinhso cases take-over --files."
        remarks.append(Remark(report.place, "papers", "tệp đính kèm không được nhận qua trang này", mend))
    return Outcome(report.place, report.number, report.outcome, remarks=tuple(remarks))


KINDS = {
    kind.code: kind
    for kind in (
        ListKind(
            code="don-vi",
            title=gettext_noop("Đơn vị"),
            text=gettext_noop("Cơ quan, phòng, trung tâm và mã định danh. Nhập tất cả hoặc không dòng nào."),
            right="organisations.change",
            version=units.VERSION,
            columns=lambda: units.COLUMNS,
            read=lambda data: read_bytes(data, units.COLUMNS),
            work=_units,
            batch=None,
        ),
        ListKind(
            code="can-bo",
            title=gettext_noop("Cán bộ và vị trí công tác"),
            text=gettext_noop("Người, tài khoản, chức danh và vai trò. Tài khoản mới có mật khẩu dùng một lần."),
            right="identity.administer",
            version=STAFF_VERSION,
            columns=lambda: columns_with_roles(rights.roles),
            read=_read_staff,
            work=_staff,
            batch=25,
        ),
        ListKind(
            code="ho-so",
            title=gettext_noop("Hồ sơ đang giải quyết ở hệ thống cũ"),
            text=gettext_noop("Giữ nguyên mã hồ sơ, trạng thái và hạn đã hẹn. Nhận cả tệp JSON từng dòng."),
            right="cases.take_over",
            version=former_tables.VERSION,
            columns=lambda: former_tables.COLUMNS,
            read=_read_dossiers,
            work=_dossiers,
            batch=20,
        ),
    )
}
