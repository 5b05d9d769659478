"""Passing a case from hand to hand."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.dates import step_due
from tinhso.kernel.cases.actions.money import must_be_paid_before
from tinhso.kernel.cases.actions.saving import move, save_if_unchanged
from tinhso.kernel.cases.actions.steps import WrongStep, current_step, entering, must_hold, note_hand_over
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.definition import Step, StepKind, read_body
from tinhso.kernel.cases.rules.states import must_be_handled, must_be_open
from tinhso.kernel.ledger.actions import write_entry


@transaction.atomic
def hand_over(case: Case, *, to_seat_id: UUID | None = None, note: str = "", by: Actor, at: datetime) -> Case:
    """Passes an accepted dossier from the receipt desk to the handling office.

    Raises WrongStep, WrongState, Stale; ChargesDue for what its procedure wants paid first.
    """
    must_hold(case, by, StepKind.RECEIVE)
    must_be_paid_before(case, read_body(case.definition.body))
    _enter_next(case, State.IN_PROGRESS, to_seat_id, note, "case.handed_over", by=by, at=at)
    return case


@transaction.atomic
def finish_step(case: Case, *, to_seat_id: UUID | None = None, note: str = "", by: Actor, at: datetime) -> Case:
    """Finishes a step of the handling office and passes on. Raises WrongStep, NotYourStep, WrongState, Stale."""
    must_hold(case, by, StepKind.PROCESS, StepKind.SIGN)
    _enter_next(case, State.IN_PROGRESS, to_seat_id, note, "case.step_finished", by=by, at=at)
    return case


@transaction.atomic
def send_back(case: Case, *, note: str, by: Actor, at: datetime) -> Case:
    """Gives the case back to the step before, with the reason. Raises WrongStep, NotYourStep, Stale."""
    step = must_hold(case, by, StepKind.PROCESS, StepKind.SIGN, StepKind.ISSUE)
    before = read_body(case.definition.body).step_before(step.code)
    if before is None or before.kind is StepKind.RECEIVE:
        raise WrongStep(step=step.title)
    previous = case.hand_overs.filter(step=before.code).order_by("-order").first()
    seat_id = previous.to_seat_id if previous else None
    _enter(case, before, State.IN_PROGRESS, seat_id, note, "case.sent_back", by=by, at=at)
    return case


@transaction.atomic
def assign_case(case: Case, *, to_seat_id: UUID | None, by: Actor, at: datetime) -> Case:
    """Gives the current step to a seat (None: to whoever holds the right), by the holder or who may assign.

    Raises NotAllowed, NotYourStep, WrongState, Stale.
    """
    if not by.may("cases.assign", case.step_unit_id):
        must_hold(case, by)
    must_be_open(State(case.state))
    step = current_step(case)
    save_if_unchanged(case, at=at, step_seat_id=to_seat_id)
    note_hand_over(case, step, by=by, to_seat_id=to_seat_id, at=at, note="")
    payload = {"seat_id": str(to_seat_id) if to_seat_id else None}
    write_entry("case.assigned", case, by=by, at=at, payload=payload, unit_id=case.step_unit_id)
    return case


def _enter_next(
    case: Case, state: State, to_seat_id: UUID | None, note: str, event: str, *, by: Actor, at: datetime
) -> None:
    step = read_body(case.definition.body).step_after(case.step)
    if step is None:
        raise WrongStep(step=case.step)
    _enter(case, step, state, to_seat_id, note, event, by=by, at=at)


def _enter(
    case: Case, step: Step, state: State, to_seat_id: UUID | None, note: str, event: str, *, by: Actor, at: datetime
) -> None:
    must_be_handled(State(case.state))  # waiting for the applicant: their turn, not ours
    place = entering(case, step, to_seat_id, at)
    move(case, state, at=at, step_due_at=step_due(case, step, at, place["step_unit_id"]), **place)
    note_hand_over(case, step, by=by, to_seat_id=to_seat_id, at=at, note=note)
    payload = {"step": step.code, "unit_id": str(case.step_unit_id)}
    if event != "case.handed_over":
        del payload["unit_id"]
    write_entry(event, case, by=by, at=at, payload=payload, unit_id=case.step_unit_id)
