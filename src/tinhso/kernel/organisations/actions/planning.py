"""A plan of reorganisation: written line by line, or from a table, approved by another person, or dropped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, Stale, gettext_noop
from tinhso.base.rights import Right
from tinhso.base.rights import register as register_rights
from tinhso.base.tables import Column, Remark, Row, remarks_of
from tinhso.base.text import nfc
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event
from tinhso.kernel.ledger.kinds import register as register_events
from tinhso.kernel.organisations.models import (
    LineAct,
    Reorganisation,
    ReorganisationLine,
    ReorganisationState,
    UnitKind,
)
from tinhso.kernel.organisations.queries import unit_by_code
from tinhso.kernel.organisations.queries.reorganising import SYSTEM, plan_of

REORGANISE = "organisations.reorganise"
register_rights(Right(REORGANISE, gettext_noop("Soạn, duyệt phương án sắp xếp đơn vị"), everywhere=True))
register_events(
    Event("organisations.reorganisation_drafted", gettext_noop("Soạn phương án sắp xếp đơn vị"), ("on", "decision")),
    Event("organisations.reorganisation_approved", gettext_noop("Duyệt phương án sắp xếp đơn vị"), ("on", "lines")),
    Event("organisations.reorganisation_dropped", gettext_noop("Bỏ phương án sắp xếp đơn vị"), ()),
)
COLUMNS = (
    Column("act", "Việc", is_needed=True, choices={one.value: str(one.label) for one in LineAct}, example="into"),
    Column("unit", "Mã đơn vị", also=("Unit code",), example="H36.101",
           hint="Mã của đơn vị đang có; với “lập mới” là mã QĐ 20 của đơn vị mới."),
    Column("to", "Mã đơn vị nhận", also=("To",), example="H36.102",
           hint="Nơi nhận, hoặc cấp trên của đơn vị lập mới; có sẵn hoặc ở dòng “lập mới”."),
    Column("is_partial", "Một phần", choices={"yes": "có", "no": "không"}),
    Column("is_heir", "Nhận hồ sơ", choices={"yes": "có", "no": "không"},
           hint="Để trống: có, trừ khi chỉ nhập một phần."),
    Column("kind", "Loại", choices={kind.value: str(kind.label) for kind in UnitKind}),
    Column("name", "Tên"),
    Column("short_name", "Tên ngắn"),
    Column("form", "Hình thức"),
    Column("address", "Trụ sở"),
)  # fmt: skip
VERSION = "reorganisation/1"


class NotDrafted(Refused):
    code = "reorganisation-not-drafted"
    status = 409
    title = gettext_noop("Phương án này không còn sửa được")
    mend = gettext_noop("Soạn một phương án khác cho những việc còn lại.")


class PlanHasTroubles(Refused):
    code = "reorganisation-has-troubles"
    title = gettext_noop("Phương án còn %(count)s chỗ phải sửa")
    mend = gettext_noop("Sửa từng dòng được nêu rồi duyệt lại.")


class ApproveOwn(Refused):
    code = "reorganisation-own"
    status = 403
    title = gettext_noop("Người soạn không tự duyệt phương án của mình")
    mend = gettext_noop("Nhờ một người khác có quyền sắp xếp đơn vị xem và duyệt.")


class PlanUnclear(Refused):
    code = "reorganisation-unclear"
    title = gettext_noop("Phương án chưa đủ thông tin")
    mend = gettext_noop("Ghi tên phương án, ngày có hiệu lực và số nghị quyết, quyết định.")


@dataclass(frozen=True)
class LineFacts:
    """A line as somebody wrote it; units by any of their codes, new ones by the code they will have."""

    act: str
    unit: str = ""
    to: str = ""
    is_partial: bool = False
    is_heir: bool | None = None
    kind: str = ""
    name: str = ""
    short_name: str = ""
    form: str = ""
    address: str = ""


@transaction.atomic
def draft_reorganisation(title: str, decision: str, *, on: date, by: Actor, at: datetime) -> Reorganisation:
    """An empty plan for a day. Raises NotAllowed, PlanUnclear."""
    by.must_everywhere(REORGANISE)
    if not title.strip() or not decision.strip():
        raise PlanUnclear()
    plan = Reorganisation.objects.create(
        title=nfc(title.strip())[:300], decision=nfc(decision.strip())[:300], on=on, drafted_by=by.account_id,
        drafted_at=at,
    )  # fmt: skip
    payload = {"on": on.isoformat(), "decision": plan.decision}
    write_entry("organisations.reorganisation_drafted", plan, by=by, at=at, payload=payload)
    return plan


@transaction.atomic
def add_lines(plan: Reorganisation, lines: Iterable[LineFacts], *, by: Actor, at: datetime) -> list[ReorganisationLine]:
    """More lines on a plan nobody approved yet; saving a draft is no entry. Raises NotAllowed, NotDrafted, Stale."""
    _open(plan, by)
    wanted = list(lines)
    founded = {line.unit for line in wanted if line.act == LineAct.FOUND}
    founded |= set(plan.lines.filter(act=LineAct.FOUND).values_list("key", flat=True))
    rows = [_row(plan, line, founded) for line in wanted]
    return ReorganisationLine.objects.bulk_create(rows)


def _row(plan: Reorganisation, line: LineFacts, founded: set[str]) -> ReorganisationLine:
    is_new = line.act == LineAct.FOUND
    to_key = line.to if line.to in founded else ""
    whole = line.act == LineAct.INTO and not line.is_partial
    return ReorganisationLine(
        reorganisation=plan,
        act=line.act,
        unit_id=None if is_new else code_meant(line.unit),
        key=line.unit if is_new else "",
        to_unit_id=None if to_key else code_meant(line.to),
        to_key=to_key,
        is_partial=line.is_partial,
        is_heir=whole if line.is_heir is None else line.is_heir,
        kind=line.kind,
        name=nfc(line.name),
        short_name=nfc(line.short_name),
        form=line.form,
        address=nfc(line.address),
    )


def code_meant(code: str) -> Any:
    """The unit behind a code of any system in which codes are still given, the newest system first; None: nobody's."""
    systems = (SYSTEM, "statistics", "legacy", "axis", "statistics_until_2025")
    return next((found for system in systems if code and (found := unit_by_code(system, code))), None)


@transaction.atomic
def remove_line(plan: Reorganisation, line_id: Any, *, by: Actor, at: datetime) -> None:
    """Takes a line away again. Raises NotAllowed, NotDrafted, Stale."""
    _open(plan, by)
    plan.lines.filter(pk=line_id).delete()


def _open(plan: Reorganisation, by: Actor) -> None:
    """Locks the plan and counts its version on. Raises NotAllowed, NotDrafted, Stale."""
    by.must_everywhere(REORGANISE)
    row = Reorganisation.objects.select_for_update().get(pk=plan.pk)
    if row.state != ReorganisationState.DRAFT:
        raise NotDrafted()
    if row.version != plan.version:
        raise Stale()
    plan.version = row.version + 1
    Reorganisation.objects.filter(pk=plan.pk).update(version=plan.version)


@transaction.atomic
def approve_reorganisation(plan: Reorganisation, *, by: Actor, at: datetime) -> Reorganisation:
    """Another person than who drafted it says that it shall be done on its day.

    Raises NotAllowed, NotDrafted, ApproveOwn, PlanHasTroubles, Stale.
    """
    _open(plan, by)
    if by.account_id is not None and by.account_id == plan.drafted_by:
        raise ApproveOwn()
    found = plan_of(plan)
    if found.troubles:
        raise PlanHasTroubles(count=len(found.troubles))
    plan.state, plan.approved_by, plan.approved_at = ReorganisationState.APPROVED, by.account_id, at
    plan.save(update_fields=["state", "approved_by", "approved_at"])
    payload = {"on": plan.on.isoformat(), "lines": plan.lines.count()}
    write_entry("organisations.reorganisation_approved", plan, by=by, at=at, payload=payload)
    return plan


@transaction.atomic
def drop_reorganisation(plan: Reorganisation, *, by: Actor, at: datetime) -> Reorganisation:
    """The plan will not be done; it stays readable. Raises NotAllowed, NotDrafted once it was done."""
    by.must_everywhere(REORGANISE)
    row = Reorganisation.objects.select_for_update().get(pk=plan.pk)
    if row.state not in (ReorganisationState.DRAFT, ReorganisationState.APPROVED):
        raise NotDrafted()
    row.state, row.version = ReorganisationState.DROPPED, row.version + 1
    row.save(update_fields=["state", "version"])
    write_entry("organisations.reorganisation_dropped", row, by=by, at=at)
    return row


def lines_from(rows: Sequence[Row]) -> tuple[list[LineFacts], list[Remark]]:
    """The lines of a table, or what is wrong with it row by row."""
    remarks = [remark for row in rows for remark in remarks_of(row, COLUMNS)]
    lines = [_facts(row) for row in rows] if not remarks else []
    founded = {line.unit for line in lines if line.act == LineAct.FOUND}
    for row, line in zip(rows, lines, strict=False):
        for column, code in (("unit", line.unit), ("to", line.to)):
            is_own = column == "unit" and line.act == LineAct.FOUND
            if code and not is_own and code not in founded and code_meant(code) is None:
                remarks.append(Remark(row.place, column, f"không có đơn vị nào mang mã {code}"))
    return ([], remarks) if remarks else (lines, [])


def _facts(row: Row) -> LineFacts:
    cells = row.cells
    partial = cells.get("is_partial", "") == "yes"
    heir = cells.get("is_heir", "")
    texts = {name: cells.get(name, "") for name in ("kind", "name", "short_name", "form", "address")}
    return LineFacts(
        act=cells["act"], unit=cells.get("unit", ""), to=cells.get("to", ""), is_partial=partial,
        is_heir=None if not heir else heir == "yes", **texts,
    )  # fmt: skip
