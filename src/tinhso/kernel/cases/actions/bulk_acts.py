"""The bulk acts this room brings itself: giving cases to a seat, handing them over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.kernel.cases.actions.flow import assign_case, hand_over
from tinhso.kernel.cases.actions.opinions import note_on
from tinhso.kernel.cases.actions.steps import NotYourStep, WrongStep, current_step
from tinhso.kernel.cases.kinds import BulkAct, register_bulk
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.definition import StepKind
from tinhso.kernel.cases.rules.states import HANDLED, OPEN, WrongState


def _seat(params: Mapping[str, Any]) -> UUID | None:
    return UUID(params["seat_id"]) if params.get("seat_id") else None


def _assign(case: Case, params: Mapping[str, Any], *, by: Actor, at: datetime) -> dict[str, Any]:
    before = str(case.step_seat_id) if case.step_seat_id else None
    assign_case(case, to_seat_id=_seat(params), by=by, at=at)
    return {"seat_id": before}


def _give_back(case: Case, kept: Mapping[str, Any], *, by: Actor, at: datetime) -> object:
    return assign_case(case, to_seat_id=_seat(kept), by=by, at=at)


def _assign_refusal(case: Case, params: Mapping[str, Any], by: Actor) -> str | None:
    if State(case.state) not in OPEN:
        return str(WrongState(state=str(State(case.state).label)))
    holds = by.may(case.step_right, case.step_unit_id) and case.step_seat_id in (None, by.seat_id)
    if not holds and not by.may("cases.assign", case.step_unit_id):
        return str(NotYourStep(step=current_step(case).title))
    return None


def _hand_over(case: Case, params: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    hand_over(case, to_seat_id=_seat(params), note=str(params.get("note", "")), by=by, at=at)


def _hand_over_refusal(case: Case, params: Mapping[str, Any], by: Actor) -> str | None:
    step = current_step(case)
    if State(case.state) not in HANDLED:
        return str(WrongState(state=str(State(case.state).label)))
    if step.kind is not StepKind.RECEIVE:
        return str(WrongStep(step=step.title))
    if not by.may(step.right, case.step_unit_id) or case.step_seat_id not in (None, by.seat_id):
        return str(NotYourStep(step=step.title))
    return None


def _note(case: Case, params: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    note_on(case, str(params.get("note", "")), by=by, at=at)


ASSIGN = register_bulk(
    BulkAct("assign", "Phân công, chuyển người giữ", "cases.read", _assign, _assign_refusal, undo=_give_back)
)
HAND_OVER = register_bulk(
    BulkAct("hand_over", "Chuyển cơ quan giải quyết", "cases.receive", _hand_over, _hand_over_refusal)
)
NOTE = register_bulk(BulkAct("note", "Ghi chú nội bộ", "cases.read", _note, lambda case, params, by: None))
