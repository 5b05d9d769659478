"""What the counter looks up: drafts of the seat, procedures by use, a person known already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count
from django.http import QueryDict

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Case, Channel, Definition, Paper
from tinhso.kernel.cases.queries import definitions_in_force, visible_cases
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import contact_of, is_called, keyring, person_by_number
from tinhso.kernel.ledger.queries import is_spent
from tinhso.modules.citizens.one_stop.models import CounterDraft
from tinhso.modules.citizens.one_stop.rules.copies import MOST_PEOPLE, keys_of_sitting

USED_WITHIN = timedelta(days=30)
DRAFT_LASTS = timedelta(hours=16)
INTAKE = "one_stop.intake"  # the scope of idempotency keys at the counter


@dataclass(frozen=True)
class Kept:
    """What was typed, and when it was saved."""

    posted: QueryDict
    saved_at: datetime


@dataclass(frozen=True)
class KnownPerson:
    """Somebody the system knows by that number. ``is_called``: by that name too; only then more is shown."""

    id: UUID
    is_called: bool
    phone: str = ""
    address: str = ""


def draft_name(seat_id: UUID, code: str) -> str:
    """What the sealed text of a draft is bound to."""
    return f"counter-draft:{seat_id}:{code}"


def kept_draft(seat_id: UUID | None, code: str, at: datetime) -> Kept | None:
    """What this seat left half typed for a procedure today.

    Nothing where it was taken in since: what a page saves while it is being sent may arrive after the dossier is
    made, and the next person must not meet the one before in the form, nor her dossier under the same key.
    """
    if seat_id is None:
        return None
    row = CounterDraft.objects.filter(seat_id=seat_id, code=code, saved_at__gt=at - DRAFT_LASTS).first()
    if row is None:
        return None
    text = keyring().open(bytes(row.typed_sealed), bound_to=draft_name(seat_id, code)).decode()
    posted = QueryDict(text)
    key = posted.get("key", "")
    if is_spent(INTAKE, [key, *keys_of_sitting(key, MOST_PEOPLE)]):
        row.delete()
        return None
    return Kept(posted, row.saved_at)


def counter_procedures(actor: Actor, at: datetime) -> list[Definition]:
    """What may be received at a counter; what this desk received most of late comes first."""
    ready = [one for one in definitions_in_force(local_day(at)) if Channel.COUNTER in read_body(one.body).channels]
    recent = Case.objects.filter(receipt_unit_id=actor.unit_id, submitted_at__gt=at - USED_WITHIN)
    counts = dict(recent.values_list("definition__code").annotate(count=Count("id")).order_by())
    return sorted(ready, key=lambda one: (-counts.get(one.code, 0), one.code))


def known_person(number: str, name: str) -> KnownPerson | None:
    """The person of that number; contact and address only to who knows the name as well."""
    person = person_by_number(number) if number else None
    if person is None:
        return None
    if not is_called(person, name):
        return KnownPerson(person.pk, is_called=False)
    contact = contact_of(person)
    return KnownPerson(person.pk, True, contact.phone, contact.address)


def served_person(actor: Actor, person_id: UUID) -> Person | None:
    """A person of whom the actor may read a dossier already."""
    if not visible_cases(actor).filter(applicant_id=person_id).exists():
        return None
    return Person.objects.filter(pk=person_id).first()


def earlier_papers(actor: Actor, person_id: UUID, codes: Sequence[str]) -> dict[str, Paper]:
    """The newest file of each of these papers in the person's dossiers that the actor may read."""
    mine = visible_cases(actor).filter(applicant_id=person_id)
    papers = Paper.objects.filter(case__in=mine, code__in=codes, file_reference__isnull=False)
    found: dict[str, Paper] = {}
    for paper in papers.select_related("file_reference__file", "case").order_by("-received_at", "-id"):
        found.setdefault(paper.code, paper)
    return found
