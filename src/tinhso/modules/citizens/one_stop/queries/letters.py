"""Ordinary letters on a dossier: templates in force, their words filled in, and the letters written."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.base.moments import day_text, local_day, long_moment_text
from tinhso.kernel.cases.models import Case
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import documents_of, facts_of
from tinhso.kernel.identity.queries import seat_of
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.one_stop.documents import LETTERS
from tinhso.modules.citizens.one_stop.models import LetterTemplate
from tinhso.modules.citizens.one_stop.rules.placeholders import filled


@dataclass(frozen=True)
class Words:
    """A letter as it stands in the boxes."""

    title: str = ""
    excerpt: str = ""
    to: str = ""
    body: str = ""
    is_for_agency: bool = False


def templates_on(on: date) -> QuerySet[LetterTemplate]:
    """Those in force that day, by title."""
    standing = Q(valid_to=None) | Q(valid_to__gt=on)
    return LetterTemplate.objects.filter(standing, valid_from__lte=on).order_by("title", "excerpt")


def templates_for(case: Case, on: date) -> QuerySet[LetterTemplate]:
    """Those that are offered on a dossier: for every procedure, and for its own."""
    return templates_on(on).filter(procedure__in=("", case.definition.code))


def template_versions(code: str) -> list[LetterTemplate]:
    """All versions, newest first. Raises NotFound."""
    found = list(LetterTemplate.objects.filter(code=code).order_by("-version"))
    if not found:
        raise NotFound()
    return found


def office_to_write(case: Case, by: Actor) -> UUID | None:
    """In whose name the actor writes letters: the office where they sign, handle or receive; None: nowhere."""
    for right in ("documents.sign", "cases.process"):
        for unit_id in (case.step_unit_id, case.competent_unit_id):
            if unit_id is not None and by.may(right, unit_id):
                return unit_id
    return case.receipt_unit_id if by.may("cases.receive", case.receipt_unit_id) else None


def may_write(case: Case, by: Actor) -> bool:
    return office_to_write(case, by) is not None


def place_facts(case: Case, actor: Actor, at: datetime) -> dict[str, str]:
    """What the places of a template are filled with."""
    day = local_day(at)
    return {
        "case_number": case.number,
        "case_title": case.title,
        "applicant": case.applicant.full_name,
        "owner": case.owner.full_name if case.owner else case.applicant.full_name,
        "submitted_on": day_text(local_day(case.submitted_at)),
        "received_on": day_text(local_day(case.received_at)) if case.received_at else "",
        "due_at": long_moment_text(case.due_at) if case.due_at else "",
        "office": unit_on(case.competent_unit_id, day).authority_name,
        "desk": unit_on(case.receipt_unit_id, day).name,
        "official": seat_of(actor.seat_id).full_name if actor.seat_id else "",
    }


def words_of_template(template: LetterTemplate, facts: dict[str, str]) -> Words:
    return Words(
        template.title,
        filled(template.excerpt, facts),
        filled(template.to, facts),
        filled(template.body, facts),
        template.is_for_agency,
    )


def words_of(document: Document) -> Words:
    """The words of a letter that was drafted."""
    facts: dict[str, Any] = facts_of(document)
    return Words(
        facts["title"], facts["excerpt"], facts["to"], "\n".join(facts["body"]), document.kind == LETTERS[1].code
    )


def letter_drafts(case: Case) -> QuerySet[Document]:
    return documents_of(case).filter(kind__in=[kind.code for kind in LETTERS], sealed_at=None)
