"""Taking a step: who may, where the next one lies, and the trace of each hand-over (form 06)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries.hand_overs import NOTE
from tinhso.kernel.cases.queries.offices import step_office
from tinhso.kernel.cases.rules.definition import Step, StepKind, read_body
from tinhso.kernel.identity.queries.sealing import sealed_text


class NotYourStep(Refused):
    code = "not-your-step"
    status = 403
    title = gettext_noop("Hồ sơ này đang do người khác giữ ở bước “%(step)s”")
    mend = gettext_noop("Nhờ người đang giữ chuyển lại, hoặc nhờ lãnh đạo phân công.")


class WrongStep(Refused):
    code = "wrong-step"
    status = 409
    title = gettext_noop("Hồ sơ đang ở bước “%(step)s” nên chưa làm được việc này")
    mend = gettext_noop("Mở lại hồ sơ để xem việc cần làm tiếp theo.")


def current_step(case: Case) -> Step:
    return read_body(case.definition.body).step(case.step)


def must_hold(case: Case, by: Actor, *kinds: StepKind) -> Step:
    """The current step, if of one of the kinds and open to the actor. Raises WrongStep, NotAllowed, NotYourStep."""
    step = current_step(case)
    if kinds and step.kind not in kinds:
        raise WrongStep(step=step.title)
    by.must(step.right, case.step_unit_id)
    if case.step_seat_id is not None and by.is_staff and case.step_seat_id != by.seat_id:
        raise NotYourStep(step=step.title)
    return step


def entering(case: Case, step: Step, seat_id: UUID | None, at: datetime) -> dict[str, Any]:
    """The changes of a case that enters a step. Raises NoOffice."""
    return {
        "step": step.code,
        "step_right": step.right,
        "step_unit_id": step_office(case, step, local_day(at)),
        "step_seat_id": seat_id,
    }


# Both lines of form 06 in one statement: an act of every kind leaves them, and asks nothing in between.
_CLOSE = """
UPDATE cases_handover SET done_at = %(at)s, outcome = CASE
    WHEN due_at IS NULL OR abs(extract(epoch FROM due_at - %(at)s)) < 60 THEN 'on_time'
    WHEN due_at > %(at)s THEN 'early' ELSE 'late' END
WHERE case_id = %(case_id)s AND done_at IS NULL
"""
_PASS_ON = f"""
WITH closed AS ({_CLOSE})
INSERT INTO cases_handover (
    id, case_id, "order", step, from_seat_id, to_seat_id, to_unit_id, given_at, due_at, outcome, note_sealed
) SELECT %(id)s, %(case_id)s, coalesce(max("order"), 0) + 1, %(step)s, %(from_seat_id)s::uuid, %(to_seat_id)s::uuid,
    %(to_unit_id)s, %(at)s, %(due_at)s::timestamptz, '', %(note)s::bytea
FROM cases_handover WHERE case_id = %(case_id)s
"""  # noqa: S608  (no word of it comes from outside)


def note_hand_over(case: Case, step: Step, *, by: Actor, to_seat_id: UUID | None, at: datetime, note: str) -> None:
    """Closes the open line of form 06 and opens the next, for a case that has entered the step."""
    assert case.step_unit_id is not None  # noqa: S101  (it has entered a step)
    line_id = new_id()
    line: dict[str, Any] = {
        "id": line_id,
        "case_id": case.pk,
        "step": step.code,
        "from_seat_id": by.seat_id,
        "to_seat_id": to_seat_id,
        "to_unit_id": case.step_unit_id,
        "at": at,
        "due_at": case.step_due_at,
        "note": sealed_text(note, line_id, NOTE),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PASS_ON, line)


def close_hand_over(case: Case, at: datetime) -> None:
    """Closes the open line; one done within a minute of its time is in time."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, {"at": at, "case_id": case.pk})
