"""What a dossier of a former system would become here, and what speaks against it: reads only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, long_moment_text
from tinhso.base.remembering import remembered
from tinhso.kernel.calendar.queries import calendar_of, choices_on
from tinhso.kernel.calendar.rules import Allotted, Pause, Promise, due_after_pauses
from tinhso.kernel.cases.kinds import case_types
from tinhso.kernel.cases.models import Case, Definition, State
from tinhso.kernel.cases.queries.definitions import definition_in_force
from tinhso.kernel.cases.rules.definition import Body, Step, StepKind, read_body
from tinhso.kernel.cases.rules.numbering import as_number
from tinhso.kernel.cases.rules.taking_over import WARNING, Finding, FormerCase, not_yet
from tinhso.kernel.identity.models import Account
from tinhso.kernel.identity.queries import seats_of
from tinhso.kernel.identity.rules.numbers import is_phone, number_fault
from tinhso.kernel.law.queries import rules_in_force
from tinhso.kernel.organisations.queries import unit_by_code, unit_on

# Where a dossier of a state may stand; the first of the definition's steps of that kind is taken when none is named.
STEPS = {
    State.NEW: (StepKind.RECEIVE,),
    State.RECEIVED: (StepKind.RECEIVE,),
    State.NOT_RECEIVED: (StepKind.RECEIVE,),
    State.IN_PROGRESS: (StepKind.PROCESS, StepKind.SIGN, StepKind.ISSUE),
    State.SUPPLEMENT: (StepKind.RECEIVE, StepKind.PROCESS),
    State.PAYMENT: (StepKind.PROCESS, StepKind.RECEIVE),
    State.RESULT_READY: (StepKind.RETURN,),
    State.RETURNED: (StepKind.RETURN,),
}


@dataclass(frozen=True)
class Fitted:
    """The dossier with its place here. ``our_due_at`` is what we would have promised."""

    former: FormerCase
    number: str
    definition: Definition
    variant: str
    step: Step
    receipt_id: UUID
    competent_id: UUID
    seat_id: UUID | None
    our_due_at: datetime | None


class _Fault(Refused):
    """One field does not fit; for the report, not for people directly."""

    def __init__(self, column: str, message: str, suggestion: str = "") -> None:
        super().__init__()
        self.finding = Finding(column, message, suggestion)


def fitted(former: FormerCase, *, at: datetime) -> tuple[Fitted | None, list[Finding]]:
    """Where the dossier would stand, and what is to be said of it; None when an error keeps it out."""
    findings = list(not_yet(former, at))
    try:
        found = _fit(former, at)
    except _Fault as fault:
        return None, [*findings, fault.finding]
    if findings:
        return None, findings
    return found, _warnings(found)


def _fit(former: FormerCase, at: datetime) -> Fitted:
    on = local_day(at)
    try:
        definition = definition_in_force(former.procedure, on)
    except NotFound:
        raise _Fault("procedure", f"chưa có quy trình {former.procedure}", "Ban hành quy trình trước.") from None
    body = read_body(definition.body)
    _check_person(former)
    receipt = _unit("receipt", former.receipt)
    competent = _competent(former, body, receipt, at)
    step, variant = _step(former, body), _variant(former, body)
    return Fitted(
        former=former,
        number=_number(former, definition, at),
        definition=definition,
        variant=variant,
        step=step,
        receipt_id=receipt,
        competent_id=competent,
        seat_id=_seat(former, at),
        our_due_at=_our_due(former, body, variant, competent),
    )


def _number(former: FormerCase, definition: Definition, at: datetime) -> str:
    rules = rules_in_force(case_types.get(definition.case_type).number_rule, local_day(at))
    number = as_number(rules.tables, former.number)
    if number is None:
        accepted = " hoặc ".join(rules.tables["accepted"])
        raise _Fault("number", "mã hồ sơ không theo mẫu nào được chấp nhận", f"Mẫu: {accepted}")
    return number


def _check_person(former: FormerCase) -> None:
    who = former.applicant
    if who.number and number_fault(who.number):
        raise _Fault("applicant.number", "không phải số định danh cá nhân", "12 chữ số; để trống nếu chưa rõ.")
    if who.phone and not is_phone(who.phone):
        raise _Fault("applicant.phone", "không phải số điện thoại", "Để trống nếu chưa rõ.")


@remembered
def _unit(column: str, code: str) -> UUID:
    found = unit_by_code("qd20", code)
    if found is None:
        raise _Fault(column, f"không có đơn vị mang mã {code}", "Ghi mã định danh QĐ 20; nhập đơn vị trước.")
    return found


def _competent(former: FormerCase, body: Body, receipt: UUID, at: datetime) -> UUID:
    """The office named; else the one of the definition; else the commune the desk lies in."""
    if former.competent:
        return _unit("competent", former.competent)
    if body.competent != "commune":
        return _unit("competent", body.competent.removeprefix("unit:"))
    unit = unit_on(receipt, local_day(at))
    while unit.kind != "commune":
        if unit.parent_id is None:
            raise _Fault("competent", "không rõ xã nào giải quyết", "Ghi mã của xã vào cột competent.")
        unit = unit_on(unit.parent_id, local_day(at))
    return unit.id


def _step(former: FormerCase, body: Body) -> Step:
    kinds = STEPS.get(former.state)
    if former.state is State.SUPPLEMENT and former.received_at is not None:
        kinds = (StepKind.PROCESS, StepKind.RECEIVE)
    if former.step:
        step = next((step for step in body.steps if step.code == former.step), None)
        if step is None or (kinds and step.kind not in kinds):
            codes = ", ".join(step.code for step in body.steps if not kinds or step.kind in kinds)
            raise _Fault("step", f"hồ sơ “{former.state.label}” không ở bước {former.step}", f"Các bước: {codes}")
        return step
    wanted = kinds or (StepKind.RECEIVE,)
    return min((step for step in body.steps if step.kind in wanted), key=lambda step: wanted.index(step.kind))


def _variant(former: FormerCase, body: Body) -> str:
    codes = [variant.code for variant in body.variants]
    if not former.variant:
        return codes[0]
    if former.variant not in codes:
        raise _Fault("variant", f"không có trường hợp {former.variant}", f"Các trường hợp: {', '.join(codes)}")
    return former.variant


def _seat(former: FormerCase, at: datetime) -> UUID | None:
    if not former.holder:
        return None
    account = Account.objects.filter(login=former.holder.lower(), kind="staff").first()
    seats = seats_of(account.person_id, local_day(at)) if account else []
    if not seats:
        raise _Fault(
            "holder", f"không có cán bộ {former.holder} đang giữ vị trí nào", "Bỏ trống để cả đơn vị cùng thấy."
        )
    return UUID(str(seats[0].id))


def _our_due(former: FormerCase, body: Body, variant: str, competent: UUID) -> datetime | None:
    """What we would have promised, with the pauses that are over."""
    if former.received_at is None:
        return None
    need, day = body.variant(variant), local_day(former.received_at)
    pauses = [
        Pause(since=pause.from_at, until=pause.until_at, reason=pause.reason, ground=pause.ground)
        for pause in former.pauses
        if pause.until_at is not None
    ]
    allotted = Allotted(amount=need.amount, unit=need.unit, counting=need.counting)
    due = due_after_pauses(former.received_at, allotted, pauses, calendar_of(competent, day), choices_on(day))
    return due.due_at if isinstance(due, Promise) else None


def _warnings(found: Fitted) -> list[Finding]:
    former = found.former
    said = []
    if former.due_at and found.our_due_at and former.due_at != found.our_due_at:
        ours, theirs = long_moment_text(found.our_due_at), long_moment_text(former.due_at)
        text = f"hệ thống cũ hẹn {theirs}, tính ở đây là {ours}"
        said.append(Finding("due_at", text, "Hạn cũ được giữ nguyên.", WARNING))
    if not former.applicant.number:
        said.append(Finding("applicant.number", "chưa có số định danh", "Người nộp tra cứu bằng cách khác.", WARNING))
    return said


def is_there(number: str) -> bool:
    return Case.objects.filter(number=number).exists()
