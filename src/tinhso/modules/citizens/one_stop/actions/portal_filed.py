"""A dossier filed at the national portal becomes a case that waits at the right desk, under the portal's number."""

from datetime import date, datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.base.text import nfc
from tinhso.kernel.cases.actions import Parties, open_case
from tinhso.kernel.cases.models import Case, Channel, Definition
from tinhso.kernel.cases.rules.definition import Body, read_body
from tinhso.kernel.forms.actions import submit_answers, take_over_answers
from tinhso.kernel.forms.models import Submission
from tinhso.kernel.forms.queries import form_in_force
from tinhso.kernel.forms.rules import check
from tinhso.kernel.identity.actions import create_person, note_business
from tinhso.kernel.identity.models import Business, Person
from tinhso.kernel.identity.queries import is_called, person_by_number
from tinhso.kernel.identity.rules.numbers import is_phone, number_fault
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.one_stop.actions.filing import case_title
from tinhso.modules.citizens.one_stop.actions.portal_files import ask_for_files
from tinhso.modules.citizens.one_stop.actions.portal_money import note_portal_payment
from tinhso.modules.citizens.one_stop.models import PortalDossier
from tinhso.modules.citizens.one_stop.queries.portal_places import definition_said, offices_said
from tinhso.modules.citizens.one_stop.rules.inbound import Filing, usable_answers

BUSINESS = 2
SOURCE = "portal"
register(Event("one_stop.portal_filed", "Nhận hồ sơ từ Cổng Dịch vụ công quốc gia", ("number", "doubts", "files")))


@transaction.atomic
def take_filing(partner: str, filing: Filing, *, by: Actor, at: datetime) -> Case:
    """The case, waiting to be accepted; its files are fetched afterwards. The same number again changes nothing.

    Raises ProcedureNotHere, UnitNotHere, ChannelClosed, NumberUsed.
    """
    known = PortalDossier.objects.select_related("case").filter(case__number=filing.number, partner=partner).first()
    if known is not None:
        return known.case
    on = local_day(at)
    definition = definition_said(filing.procedure_code, on)
    offices = offices_said(definition, filing.unit, on)
    body, doubts = read_body(definition.body), list[str]()
    owner, business = _owner(filing, doubts, by, at)
    submission = _submission(definition, filing, on, doubts, by, at)
    variant = _variant(body, filing, doubts)
    case = open_case(
        definition,
        variant,
        submission,
        parties=Parties(
            applicant_id=_applicant(filing, owner, by, at).pk,
            owner_id=owner.pk if owner else None,
            owner_business_id=business.pk if business else None,
        ),
        offices=offices,
        channel=Channel.ONLINE,
        title=nfc(filing.title) or case_title(definition, body, variant),
        number=filing.number,
        submitted_at=_submitted_at(filing, doubts, at),
        by=by,
        at=at,
    )
    ask_for_files(case, filing.files, body, doubts=doubts, at=at)
    PortalDossier.objects.create(case=case, partner=partner, arrived_at=at, doubts=doubts)
    if filing.payment is not None:
        note_portal_payment(case, partner, filing.payment, by=by, at=at)
    payload = {
        "number": case.number,
        "doubts": [doubt.partition(":")[0] for doubt in doubts],
        "files": len(filing.files),
    }
    write_entry("one_stop.portal_filed", case, by=by, at=at, payload=payload, unit_id=case.receipt_unit_id)
    return case


def _submitted_at(filing: Filing, doubts: list[str], at: datetime) -> datetime:
    if filing.submitted_at <= at:
        return filing.submitted_at
    doubts.append("future")
    return at


def _variant(body: Body, filing: Filing, doubts: list[str]) -> str:
    codes = [variant.code for variant in body.variants]
    if filing.variant in codes:
        return filing.variant
    if len(codes) > 1:
        doubts.append("variant_unsaid")
    return codes[0]


def _submission(
    definition: Definition, filing: Filing, on: date, doubts: list[str], by: Actor, at: datetime
) -> Submission:
    """The portal's answers, checked as ours are; of those that do not fit what does is kept, and the desk is told."""
    form = form_in_force(definition.form_code, on)
    answers, wrong = usable_answers(form.body, filing.answers)
    errors = check(form.body, answers, on=on)
    if not errors and not wrong:
        return submit_answers(form, answers, by=by, at=at)
    missing = [pointer.strip("/").split("/")[0] for pointer in errors]
    doubts.append("answers_wrong:" + ",".join(dict.fromkeys([*wrong, *missing])))
    return take_over_answers(form, answers, by=by, at=at)


def _owner(filing: Filing, doubts: list[str], by: Actor, at: datetime) -> tuple[Person | None, Business | None]:
    if filing.owner_kind == BUSINESS:
        return None, note_business(filing.owner_number, filing.owner_name, by=by, at=at)
    phone = filing.phone if not filing.filer_name else ""
    return _person(filing.owner_name, filing.owner_number, phone, filing, doubts, by, at), None


def _applicant(filing: Filing, owner: Person | None, by: Actor, at: datetime) -> Person:
    if owner is not None and (not filing.filer_name or filing.filer_number == filing.owner_number):
        return owner
    return _person(filing.filer_name, filing.filer_number, filing.phone, filing, [], by, at)


def _person(name: str, number: str, phone: str, filing: Filing, doubts: list[str], by: Actor, at: datetime) -> Person:
    """Whoever has that number, or somebody new; a name on file is never overwritten by what was typed elsewhere."""
    if number and number_fault(number):
        doubts.append("number_wrong")
        number = ""
    known = person_by_number(number) if number else None
    if known is not None:
        if not is_called(known, name):
            doubts.append("name_differs")
        return known
    if phone and not is_phone(phone):
        doubts.append("phone_wrong")
        phone = ""
    return create_person(
        name, number=number or None, phone=phone or None, email=filing.email or None, source=SOURCE, by=by, at=at
    )
