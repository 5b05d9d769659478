"""The desk takes a dossier in: person, answers, papers and acceptance in one go."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.base.text import nfc
from tinhso.kernel.cases.actions import Offices, PaperIn, Parties, take_on_file
from tinhso.kernel.cases.actions.lodging import Ground, Lodged, Lodging, ground_of, lodge_case
from tinhso.kernel.cases.models import Case, Channel, Definition
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.files.actions import hold_again, move_holder
from tinhso.kernel.forms.queries import form_in_force
from tinhso.kernel.identity.actions import change_contact, create_person
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import contact_of, is_called, person_by_number
from tinhso.kernel.identity.rules.numbers import phone_digits
from tinhso.kernel.law.queries import standing
from tinhso.modules.citizens.one_stop.actions.filing import case_title
from tinhso.modules.citizens.one_stop.files import CASE_FILES
from tinhso.modules.citizens.one_stop.queries.counter import INTAKE
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
    scope: str = INTAKE  # whose keys: two senders may use the same
    on_file: Mapping[str, str] = field(default_factory=dict)  # code of a paper → key of what the applicant has on file


def receive_at_counter(intake: Intake, *, by: Actor, at: datetime) -> Case:
    """Opens and accepts a dossier, durable when it returns. The same key gives the same case. Raises as ``take_in``."""
    return take_in(intake, by=by, at=at).case


def take_in(intake: Intake, *, by: Actor, at: datetime) -> Lodged:
    """The same, with what was answered to the first request of that key.

    Raises what the form refuses (all errors at once), PapersMissing, NotAllowed, ChannelClosed, NameDiffers.
    """
    by.must("cases.receive", intake.receipt_id)
    known = _known(intake.applicant)
    if known is not None and _is_up_to_date(known, intake.applicant) and not _on_file(intake):
        return lodge_case(_lodging(intake, known.pk, intake.papers, at), by=by, at=at)
    with transaction.atomic():
        person = _person(intake, known, by, at)
        papers = [*(_held(paper, by, at) for paper in intake.papers), *_from_store(intake, person.pk, by, at)]
        lodged = lodge_case(_lodging(intake, person.pk, papers, at), by=by, at=at)
        for paper in papers:
            if paper.file_reference is not None:
                move_holder(paper.file_reference.pk, CASE_FILES.code, lodged.case.pk)
        lodged.case.applicant = person  # the receipt names them next
        if not lodged.is_first:  # a second click: all this was done with the first
            transaction.set_rollback(True)
    return lodged


def _on_file(intake: Intake) -> bool:
    return bool(intake.on_file) or any(paper.file_reference is not None for paper in intake.papers)


def _from_store(intake: Intake, person_id: UUID, by: Actor, at: datetime) -> list[PaperIn]:
    """What the applicant's store gives for the papers chosen; the case gets it once it is there. Raises NotOnFile."""
    needs = {need.code: need for need in read_body(intake.definition.body).papers}
    held = {"holder_kind": CASE_FILES.code, "by": by, "at": at}
    return [
        take_on_file(key, person_id, needs[code], holder_id=new_id(), **held)  # type: ignore[arg-type]
        for code, key in intake.on_file.items()
        if code in needs
    ]


def _lodging(intake: Intake, applicant_id: UUID, papers: Sequence[PaperIn], at: datetime) -> Lodging:
    ground = _ground(intake.definition, intake.receipt_id, local_day(at))
    return Lodging(
        ground=ground,
        variant=ground.body.variant(intake.variant).code,
        answers=intake.answers,
        parties=Parties(applicant_id=applicant_id),
        channel=Channel.COUNTER,
        title=case_title(intake.definition, ground.body, intake.variant),
        papers=[*papers, *originals_as_papers(submission_answers=intake.answers)],
        scope=intake.scope,
        key=intake.key,
        fingerprint=_fingerprint(intake),
        result_method="counter",
        is_sample=intake.is_sample,
    )


def _ground(definition: Definition, receipt_id: UUID, day: date) -> Ground:
    """What every dossier of that day at that desk rests on; read once until any of it changes."""

    def read() -> Ground:
        competent_id = competent_unit(read_body(definition.body), receipt_id, day)
        offices = Offices(receipt_id=receipt_id, competent_id=competent_id, assistance_id=receipt_id)
        return ground_of(definition, form_in_force(definition.form_code, day), offices, day)

    return standing(("one_stop.ground", definition.pk, receipt_id, day), read)


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


def _known(who: Applicant) -> Person | None:
    """The person of that number. Raises NameDiffers when it is somebody else's."""
    known = person_by_number(who.number) if who.number else None
    if known is not None and not is_called(known, who.full_name) and not who.is_confirmed:
        raise NameDiffers(fields={"applicant_number": str(NameDiffers.title)})
    return known


def _person(intake: Intake, known: Person | None, by: Actor, at: datetime) -> Person:
    """The known person, reached as they say today, or a new one; without a number always a new one."""
    who = intake.applicant
    if known is not None:
        return known if _is_up_to_date(known, who) else change_contact(known, **_news(known, who), by=by, at=at)
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


def _is_up_to_date(known: Person, who: Applicant) -> bool:
    return not any(_news(known, who).values())


def _news(known: Person, who: Applicant) -> dict[str, str | None]:
    """How they are reached now, where it differs; what they left out stays."""
    if not who.phone and not who.address:
        return {}
    before = contact_of(known)
    return {
        "phone": who.phone if who.phone and phone_digits(who.phone) != before.phone else None,
        "address": who.address if who.address and nfc(who.address) != before.address else None,
    }


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
