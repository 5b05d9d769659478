"""Ends without a result: declined, stopped, withdrawn."""

from datetime import datetime

from django.db import connection, transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.saving import move
from tinhso.kernel.cases.actions.steps import close_hand_over, must_hold
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.definition import StepKind
from tinhso.kernel.ledger.actions import write_entry


class GroundMissing(Refused):
    code = "ground-missing"
    title = gettext_noop("Chưa ghi lý do")
    mend = gettext_noop("Ghi lý do kèm căn cứ pháp lý; người nộp sẽ đọc nội dung này.")


_FALL_AWAY = """
WITH proposed AS (
    UPDATE cases_supplement SET refused_at = %(at)s, refused_because = %(because)s
    WHERE case_id = %(case_id)s AND asked_at IS NULL AND refused_at IS NULL
) UPDATE cases_opinion SET taken_back_at = %(at)s
WHERE case_id = %(case_id)s AND answered_at IS NULL AND taken_back_at IS NULL
"""


def close_questions(case: Case, state: State, at: datetime) -> None:
    """What was still to be decided or answered falls away: the dossier is decided without it."""
    with connection.cursor() as cursor:
        cursor.execute(_FALL_AWAY, {"case_id": case.pk, "at": at, "because": str(state.label)})


def _end(case: Case, state: State, ground: str, event: str, *, by: Actor, at: datetime) -> Case:
    if not ground.strip():
        raise GroundMissing(fields={"ground": str(GroundMissing.title)})
    move(case, state, at=at, note=ground.strip(), finished_at=at, step_seat_id=None)
    case.pauses.filter(until_at=None).update(until_at=at)
    close_questions(case, state, at)
    close_hand_over(case, at)
    write_entry(event, case, by=by, at=at, unit_id=case.step_unit_id)
    return case


@transaction.atomic
def decline_case(case: Case, *, ground: str, by: Actor, at: datetime) -> Case:
    """Refuses to take the dossier in, with the ground (form 03). Raises GroundMissing, WrongState, Stale."""
    must_hold(case, by, StepKind.RECEIVE)
    return _end(case, State.NOT_RECEIVED, ground, "case.declined", by=by, at=at)


@transaction.atomic
def stop_case(case: Case, *, ground: str, by: Actor, at: datetime) -> Case:
    """Stops handling (form 05). Raises GroundMissing, WrongState, Stale."""
    must_hold(case, by)
    return _end(case, State.STOPPED, ground, "case.stopped", by=by, at=at)


@transaction.atomic
def withdraw_case(case: Case, *, ground: str, by: Actor, at: datetime) -> Case:
    """The applicant takes the dossier back (or the desk for them). Raises NotAllowed, GroundMissing, WrongState."""
    is_theirs = by.is_citizen and by.person_id in (case.applicant_id, case.owner_id)
    if not is_theirs and not by.may("cases.receive", case.receipt_unit_id):
        raise NotAllowed()
    return _end(case, State.WITHDRAWN, ground, "case.withdrawn", by=by, at=at)
