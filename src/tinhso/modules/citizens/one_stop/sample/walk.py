"""Leading a dossier on: at every step the seat that may do it does what the step asks for."""

from collections.abc import Callable
from datetime import date, datetime

from tinhso.base.actor import Actor, staff_actor
from tinhso.base.moments import local_day
from tinhso.base.rights import roles as declared_roles
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.definition import StepKind, read_body
from tinhso.kernel.identity.models import Seat
from tinhso.kernel.identity.queries import seats_in
from tinhso.modules.citizens.one_stop.actions.receipts import make_receipt
from tinhso.modules.citizens.one_stop.actions.results import (
    draft_result,
    issue_result,
    sign_result,
    submit_for_signature,
)
from tinhso.modules.citizens.one_stop.rules.roles import CLERK, HANDLER, RECEIVER, SIGNER
from tinhso.modules.citizens.one_stop.sample.findings import sample_findings

ROLE_OF = {
    StepKind.RECEIVE: RECEIVER,
    StepKind.PROCESS: HANDLER,
    StepKind.SIGN: SIGNER,
    StepKind.ISSUE: CLERK,
    StepKind.RETURN: RECEIVER,
}


def actor_of_seat(seat: Seat, role: str) -> Actor:
    return staff_actor(declared_roles.get(role).rights, seat.unit_id, seat_id=seat.pk, person_id=seat.person_id)


def holder_of(case: Case, on: date) -> Actor:
    """Somebody who may do the step the case is at: a seat of that role in the unit where it lies."""
    role = ROLE_OF[kind_of(case)]
    assert case.step_unit_id is not None  # noqa: S101  (an open case lies somewhere)
    found = seats_in(case.step_unit_id, on, role=role)
    return actor_of_seat(Seat.objects.get(pk=found[0].id), role)


def kind_of(case: Case) -> StepKind:
    return read_body(case.definition.body).step(case.step).kind


def advance(case: Case, next_moment: Callable[[], datetime]) -> None:
    """Does the current step whole; ``next_moment`` gives the moment of each act."""
    at = next_moment()
    by, kind = holder_of(case, local_day(at)), kind_of(case)
    if kind is StepKind.RECEIVE and case.received_at is None:
        actions.accept_case(case, by=by, at=at)
        make_receipt(case, at=at)
    elif kind is StepKind.RECEIVE:
        actions.hand_over(case, by=by, at=at)
    elif kind is StepKind.PROCESS:
        draft_result(case, sample_findings(case), by=by, at=at)
        submit_for_signature(case, by=by, at=next_moment())
    elif kind is StepKind.SIGN:
        sign_result(case, by=by, at=at)
    elif kind is StepKind.ISSUE:
        issue_result(case, by=by, at=at)
    else:
        hand_out(case, by=by, at=at)
    case.refresh_from_db()


def hand_out(case: Case, *, by: Actor, at: datetime) -> None:
    """Collects what is owed and gives the result to the applicant."""
    for charge in case.charges.filter(paid_at=None):
        actions.collect_charge(case, charge, method="cash", by=by, at=at)
    actions.return_result(case, to_name=case.applicant.full_name, method="counter", by=by, at=at)


def lead_to(case: Case, state: State, next_moment: Callable[[], datetime]) -> None:
    """Step after step until the case is in that state."""
    while case.state != state:
        advance(case, next_moment)
