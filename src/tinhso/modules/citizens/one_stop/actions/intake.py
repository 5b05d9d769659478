"""The desk takes a dossier in: person, answers, papers and acceptance in one go."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.kernel.cases.actions import Offices, PaperIn, Parties
from tinhso.kernel.cases.actions.lodging import Ground, Lodging, ground_of, lodge_case
from tinhso.kernel.cases.models import Case, Channel, Definition
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.forms.queries import form_in_force
from tinhso.kernel.identity.actions import create_person
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import person_id_by_number
from tinhso.kernel.law.queries import standing
from tinhso.modules.citizens.one_stop.actions.filing import case_title
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


def receive_at_counter(intake: Intake, *, by: Actor, at: datetime) -> Case:
    """Opens and accepts a dossier, durable when it returns. The same key gives the same case.

    Raises what the form refuses (all errors at once), PapersMissing, NotAllowed, ChannelClosed.
    """
    by.must("cases.receive", intake.receipt_id)
    known = person_id_by_number(intake.applicant.number) if intake.applicant.number else None
    if known is not None:
        return lodge_case(_lodging(intake, known, at), by=by, at=at)
    with transaction.atomic():
        person = _new_person(intake, by, at)
        case = lodge_case(_lodging(intake, person.pk, at), by=by, at=at)
        if case.applicant_id != person.pk:  # a second click: the person was entered with the first
            transaction.set_rollback(True)
    return case


def _lodging(intake: Intake, applicant_id: UUID, at: datetime) -> Lodging:
    ground = _ground(intake.definition, intake.receipt_id, local_day(at))
    return Lodging(
        ground=ground,
        variant=ground.body.variant(intake.variant).code,
        answers=intake.answers,
        parties=Parties(applicant_id=applicant_id),
        channel=Channel.COUNTER,
        title=case_title(intake.definition, ground.body, intake.variant),
        papers=[*intake.papers, *originals_as_papers(submission_answers=intake.answers)],
        scope="one_stop.intake",
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


def _fingerprint(intake: Intake) -> str:
    """What was sent: the same key with other words is no second click."""
    said = json.dumps([intake.definition.code, intake.variant, intake.answers], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _new_person(intake: Intake, by: Actor, at: datetime) -> Person:
    who = intake.applicant
    return create_person(
        who.full_name,
        number=who.number or None,
        birth_date=who.birth_date,
        sex=who.sex,
        phone=who.phone or None,
        address=who.address or None,
        source="sample" if intake.is_sample else "counter",
        is_sample=intake.is_sample,
        by=by,
        at=at,
    )


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
