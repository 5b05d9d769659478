"""The desk takes a dossier in: person, answers, papers and acceptance in one go."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.base.text import nfc
from tinhso.kernel.cases.actions import Offices, PaperIn, Parties, accept_case, open_case
from tinhso.kernel.cases.models import Case, Channel, Definition
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.files.actions import hold_again, move_holder
from tinhso.kernel.forms.actions import submit_answers
from tinhso.kernel.forms.queries import form_in_force
from tinhso.kernel.identity.actions import change_contact, create_person
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import contact_of, is_called, person_by_number
from tinhso.kernel.identity.rules.numbers import phone_digits
from tinhso.kernel.ledger.actions import once
from tinhso.modules.citizens.one_stop.actions.filing import case_title
from tinhso.modules.citizens.one_stop.files import CASE_FILES
from tinhso.modules.citizens.one_stop.queries.offices import competent_unit


@dataclass(frozen=True)
class Applicant:
    """Who stands at the counter, as read from their card or typed."""

    full_name: str
    number: str = ""
    birth_date: date | None = None
    sex: str = ""
    phone: str = ""
    address: str = ""
    source: str = "counter"  # or qr: read from the card's code, which proves nothing
    is_confirmed: bool = False  # the desk saw that number and name belong together


class NameDiffers(Refused):
    code = "name-differs"
    status = 409
    title = gettext_noop("Số định danh này đã ghi cho một người có họ tên khác")
    mend = gettext_noop("Xem lại số và họ tên trên thẻ; nếu đúng là người này, đánh dấu xác nhận rồi gửi lại.")


@dataclass(frozen=True)
class Intake:
    """One dossier at the counter. ``receipt_id`` is the desk; ``key`` makes a second click harmless."""

    definition: Definition
    variant: str
    applicant: Applicant
    answers: Mapping[str, Any]
    papers: Sequence[PaperIn]
    receipt_id: UUID
    key: str
    is_sample: bool = False


@transaction.atomic
def receive_at_counter(intake: Intake, *, by: Actor, at: datetime) -> Case:
    """Opens and accepts a dossier. The same key gives the same case.

    Raises what the form refuses (all errors at once), PapersMissing, NotAllowed, ChannelClosed, NameDiffers.
    """
    by.must("cases.receive", intake.receipt_id)
    done = once("one_stop.intake", intake.key, _fingerprint(intake))
    if done.answer is not None:
        return Case.objects.get(pk=done.answer["case"])
    today = local_day(at)
    body = read_body(intake.definition.body)
    form = form_in_force(intake.definition.form_code, today)
    submission = submit_answers(form, intake.answers, by=by, at=at)
    papers = [_held(paper, by, at) for paper in intake.papers]
    case = open_case(
        intake.definition,
        intake.variant,
        submission,
        parties=Parties(applicant_id=_person(intake, by, at).pk),
        offices=Offices(
            receipt_id=intake.receipt_id,
            competent_id=competent_unit(body, intake.receipt_id, today),
            assistance_id=intake.receipt_id,
        ),
        channel=Channel.COUNTER,
        title=case_title(intake.definition, body, intake.variant),
        papers=[*papers, *originals_as_papers(submission_answers=intake.answers)],
        result_method="counter",
        is_sample=intake.is_sample,
        by=by,
        at=at,
    )
    for paper in papers:
        if paper.file_reference is not None:
            move_holder(paper.file_reference.pk, CASE_FILES.code, case.pk)
    accept_case(case, by=by, at=at)
    done.remember({"case": str(case.pk)})
    return case


def _held(paper: PaperIn, by: Actor, at: datetime) -> PaperIn:
    """A paper that is on file already is held by the new case as well; the case gets it once it is there."""
    if paper.file_reference is None:
        return paper
    again = hold_again(
        paper.file_reference, holder_kind=CASE_FILES.code, holder_id=new_id(), purpose=paper.code, by=by, at=at
    )
    return replace(paper, file_reference=again)


def _fingerprint(intake: Intake) -> str:
    """What was sent: the same key with other words is no second click."""
    said = json.dumps([intake.definition.code, intake.variant, intake.answers], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _person(intake: Intake, by: Actor, at: datetime) -> Person:
    """The person of that number, or a new one; without a number always a new one. Raises NameDiffers."""
    who = intake.applicant
    known = person_by_number(who.number) if who.number else None
    if known is not None:
        if not is_called(known, who.full_name) and not who.is_confirmed:
            raise NameDiffers(fields={"applicant_number": str(NameDiffers.title)})
        return _with_contact(known, who, by, at)
    return create_person(
        who.full_name,
        number=who.number or None,
        birth_date=who.birth_date,
        sex=who.sex,
        phone=who.phone or None,
        address=who.address or None,
        source="sample" if intake.is_sample else who.source,
        is_sample=intake.is_sample,
        by=by,
        at=at,
    )


def _with_contact(known: Person, who: Applicant, by: Actor, at: datetime) -> Person:
    """The person reached as they say today; what they left out stays."""
    before = contact_of(known)
    phone = who.phone if who.phone and phone_digits(who.phone) != before.phone else None
    address = who.address if who.address and nfc(who.address) != before.address else None
    if phone is None and address is None:
        return known
    return change_contact(known, phone=phone, address=address, by=by, at=at)


def originals_as_papers(submission_answers: Mapping[str, Any]) -> list[PaperIn]:
    """Originals brought to be copied (2.000815) are the papers that the charge by page is counted on."""
    return [
        PaperIn(
            code=f"original-{order}",
            title=original["title"],
            form="original",
            quantity=original["copies"],
            pages=original["pages"],
        )
        for order, original in enumerate(submission_answers.get("originals", ()), start=1)
    ]
