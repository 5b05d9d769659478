"""The result of a case: attached when issued, then handed out."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.clock import must_run
from tinhso.kernel.cases.actions.dates import step_due
from tinhso.kernel.cases.actions.endings import close_questions
from tinhso.kernel.cases.actions.money import must_be_paid
from tinhso.kernel.cases.actions.saving import move
from tinhso.kernel.cases.actions.steps import close_hand_over, entering, must_hold, note_hand_over
from tinhso.kernel.cases.models import Case, Result, State
from tinhso.kernel.cases.rules.definition import StepKind, read_body
from tinhso.kernel.cases.rules.states import must_be_handled
from tinhso.kernel.documents.models import Document, DocumentStatus
from tinhso.kernel.ledger.actions import write_entry
from tinhso.shell.rows import insert_row


class NotIssued(Refused):
    code = "not-issued"
    title = gettext_noop("Văn bản kết quả chưa được ký và phát hành")
    mend = gettext_noop("Ký và phát hành văn bản rồi làm tiếp.")


@transaction.atomic
def attach_result(case: Case, document: Document, *, code: str, by: Actor, at: datetime) -> Result:
    """The issued document becomes a result; the case waits to be handed out, or goes on to the next agency.

    Raises NotIssued, NoOffice, WrongStep, WrongState, ClockStands, Stale.
    """
    step = must_hold(case, by, StepKind.ISSUE)
    if document.status != DocumentStatus.ISSUED:
        raise NotIssued()
    must_be_handled(State(case.state))
    must_run(case)
    following = read_body(case.definition.body).step_after(step.code)
    assert following is not None  # noqa: S101  (the last step of a definition is the return)
    place = entering(case, following, None, at)
    if following.kind is StepKind.RETURN:
        move(case, State.RESULT_READY, at=at, finished_at=at, step_due_at=None, **place)
        close_questions(case, State.RESULT_READY, at)
    else:
        due_at = step_due(case, following, at, place["step_unit_id"])
        move(case, State.IN_PROGRESS, at=at, step_due_at=due_at, **place)
    note_hand_over(case, following, by=by, to_seat_id=None, at=at, note="")
    result = insert_row(Result(case=case, code=code, title=document.title, document=document))
    payload = {"document_id": str(document.pk)}
    write_entry("case.result_attached", case, by=by, at=at, payload=payload, unit_id=case.receipt_unit_id)
    return result


@transaction.atomic
def return_result(
    case: Case,
    *,
    to_name: str,
    method: str,
    parcel_code: str = "",
    checked_by: str = "",
    by: Actor,
    at: datetime,
) -> Case:
    """Hands the result out: in person (``counter``), by ``post`` or ``electronic``.

    ``checked_by`` says how the receiver was recognised, without a number.
    Raises ChargesDue, WrongStep, WrongState, Stale.
    """
    must_hold(case, by, StepKind.RETURN)
    must_be_paid(case)
    move(case, State.RETURNED, at=at, returned_at=at, step_seat_id=None)
    case.results.update(
        returned_at=at, returned_to=to_name, method=method, parcel_code=parcel_code, checked_by=checked_by
    )
    close_hand_over(case, at)
    write_entry("case.returned", case, by=by, at=at, payload={"method": method}, unit_id=case.receipt_unit_id)
    return case
