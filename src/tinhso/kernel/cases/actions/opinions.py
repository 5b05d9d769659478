"""Asking other offices what they think, beside the steps; and what officials note for one another."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.saving import save_if_unchanged
from tinhso.kernel.cases.actions.steps import must_hold
from tinhso.kernel.cases.models import Case, Note, Opinion, State, Verdict
from tinhso.kernel.cases.queries.visible import is_visible
from tinhso.kernel.cases.rules.states import OPEN, WrongState
from tinhso.kernel.files.models import FileReference
from tinhso.kernel.identity.queries.sealing import sealed_text
from tinhso.kernel.ledger.actions import write_entry


class NothingSaid(Refused):
    code = "nothing-said"
    title = gettext_noop("Chưa ghi nội dung")
    mend = gettext_noop("Ghi nội dung rồi gửi lại.")


class OpinionClosed(Refused):
    code = "opinion-closed"
    status = 409
    title = gettext_noop("Việc lấy ý kiến này đã kết thúc")
    mend = gettext_noop("Mở lại hồ sơ để xem ý kiến đã trả lời.")


def _said(text: str, field: str) -> str:
    if not text.strip():
        raise NothingSaid(fields={field: str(NothingSaid.title)})
    return text.strip()


@transaction.atomic
def ask_opinion(
    case: Case,
    question: str,
    *,
    unit_id: UUID,
    seat_id: UUID | None = None,
    due_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Opinion:
    """Asks an office (or one seat in it); the clock runs on and the holder stays the holder.

    Raises NothingSaid, WrongState, NotYourStep, Stale.
    """
    if not by.may("cases.assign", case.step_unit_id):
        must_hold(case, by)
    if State(case.state) not in OPEN or case.received_at is None or case.finished_at is not None:
        raise WrongState(state=str(State(case.state).label))
    text = _said(question, "question")
    save_if_unchanged(case, at=at)
    opinion = Opinion.objects.create(
        case=case,
        order=case.opinions.count() + 1,
        question=text,
        unit_id=unit_id,
        seat_id=seat_id,
        asked_at=at,
        asked_by=by.seat_id,
        due_at=due_at,
    )
    payload = {"order": opinion.order, "unit_id": str(unit_id)}
    write_entry("case.opinion_asked", case, by=by, at=at, payload=payload, unit_id=case.step_unit_id)
    return opinion


@transaction.atomic
def answer_opinion(
    opinion: Opinion, *, verdict: str, text: str, file_reference: FileReference | None = None, by: Actor, at: datetime
) -> Opinion:
    """The asked office answers, once. Raises NotAllowed, NothingSaid, OpinionClosed."""
    by.must("cases.advise", opinion.unit_id)
    if opinion.seat_id is not None and opinion.seat_id != by.seat_id and not by.may("cases.assign", opinion.unit_id):
        raise NotAllowed(right="cases.advise")
    if verdict not in Verdict.values:
        raise NothingSaid(fields={"verdict": str(NothingSaid.title)})
    if verdict != Verdict.AGREE:
        _said(text, "answer")
    _close(opinion, verdict=verdict, answer=text.strip(), answered_at=at, answered_by=by.seat_id)
    if file_reference is not None:
        opinion.file_reference = file_reference
        opinion.save(update_fields=["file_reference"])
    payload = {"order": opinion.order, "verdict": verdict}
    write_entry("case.opinion_answered", opinion.case, by=by, at=at, payload=payload, unit_id=opinion.unit_id)
    return opinion


@transaction.atomic
def take_back_opinion(opinion: Opinion, *, by: Actor, at: datetime) -> Opinion:
    """Whoever asked (or may assign there) does not wait for the answer any longer. Raises NotAllowed, OpinionClosed."""
    asked = by.is_staff and opinion.asked_by == by.seat_id
    if not asked and not by.may("cases.assign", opinion.case.step_unit_id):
        raise NotAllowed(right="cases.assign")
    _close(opinion, taken_back_at=at)
    payload = {"order": opinion.order}
    write_entry(
        "case.opinion_taken_back", opinion.case, by=by, at=at, payload=payload, unit_id=opinion.case.step_unit_id
    )
    return opinion


def _close(opinion: Opinion, **changes: object) -> None:
    """Of two who end it at once, one does. Raises OpinionClosed."""
    still_open = Opinion.objects.filter(pk=opinion.pk, answered_at=None, taken_back_at=None)
    if not still_open.update(**changes):
        raise OpinionClosed()
    for name, value in changes.items():
        setattr(opinion, name, value)


@transaction.atomic
def note_on(case: Case, text: str, *, by: Actor, at: datetime) -> Note:
    """A note for other officials; it moves nothing. Raises NothingSaid, NotAllowed."""
    if by.is_citizen or not is_visible(by, case.pk):
        raise NotAllowed()
    note_id = new_id()
    sealed = sealed_text(_said(text, "note"), note_id, "cases.note")
    note = Note.objects.create(id=note_id, case=case, text_sealed=sealed, seat_id=by.seat_id, made_at=at)
    write_entry("case.noted", case, by=by, at=at, payload={"note_id": str(note_id)}, unit_id=case.step_unit_id)
    return note


@transaction.atomic
def remove_note(note: Note, *, by: Actor, at: datetime) -> Note:
    """Its writer takes a note back; the ledger keeps that there was one. Raises NotAllowed, OpinionClosed."""
    if by.seat_id is None or note.seat_id != by.seat_id:
        raise NotAllowed()
    if not Note.objects.filter(pk=note.pk, removed_at=None).update(removed_at=at):
        raise OpinionClosed()
    note.removed_at = at
    payload = {"note_id": str(note.pk)}
    write_entry("case.note_removed", note.case, by=by, at=at, payload=payload, unit_id=note.case.step_unit_id)
    return note
