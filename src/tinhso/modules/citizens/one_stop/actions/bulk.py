"""The acts on results that may be done on many dossiers at once: submit for signature, sign, return electronically."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.kernel.cases.actions import return_result
from tinhso.kernel.cases.actions.steps import NotYourStep, WrongStep, current_step
from tinhso.kernel.cases.kinds import BulkAct, register_bulk
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.definition import StepKind
from tinhso.kernel.cases.rules.states import WrongState
from tinhso.modules.citizens.one_stop.actions.results import (
    NoDraft,
    result_document,
    sign_result,
    submit_for_signature,
)


def _not_here(case: Case, by: Actor, kind: StepKind, state: State) -> str | None:
    """Why the dossier is not at a step of that kind, or not in this actor's hands."""
    step = current_step(case)
    if case.state != state:
        return str(WrongState(state=str(State(case.state).label)))
    if step.kind is not kind:
        return str(WrongStep(step=step.title))
    if not by.may(step.right, case.step_unit_id) or case.step_seat_id not in (None, by.seat_id):
        return str(NotYourStep(step=step.title))
    return None


def _without_draft(case: Case) -> str | None:
    document = result_document(case)
    return str(NoDraft()) if document is None or document.sealed_at is not None else None


def _submit(case: Case, params: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    seat = UUID(params["seat_id"]) if params.get("seat_id") else None
    submit_for_signature(case, to_seat_id=seat, note=str(params.get("note", "")), by=by, at=at)


def _submit_refusal(case: Case, params: Mapping[str, Any], by: Actor) -> str | None:
    return _not_here(case, by, StepKind.PROCESS, State.IN_PROGRESS) or _without_draft(case)


def _sign(case: Case, params: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    sign_result(case, by=by, at=at)


def _sign_refusal(case: Case, params: Mapping[str, Any], by: Actor) -> str | None:
    return _not_here(case, by, StepKind.SIGN, State.IN_PROGRESS) or _without_draft(case)


def _give(case: Case, params: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    return_result(case, to_name=case.applicant.full_name, method="electronic", by=by, at=at)


def _give_refusal(case: Case, params: Mapping[str, Any], by: Actor) -> str | None:
    return _not_here(case, by, StepKind.RETURN, State.RESULT_READY)


SUBMIT = register_bulk(BulkAct("submit", "Trình ký", "cases.process", _submit, _submit_refusal))
SIGN = register_bulk(BulkAct("sign", "Cấp số và ký", "documents.sign", _sign, _sign_refusal))
GIVE = register_bulk(BulkAct("return_electronic", "Trả kết quả điện tử", "cases.return", _give, _give_refusal))
