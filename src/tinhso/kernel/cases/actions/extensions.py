"""An apology and a new date (form 04): given before or after the deadline, as often as the rules in force allow."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.calendar.queries import calendar_version, choices_on
from tinhso.kernel.calendar.rules import BadAllotted, Left, Promise
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.dates import due_with_pauses, extended, promise_data
from tinhso.kernel.cases.actions.endings import GroundMissing
from tinhso.kernel.cases.actions.saving import save_if_unchanged
from tinhso.kernel.cases.models import Case, Extension, State
from tinhso.kernel.cases.rules.states import WrongState
from tinhso.kernel.law.queries import rules_in_force
from tinhso.kernel.ledger.actions import write_entry


class ExtendedAlready(Refused):
    code = "extended-already"
    status = 409
    title = gettext_noop("Hồ sơ này đã được gia hạn đủ %(most)s lần")
    mend = gettext_noop("Giải quyết trong thời hạn đã hẹn lại; không hẹn lại thêm được.")


class BadAmount(Refused):
    code = "extension-amount"
    title = gettext_noop("Thời gian gia hạn chưa hợp lệ")
    mend = gettext_noop("Ghi số ngày làm việc lớn hơn 0.")


@transaction.atomic
def extend_case(
    case: Case, amount: Decimal | int, unit: str = "working_day", *, ground: str, by: Actor, at: datetime
) -> Extension:
    """Apologises and promises a new date, counted from the later of the old one and now.

    The official with ``cases.extend`` in the competent office decides. Raises GroundMissing, BadAmount,
    ExtendedAlready, WrongState (not running), Stale.
    """
    by.must("cases.extend", case.competent_unit_id)
    if not ground.strip():
        raise GroundMissing(fields={"ground": str(GroundMissing.title)})
    extension, promise = _planned(case, amount, unit, ground.strip(), by, at)
    step_due_at = promise.due_at if case.step_due_at else None  # the holder has what was added
    save_if_unchanged(case, at=at, due_at=promise.due_at, promise=promise_data(case, promise), step_due_at=step_due_at)
    extension.save(force_insert=True)
    case.hand_overs.filter(done_at=None).update(due_at=case.step_due_at)
    payload = {"order": extension.order, "due_at": promise.due_at.isoformat()}
    write_entry("case.extended", case, by=by, at=at, payload=payload, unit_id=case.competent_unit_id)
    return extension


def extension_preview(case: Case, amount: Decimal | int, unit: str, *, by: Actor, at: datetime) -> Promise:
    """What would be promised, with its explanation; nothing is written. Raises as ``extend_case`` does."""
    by.must("cases.extend", case.competent_unit_id)
    return _planned(case, amount, unit, "…", by, at)[1]


def _planned(
    case: Case, amount: Decimal | int, unit: str, ground: str, by: Actor, at: datetime
) -> tuple[Extension, Promise]:
    order = _next_order(case, at)
    if case.state not in (State.RECEIVED, State.IN_PROGRESS) or case.due_at is None or case.promise is None:
        raise WrongState(state=str(State(case.state).label))
    due = due_with_pauses(case)
    if isinstance(due, Left) or case.received_at is None:
        raise WrongState(state=str(State(case.state).label))
    extension = Extension(
        case=case,
        order=order,
        amount=Decimal(amount),
        unit=unit,
        counted_from=max(due.due_at, at),
        ground=ground,
        old_due_at=case.due_at,
        seat_id=by.seat_id,
        made_at=at,
    )
    calendar = calendar_version(case.promise["calendar_version"])
    try:
        promise = extended(due, extension, [], calendar, choices_on(local_day(case.received_at)))
    except BadAllotted:
        raise BadAmount(fields={"amount": str(BadAmount.title)}) from None
    assert isinstance(promise, Promise)  # noqa: S101  (without pauses nothing stands still)
    extension.new_due_at = promise.due_at
    return extension, promise


def _next_order(case: Case, at: datetime) -> int:
    """Raises ExtendedAlready, law's RulesMissing."""
    most = rules_in_force("extension", local_day(at)).tables["most"]
    given = case.extensions.count()
    if given >= most:
        raise ExtendedAlready(most=most)
    return given + 1
