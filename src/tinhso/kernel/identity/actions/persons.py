"""Persons: entering them, how to reach them, reading a number in full."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.base.text import fold, name_sort_key, nfc
from tinhso.kernel.identity.kinds import REVEAL
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries.persons import number_of
from tinhso.kernel.identity.queries.sealing import number_index, phone_index, sealed_text
from tinhso.kernel.identity.rules.numbers import digits, is_phone, number_fault, phone_digits, without_numbers
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.shell.rows import insert_row

register(
    Event("identity.person_created", "ghi nhận một cá nhân", ("source",)),
    Event("identity.person_changed", "thông tin cá nhân thay đổi", ("fields", "source")),
    Event("identity.number_revealed", "xem đầy đủ số định danh", ("reason",)),
)


class NameMissing(Refused):
    code = "name-missing"
    title = gettext_noop("Chưa có họ và tên")
    mend = gettext_noop("Nhập họ và tên như trên giấy tờ.")


class BadNumber(Refused):
    code = "bad-number"
    title = gettext_noop("Số định danh cá nhân chưa đúng")
    mend = gettext_noop("Số định danh phải có 12 chữ số. Bạn vừa nhập %(digits)s số.")


class NumberTaken(Refused):
    code = "number-taken"
    status = 409
    title = gettext_noop("Đã có người mang số định danh này")
    mend = gettext_noop("Kiểm tra lại số, hoặc dùng thông tin đã có của người đó.")


class BadPhone(Refused):
    code = "bad-phone"
    title = gettext_noop("Số điện thoại chưa đúng")
    mend = gettext_noop("Số điện thoại bắt đầu bằng 0 và có 10 hoặc 11 chữ số.")


class ReasonMissing(Refused):
    code = "reason-missing"
    title = gettext_noop("Chưa ghi lý do xem số định danh")
    mend = gettext_noop("Ghi lý do, ít nhất 10 ký tự: lý do được lưu lại cùng lần xem này.")


REASON_AT_LEAST = 10


@transaction.atomic
def create_person(
    full_name: str,
    *,
    number: str | None = None,
    birth_date: date | None = None,
    sex: str = "",
    phone: str | None = None,
    email: str | None = None,
    address: str | None = None,
    source: str,
    by: Actor,
    at: datetime,
    is_sample: bool = False,
) -> Person:
    """Enters a person. Raises NotAllowed, NameMissing, BadNumber, NumberTaken, BadPhone."""
    if by.is_anonymous:
        raise NotAllowed(right="identity.create_person")
    person = Person(birth_date=birth_date, sex=sex, source=source, is_sample=is_sample)
    put_name(person, full_name)
    put_number(person, number)
    put_contact(person, phone=phone, email=email, address=address)
    insert_row(person)
    write_entry("identity.person_created", person, by=by, at=at, payload={"source": source})
    return person


def put_name(person: Person, full_name: str) -> None:
    name = nfc(full_name)
    if not name:
        raise NameMissing()
    person.full_name = name
    person.name_folded = fold(name)
    person.sort_key = name_sort_key(name)


def put_number(person: Person, number: str | None) -> None:
    """Seals the number into the row. Raises BadNumber, NumberTaken."""
    if not number:
        return
    bare = digits(number)
    if number_fault(number):
        raise BadNumber(digits=len(bare))
    index = number_index(bare)
    if Person.objects.filter(number_index=index).exclude(id=person.id).exists():
        raise NumberTaken()
    person.number_sealed = sealed_text(bare, person.id, "number")
    person.number_index = index


def put_contact(person: Person, *, phone: str | None, email: str | None, address: str | None) -> None:
    """Seals what is given; None leaves what is there, an empty text clears it. Raises BadPhone."""
    if phone:
        if not is_phone(phone):
            raise BadPhone()
        phone = phone_digits(phone)
    if phone is not None:
        person.phone_sealed = sealed_text(phone, person.id, "phone")
        person.phone_index = phone_index(phone) if phone else None
    if email is not None:
        person.email_sealed = sealed_text(email.strip(), person.id, "email")
    if address is not None:
        person.address_sealed = sealed_text(nfc(address), person.id, "address")


@transaction.atomic
def change_contact(
    person: Person,
    *,
    phone: str | None = None,
    email: str | None = None,
    address: str | None = None,
    by: Actor,
    at: datetime,
) -> Person:
    """Changes how to reach a person: their own wish, or an official's. Raises NotAllowed, BadPhone."""
    if by.is_anonymous or (by.is_citizen and by.person_id != person.id):
        raise NotAllowed(right="identity.change_contact")
    given = {"phone": phone, "email": email, "address": address}
    put_contact(person, phone=phone, email=email, address=address)
    person.save(update_fields=["phone_sealed", "phone_index", "email_sealed", "address_sealed"])
    fields = [name for name, value in given.items() if value is not None]
    write_entry("identity.person_changed", person, by=by, at=at, payload={"fields": fields, "source": by.kind.value})
    return person


@transaction.atomic
def complete_number(person: Person, number: str, *, by: Actor, at: datetime) -> Person:
    """Gives a person who was entered without one their number. Raises NotAllowed, BadNumber, NumberTaken."""
    if by.is_anonymous or by.is_citizen or person.number_sealed:
        raise NotAllowed(right="identity.complete_number")
    put_number(person, number)
    person.save(update_fields=["number_sealed", "number_index"])
    payload = {"fields": ["number"], "source": by.kind.value}
    write_entry("identity.person_changed", person, by=by, at=at, payload=payload)
    return person


@transaction.atomic
def complete_birth_date(person: Person, birth_date: date, *, by: Actor, at: datetime) -> Person:
    """Gives a person who was entered without one their day of birth. Raises NotAllowed."""
    if by.is_anonymous or by.is_citizen or person.birth_date is not None:
        raise NotAllowed(right="identity.complete_birth_date")
    person.birth_date = birth_date
    person.save(update_fields=["birth_date"])
    payload = {"fields": ["birth_date"], "source": by.kind.value}
    write_entry("identity.person_changed", person, by=by, at=at, payload=payload)
    return person


@transaction.atomic
def reveal_number(person_id: UUID, reason: str, by: Actor, at: datetime) -> str:
    """The personal number in full; the reading is an entry with its reason. Raises NotAllowed, ReasonMissing."""
    by.must(REVEAL)
    why = nfc(reason)
    if len(why) < REASON_AT_LEAST:
        raise ReasonMissing()
    person = Person.objects.get(id=person_id)
    number = number_of(person)
    write_entry("identity.number_revealed", person, by=by, at=at, payload={"reason": without_numbers(why)})
    return number
