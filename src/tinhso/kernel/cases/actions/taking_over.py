"""Dossiers of a former system go on here: with their number, state and promise, under today's definition."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import IO

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.calendar.queries import calendar_of
from tinhso.kernel.calendar.rules import Left
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.dates import FORMER, due_with_pauses, promise_data
from tinhso.kernel.cases.kinds import case_types
from tinhso.kernel.cases.models import Case, Charge, HandOver, Note, Paper, Pause, State, Supplement
from tinhso.kernel.cases.queries.hand_overs import NOTE
from tinhso.kernel.cases.queries.offices import step_office
from tinhso.kernel.cases.queries.taking_over import Fitted
from tinhso.kernel.cases.rules.states import OPEN
from tinhso.kernel.cases.rules.taking_over import FormerPaper
from tinhso.kernel.files.actions import take_in
from tinhso.kernel.files.models import FileReference
from tinhso.kernel.forms.actions import take_over_answers
from tinhso.kernel.forms.queries import form_in_force
from tinhso.kernel.identity.actions import create_person
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import person_by_number
from tinhso.kernel.identity.queries.sealing import sealed_text
from tinhso.kernel.ledger.actions import once, write_entry

TAKE_OVER = "cases.take_over"
Opener = Callable[[str], IO[bytes]]


class NumberThere(Refused):
    code = "take-over-number-there"
    status = 409
    title = gettext_noop("Mã hồ sơ %(number)s đã có trong hệ thống")
    mend = gettext_noop("Bỏ dòng này ra khỏi tệp, hoặc kiểm tra lại mã hồ sơ.")


class NoFiles(Refused):
    code = "take-over-no-files"
    title = gettext_noop("Loại hồ sơ này không nhận tệp đính kèm")
    mend = gettext_noop("Bỏ cột file của các giấy tờ.")


@transaction.atomic
def take_over_case(fit: Fitted, *, open_file: Opener | None = None, by: Actor, at: datetime) -> tuple[Case, bool]:
    """The dossier with its old number, state and promise; and whether it is new. The same row again gives the same.

    The promise of the former system stands, and later pauses move it by the working time that was left of it.
    Raises NotAllowed, NumberThere, KeyReused (the number came before with other facts), what the door of files refuses.
    """
    by.must(TAKE_OVER, fit.receipt_id)
    done = once(TAKE_OVER, fit.number, fingerprint_of(fit))
    if done.answer is not None:
        return Case.objects.get(pk=done.answer["case"]), False
    if Case.objects.filter(number=fit.number).exists():
        raise NumberThere(number=fit.number)
    case = _case(fit, by, at)
    _dated(case, fit, at)
    case.save(force_insert=True)
    _course(case, fit, at)
    for paper in fit.former.papers:
        _add_paper(case, paper, open_file, by, at)
    payload = {"number": case.number, "state": int(case.state), "procedure": fit.former.procedure}
    write_entry("case.taken_over", case, by=by, at=at, payload=payload, unit_id=fit.receipt_id)
    done.remember({"case": str(case.pk)})
    return case, True


def fingerprint_of(fit: Fitted) -> str:
    facts = json.dumps(asdict(fit.former), default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(facts.encode()).hexdigest()


def _case(fit: Fitted, by: Actor, at: datetime) -> Case:
    former = fit.former
    form = form_in_force(fit.definition.form_code, local_day(at))
    applicant = _person(fit, by, at)
    is_open = former.state in OPEN
    return Case(
        number=fit.number,
        definition=fit.definition,
        variant=fit.variant,
        title=fit.definition.title,
        channel=former.channel,
        state=former.state,
        step=fit.step.code,
        step_right=fit.step.right,
        step_seat_id=fit.seat_id if is_open else None,
        applicant=applicant,
        owner=applicant,
        receipt_unit_id=fit.receipt_id,
        competent_unit_id=fit.competent_id,
        submission=take_over_answers(form, former.answers, by=by, at=at),
        submitted_at=former.submitted_at,
        received_at=former.received_at,
        finished_at=former.finished_at or (None if is_open and former.state != State.RESULT_READY else at),
        returned_at=former.returned_at,
        moved_at=at,
        note=former.reason,
    )


def _person(fit: Fitted, by: Actor, at: datetime) -> Person:
    who = fit.former.applicant
    known = person_by_number(who.number) if who.number else None
    return known or create_person(
        who.name,
        number=who.number or None,
        phone=who.phone or None,
        address=who.address or None,
        source="import",
        by=by,
        at=at,
    )


def _dated(case: Case, fit: Fitted, at: datetime) -> None:
    """The promise of the former system, marked as such; what is paused keeps what was left when it stopped."""
    case.step_unit_id = step_office(case, fit.step, local_day(at))
    former = fit.former
    if former.due_at is None or former.received_at is None:
        return
    still = next((pause for pause in former.pauses if pause.until_at is None), None)
    start = still.from_at if still else at
    calendar = calendar_of(fit.competent_id, local_day(former.received_at))
    case.promise = {
        "calendar_version": calendar.version,
        FORMER: {"from": start.isoformat(), "due_at": former.due_at.isoformat()},
    }
    case.due_at = None if still else former.due_at
    if case.state in OPEN and case.state != State.RESULT_READY:
        case.step_due_at = case.due_at


def _course(case: Case, fit: Fitted, at: datetime) -> None:
    """Pauses, charges, the open request, the line of form 06 and the old history."""
    former = fit.former
    Pause.objects.bulk_create([Pause(case=case, **asdict(pause)) for pause in former.pauses])
    Charge.objects.bulk_create(
        [
            Charge(
                case=case,
                code=charge.code,
                title=charge.title,
                unit_price=charge.amount,
                amount=charge.amount,
                paid_at=charge.paid_at,
                method="former" if charge.paid_at else "",
            )
            for charge in former.charges
        ]
    )
    if case.state == State.SUPPLEMENT:
        _request(case, at)
    if case.state in OPEN and case.received_at is not None:
        _hand_over(case, fit, at)
    if former.history:
        _remember_history(case, former.history, at)
    if case.promise is not None:
        due = due_with_pauses(case)
        case.promise = promise_data(case, due)
        assert isinstance(due, Left) or case.due_at in (None, due.due_at)  # noqa: S101  (the old promise stands)
        case.save(update_fields=["promise"])


def _request(case: Case, at: datetime) -> None:
    item = {"about": "former", "what": case.note or "Như đã yêu cầu ở hệ thống cũ.", "basis": ""}
    still = case.pauses.filter(until_at=None).first()
    stage = "appraisal" if case.received_at else "receipt"
    asked_at = still.from_at if still else at
    Supplement.objects.create(case=case, order=1, stage=stage, items=[item], asked_at=asked_at)


def _hand_over(case: Case, fit: Fitted, at: datetime) -> None:
    assert case.step_unit_id is not None  # noqa: S101  (``_dated`` has placed it)
    line_id = new_id()
    HandOver.objects.create(
        id=line_id,
        case=case,
        order=1,
        step=fit.step.code,
        to_seat_id=fit.seat_id,
        to_unit_id=case.step_unit_id,
        given_at=at,
        due_at=case.step_due_at,
        note_sealed=sealed_text("Chuyển từ hệ thống cũ", line_id, NOTE),
    )


def _remember_history(case: Case, lines: tuple[str, ...], at: datetime) -> None:
    note_id, text = new_id(), "\n".join(["Diễn biến ở hệ thống cũ:", *lines])
    Note.objects.create(id=note_id, case=case, text_sealed=sealed_text(text, note_id, "cases.note"), made_at=at)


def _add_paper(case: Case, paper: FormerPaper, open_file: Opener | None, by: Actor, at: datetime) -> None:
    reference = _taken_in(case, paper, open_file, by, at) if paper.file and open_file else None
    Paper.objects.create(
        case=case,
        code=paper.code,
        title=paper.title,
        form=paper.form,
        quantity=paper.quantity,
        pages=paper.pages or (reference.file.pages if reference else None),
        file_reference=reference,
        received_at=case.submitted_at,
    )


def _taken_in(case: Case, paper: FormerPaper, open_file: Opener, by: Actor, at: datetime) -> FileReference:
    holder = case_types.get(case.definition.case_type).file_holder
    if not holder:
        raise NoFiles()
    with open_file(paper.file) as stream:
        return take_in(stream, paper.file, holder_kind=holder, holder_id=case.pk, purpose=paper.code[:60], by=by, at=at)
