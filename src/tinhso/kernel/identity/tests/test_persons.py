"""Persons: sealed at rest, found by blind index, shown masked."""

from datetime import UTC, date, datetime

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection

from tinhso.base.actor import ANONYMOUS, Actor, ActorKind, staff_actor, system_actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed
from tinhso.kernel.identity import actions, queries
from tinhso.kernel.identity.actions.persons import ReasonMissing
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries.sealing import opened_text

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
SYSTEM = system_actor("test")
NUMBER = "068088123456"

pytestmark = pytest.mark.django_db


def a_person(**changes):
    facts = {"number": NUMBER, "phone": "+84 912 345 678", "source": "counter", "by": SYSTEM, "at": AT}
    return actions.create_person(**{"full_name": "Đặng Thị  Hòa", **facts, **changes})


def test_it_works():
    person = a_person(birth_date=date(1988, 5, 1))
    card = queries.person_card(person.id)
    assert (card.full_name, card.number_masked, card.number_last4) == ("Đặng Thị Hòa", "068•••••••56", "3456")
    assert card.phone_masked == "•••••••678"
    assert queries.person_by_number("068 088 123456") == person


def test_neither_number_nor_phone_nor_address_stands_readable_in_the_database():
    a_person(email="hoa@example.vn", address="12 Đường Số 3")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(p)::text FROM identity_person p")
        row = cursor.fetchone()[0]
    for clear in (NUMBER, "0912345678", "hoa@example.vn", "Đường Số 3"):
        assert clear not in row
        assert clear.encode().hex() not in row


def test_a_number_moved_to_another_person_does_not_open():
    one = a_person()
    other = a_person(number="068188123456")
    with pytest.raises(InvalidTag):
        opened_text(one.number_sealed, other.id, "number")


def test_people_are_found_by_number_phone_and_name_without_accents():
    person = a_person()
    a_person(full_name="Trần Văn Hoàng", number=None, phone=None)
    for text in (NUMBER, "0912.345.678", "dang thi hoa", "hoà ĐẶNG", "đặng thị h"):
        assert queries.persons_found(text) == [person.id], text
    assert queries.persons_found("  ") == []
    assert queries.persons_found("nobody & !") == []


@pytest.mark.parametrize("number", ["06808812345", "0680881234567", "06808812345a", "068088１23456"])
def test_a_number_that_is_not_twelve_digits_is_refused_with_the_count(number):
    with pytest.raises(actions.BadNumber) as refusal:
        a_person(number=number)
    assert "12 chữ số" in str(refusal.value)
    assert number not in str(refusal.value)


def test_one_number_belongs_to_one_person():
    a_person()
    with pytest.raises(actions.NumberTaken):
        a_person(full_name="Người Khác")
    assert Person.objects.count() == 1


def test_nobody_enters_persons_without_signing_in():
    with pytest.raises(NotAllowed):
        a_person(by=ANONYMOUS)


def test_contact_details_are_changed_by_their_owner_and_nobody_elses():
    person = a_person()
    owner = Actor(kind=ActorKind.CITIZEN, person_id=person.id)
    actions.change_contact(person, phone="0987 654 321", email="", by=owner, at=AT)
    assert queries.contact_of(Person.objects.get()).phone == "0987654321"
    with pytest.raises(NotAllowed):
        actions.change_contact(person, phone="0911111111", by=Actor(ActorKind.CITIZEN, person_id=new_id()), at=AT)
    with pytest.raises(actions.BadPhone):
        actions.change_contact(person, phone="12", by=owner, at=AT)


def test_a_number_is_read_in_full_only_with_the_right_and_a_reason():
    person = a_person()
    clerk = staff_actor(["identity.reveal"], new_id())
    with pytest.raises(NotAllowed):
        actions.reveal_number(person.id, "đối chiếu bản giấy", staff_actor([], new_id()), AT)
    with pytest.raises(ReasonMissing):
        actions.reveal_number(person.id, "  xem  ", clerk, AT)
    assert actions.reveal_number(person.id, "đối chiếu bản giấy", clerk, AT) == NUMBER
