"""What is known of a person, masked; and finding persons."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tinhso.base.text import fold, masked_number
from tinhso.kernel.identity.models import Consent, Person
from tinhso.kernel.identity.queries.sealing import number_index, opened_text, phone_index
from tinhso.kernel.identity.rules.numbers import digits, is_phone, masked_phone, number_fault
from tinhso.shell.rows import rows_where

FOUND_AT_MOST = 200


@dataclass(frozen=True)
class PersonCard:
    """A person as lists and pages may show them: no number in full."""

    id: UUID
    full_name: str
    birth_date: date | None
    sex: str
    number_masked: str
    number_last4: str
    phone_masked: str


@dataclass(frozen=True)
class Contact:
    """How to reach a person, in clear: for the person, and for who handles their case."""

    phone: str
    email: str
    address: str


def person_card(person_id: UUID) -> PersonCard:
    """The masked card. Raises Person.DoesNotExist."""
    return card_of(Person.objects.get(id=person_id))


def card_of(person: Person) -> PersonCard:
    number = number_of(person)
    phone = opened_text(person.phone_sealed, person.id, "phone")
    return PersonCard(
        id=person.id,
        full_name=person.full_name,
        birth_date=person.birth_date,
        sex=person.sex,
        number_masked=masked_number(number),
        number_last4=number[-4:],
        phone_masked=masked_phone(phone) if phone else "",
    )


def number_of(person: Person) -> str:
    """The number in clear, for comparing and sealing on; people read it through ``reveal_number`` only."""
    return opened_text(person.number_sealed, person.id, "number")


def contact_of(person: Person) -> Contact:
    """Phone, e-mail and address in clear."""
    return Contact(
        phone=opened_text(person.phone_sealed, person.id, "phone"),
        email=opened_text(person.email_sealed, person.id, "email"),
        address=opened_text(person.address_sealed, person.id, "address"),
    )


def person_by_number(number: str) -> Person | None:
    """The person with this personal number, or None."""
    if number_fault(number):
        return None
    return next(iter(rows_where(Person, number_index=number_index(number))), None)


def is_called(person: Person, full_name: str) -> bool:
    """Whether the name is this person's, accents and spaces aside."""
    return person.name_folded == fold(full_name)


def persons_found(text: str) -> list[UUID]:
    """Ids of persons by personal number, telephone or name (accents optional), best sorted by name.

    Rights are the caller's: start from your own predicate (``visible_cases``) and narrow by these ids.
    """
    if not number_fault(text):
        found = Person.objects.filter(number_index=number_index(text))
    elif digits(text) and is_phone(text):
        found = Person.objects.filter(phone_index=phone_index(text))
    else:
        found = _by_name(text)
    return list(found.order_by("sort_key").values_list("id", flat=True)[:FOUND_AT_MOST])


def _by_name(text: str) -> QuerySet[Person]:
    words = fold(text).split(" ")
    if not words[0]:
        return Person.objects.none()
    # fold() leaves only a-z, 0-9 and spaces, so the words cannot be operators of tsquery.
    query = " & ".join([*words[:-1], f"{words[-1]}:*"])
    return Person.objects.extra(
        where=["to_tsvector('simple', identity_person.name_folded) @@ to_tsquery('simple', %s)"], params=[query]
    )


def consents_of(person_id: UUID) -> list[Consent]:
    """Consents the person gave (nộp hộ), the newest first, withdrawn ones too."""
    given = Consent.objects.filter(owner_id=person_id).select_related("representative")
    return list(given.order_by("-given_at"))


def may_represent(representative_id: UUID, owner_id: UUID) -> bool:
    """Whether a consent stands that lets the one apply for the other."""
    return Consent.objects.filter(
        owner_id=owner_id, representative_id=representative_id, withdrawn_at__isnull=True
    ).exists()
