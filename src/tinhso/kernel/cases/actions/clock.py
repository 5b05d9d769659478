"""Stopping and restarting the clock of a case."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.calendar.rules import Promise
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.dates import due_with_pauses, promise_data, step_due
from tinhso.kernel.cases.actions.endings import GroundMissing
from tinhso.kernel.cases.actions.saving import move, save_if_unchanged
from tinhso.kernel.cases.actions.steps import current_step, must_hold
from tinhso.kernel.cases.models import Case, Pause, State
from tinhso.kernel.cases.rules.states import WrongState, must_be_handled
from tinhso.kernel.ledger.actions import write_entry
from tinhso.shell.rows import rows_where


class ClockStands(Refused):
    code = "clock-stands"
    status = 409
    title = gettext_noop("Hồ sơ đang tạm dừng tính giờ nên chưa làm được việc này")
    mend = gettext_noop("Cho tính giờ tiếp rồi làm lại.")


@transaction.atomic
def pause_case(case: Case, *, reason: str, ground: str, by: Actor, at: datetime) -> Case:
    """Stops the clock until the applicant has paid (``payment``) or as the law says (``law``).

    Raises GroundMissing, WrongState, ClockStands, Stale.
    """
    must_hold(case, by)
    if not ground.strip():
        raise GroundMissing(fields={"ground": str(GroundMissing.title)})
    must_be_handled(State(case.state))
    must_run(case)
    if reason == "payment":
        move(case, State.PAYMENT, at=at, due_at=None)
    else:
        save_if_unchanged(case, at=at, due_at=None)
    start_pause(case, reason, ground, at)
    write_entry("case.paused", case, by=by, at=at, payload={"reason": reason}, unit_id=case.step_unit_id)
    return case


@transaction.atomic
def resume_case(case: Case, *, by: Actor, at: datetime) -> Case:
    """Lets the clock run again. Raises WrongState, Stale."""
    must_hold(case, by)
    if not _is_paused(case) or case.state == State.SUPPLEMENT:
        raise WrongState(state=str(State(case.state).label))
    if case.state == State.PAYMENT:
        move(case, State.IN_PROGRESS, at=at)
    else:
        save_if_unchanged(case, at=at)
    end_pause(case, at)
    payload = {"due_at": case.due_at.isoformat() if case.due_at else None}
    write_entry("case.resumed", case, by=by, at=at, payload=payload, unit_id=case.step_unit_id)
    return case


def must_run(case: Case) -> None:
    """Raises ClockStands while a pause is open."""
    if _is_paused(case):
        raise ClockStands()


def _is_paused(case: Case) -> bool:
    return bool(rows_where(Pause, case_id=case.pk, until_at=None))


def start_pause(case: Case, reason: str, ground: str, at: datetime) -> None:
    Pause.objects.create(case=case, reason=reason, ground=ground, from_at=at)


def end_pause(case: Case, at: datetime) -> None:
    """Closes the open pause and dates the case anew; the ledger keeps every earlier promise."""
    if not case.pauses.filter(until_at=None).update(until_at=at):
        return
    due = due_with_pauses(case)
    if isinstance(due, Promise):
        case.due_at, case.promise = due.due_at, promise_data(case, due)
        # The holder of the step gets their share anew: what the applicant took is not held against them (form 06).
        case.step_due_at = step_due(case, current_step(case), at, case.step_unit_id)
        case.save(update_fields=["due_at", "promise", "step_due_at"])
        case.hand_overs.filter(done_at=None).update(due_at=case.step_due_at)
