"""How a dossier of the sample comes in: online with scans, at the counter or by post on paper."""

from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.moments import local_day
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.models import Case, Channel
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.kernel.cases.rules.definition import Body, PaperNeed, read_body
from tinhso.kernel.documents.rules.render import render
from tinhso.kernel.files.actions import hold_stored, move_holder, put_bytes
from tinhso.kernel.files.models import StoredFile
from tinhso.kernel.forms.actions import submit_answers
from tinhso.kernel.forms.queries import form_in_force
from tinhso.kernel.identity.actions import create_person, sign_in_citizen
from tinhso.kernel.identity.kinds import CitizenClaims
from tinhso.kernel.identity.queries import actor_of_account, person_by_number
from tinhso.modules.citizens.one_stop.actions.filing import case_title
from tinhso.modules.citizens.one_stop.actions.intake import Applicant, Intake, receive_at_counter
from tinhso.modules.citizens.one_stop.files import CASE_FILES
from tinhso.modules.citizens.one_stop.queries.offices import competent_unit
from tinhso.modules.citizens.one_stop.sample.answers import ANSWERS
from tinhso.modules.citizens.one_stop.sample.names import Synthetic
from tinhso.modules.citizens.one_stop.sample.people import Office
from tinhso.modules.citizens.one_stop.sample.stories import Story

SCAN = Path(__file__).resolve().parent.parent / "templates" / "one_stop" / "typst" / "sample-paper.typ"
PDF = "application/pdf"


def filed(story: Story, office: Office, who: Synthetic, rng: Random, *, receiver: Actor) -> Case:
    """The dossier as it lies in the system at the moment it came."""
    if story.channel is Channel.COUNTER:
        return _at_the_counter(story, office, who, rng, receiver)
    return _sent(story, office, who, rng, receiver)


def _at_the_counter(story: Story, office: Office, who: Synthetic, rng: Random, by: Actor) -> Case:
    """Left at the counter, accepted at once."""
    at = story.submitted_at
    definition = definition_in_force(story.code, local_day(at))
    needs = _required(read_body(definition.body), story.variant)
    intake = Intake(
        definition=definition,
        variant=story.variant,
        applicant=Applicant(who.full_name, who.number, who.birth_date, who.sex, who.phone),
        answers=ANSWERS[story.code](who, local_day(at), rng),
        papers=[actions.PaperIn(need.code, need.title, form="original") for need in needs],
        receipt_id=office.desk_id,
        key=str(new_id()),
        is_sample=True,
    )
    return receive_at_counter(intake, by=by, at=at)


def _sent(story: Story, office: Office, who: Synthetic, rng: Random, receiver: Actor) -> Case:
    """Filed online by a citizen with a scan of each paper, or come by post and entered by the desk."""
    on, at = local_day(story.submitted_at), story.submitted_at
    definition = definition_in_force(story.code, on)
    body = read_body(definition.body)
    is_online = story.channel is Channel.ONLINE
    by = _citizen(who, at) if is_online else receiver
    submission = submit_answers(
        form_in_force(definition.form_code, on), ANSWERS[story.code](who, on, rng), by=by, at=at
    )
    needs = _required(body, story.variant)
    case = actions.open_case(
        definition,
        story.variant,
        submission,
        parties=actions.Parties(applicant_id=_applicant(who, by, at)),
        offices=actions.Offices(office.desk_id, competent_unit(body, office.desk_id, on)),
        channel=story.channel,
        title=case_title(definition, body, story.variant),
        papers=[_scan(need, by, at) if is_online else _sheet(need) for need in needs],
        is_sample=True,
        by=by,
        at=at,
    )
    if is_online:
        _hand_scans_to(case)
    return case


def _required(body: Body, variant: str) -> list[PaperNeed]:
    return [need for need in body.papers_for(variant) if need.is_required]


def _sheet(need: PaperNeed) -> actions.PaperIn:
    return actions.PaperIn(need.code, need.title, form="certified")


def _scan(need: PaperNeed, by: Actor, at: datetime) -> actions.PaperIn:
    stored = kept_scan(need.title, at)
    reference = hold_stored(stored, f"{need.code}.pdf", CASE_FILES.code, new_id(), need.code, by=by, at=at)
    return actions.PaperIn(need.code, need.title, form="electronic", pages=stored.pages, file_reference=reference)


def _hand_scans_to(case: Case) -> None:
    for reference_id in case.papers.exclude(file_reference=None).values_list("file_reference_id", flat=True):
        move_holder(reference_id, CASE_FILES.code, case.pk)


def kept_scan(title: str, at: datetime) -> StoredFile:
    """The sheet that stands for a scan of such a paper: printed once, kept once, held by every dossier with it."""
    pdf, digest = _scanned(title)
    return StoredFile.objects.filter(pk=digest).first() or put_bytes(pdf, PDF, pages=1, at=at)


@cache
def _scanned(title: str) -> tuple[bytes, str]:
    pdf = render(SCAN, {"title": title, "paper": {"is_sample": True}})
    return pdf, sha256(pdf).hexdigest()


def _applicant(who: Synthetic, by: Actor, at: datetime) -> UUID:
    """The citizen who files, or the person whose letter the desk has opened."""
    if by.is_citizen and by.person_id is not None:
        return by.person_id
    known = person_by_number(who.number)
    person = known or create_person(
        who.full_name,
        number=who.number,
        birth_date=who.birth_date,
        sex=who.sex,
        phone=who.phone,
        source="sample",
        is_sample=True,
        by=by,
        at=at,
    )
    return person.pk


def _citizen(who: Synthetic, at: datetime) -> Actor:
    claims = CitizenClaims(
        issuer="sample",
        subject=who.number,
        full_name=who.full_name,
        number=who.number,
        birth_date=who.birth_date,
        sex=who.sex,
        phone=who.phone,
    )
    return actor_of_account(sign_in_citizen(claims, method="sample", at=at), at)
