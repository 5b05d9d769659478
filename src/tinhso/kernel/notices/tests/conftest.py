"""A citizen, a seat, two kinds of notices, and two channels that work only where a test says so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import pytest

from tinhso.base.actor import Actor, ActorKind, Grant, staff_actor, system_actor
from tinhso.base.moments import LOCAL
from tinhso.kernel.exchange import kinds as exchange
from tinhso.kernel.identity.actions import assign_seat, create_person
from tinhso.kernel.identity.models import Person, Seat
from tinhso.kernel.identity.queries import contact_of
from tinhso.kernel.law.actions import enact_rule_set
from tinhso.kernel.notices.actions import note_carried
from tinhso.kernel.notices.kinds import (
    DEFINE,
    QUIET,
    Channel,
    Field,
    FieldKind,
    NoticeKind,
    Receiver,
    Text,
    channels,
    notice_kinds,
    register,
)
from tinhso.kernel.notices.models import State
from tinhso.kernel.organisations.actions import create_post, found_unit

SYSTEM = system_actor("test")
AT = datetime(2026, 11, 25, 9, 0, tzinfo=LOCAL)
SINCE = date(2025, 7, 1)
_FIELDS = (
    Field("number", "mã hồ sơ", "H99-1"),
    Field("due_at", "hẹn trả", datetime(2026, 11, 27, 17, 0, tzinfo=LOCAL), FieldKind.MOMENT),
    Field("left", "còn lại", 2, FieldKind.WORKING_DAYS),
    Field("missing", "còn thiếu", ["Bản đồ", "Công văn"], FieldKind.LIST),
)
_TEXTS = {
    "vi": Text(
        subject="Hồ sơ {number}",
        body="Kính gửi {receiver}\nHẹn trả trước {due_at}, {left}.\nCòn thiếu:\n{missing}\nXem: {link}",
        short="Hồ sơ {number}: hẹn {due_at}. {missing}",
    ),
    "en": Text(
        subject="Dossier {number}",
        body="Dear {receiver}\nDue {due_at}, {left}.\nMissing:\n{missing}\nSee {link}",
        short="Dossier {number}: due {due_at}. {missing}",
    ),
}
_open: set[str] = set()


def _take_all(partner: exchange.PartnerView, messages: Sequence[exchange.Message]) -> Iterator[exchange.Outcome]:
    for message in messages:
        note_carried(UUID(message.body["delivery"]), State.SENT, at=AT)
        yield exchange.Delivered()


def _channel(code: str, address: str, **more: object) -> Channel:
    def address_of(person_id: UUID) -> str:
        return str(getattr(contact_of(Person.objects.get(pk=person_id)), address))

    made = Channel(code, code, "x", address_of, lambda: code in _open, partner=code, **more)  # type: ignore[arg-type]
    return channels.register(made)


def _kind(code: str, receiver: Receiver = Receiver.CITIZEN, **more: bool) -> NoticeKind:
    return register(NoticeKind(code, "Việc thử", receiver, _FIELDS, _TEXTS, **more))


if "test.news" in notice_kinds:  # imported under another name
    NEWS, URGENT, WORK = (notice_kinds.get(f"test.{name}") for name in ("news", "urgent", "work"))
    PRESSING = notice_kinds.get("test.pressing")
    MAIL, PHONE = channels.get("test_mail"), channels.get("test_phone")
else:
    NEWS, URGENT, WORK = _kind("test.news"), _kind("test.urgent", is_urgent=True), _kind("test.work", Receiver.STAFF)
    PRESSING = _kind("test.pressing", Receiver.STAFF, goes_out=True)
    for code in ("test_mail", "test_phone"):
        exchange.register(exchange.Driver(code, code, _take_all, lambda partner: exchange.Health(True)))
    MAIL = _channel("test_mail", "email")
    PHONE = _channel("test_phone", "phone", is_short=True, keeps_quiet=True, drops_accents=lambda: True)


@dataclass(frozen=True)
class World:
    person: Person
    citizen: Actor
    other: Actor
    seat: Seat
    official: Actor
    editor: Actor


@pytest.fixture
def open_channels() -> Iterator[None]:
    """Mail and phone work in this test."""
    _open.update({"test_mail", "test_phone"})
    yield
    _open.clear()


@pytest.fixture
def world(db: None, open_channels: None) -> World:
    enact_rule_set(
        QUIET,
        title="x",
        tables={"from": "21:00", "until": "07:00"},
        legal_basis="x",
        valid_from=SINCE,
        by=SYSTEM,
        at=AT,
    )
    unit = found_unit("commune", "Xã Một", on=SINCE, by=SYSTEM, at=AT)
    person = create_person(
        "Nguyễn Thị Ẩn", number="000195000123", phone="0900000123", email="an@mau.example", source="sample", by=SYSTEM,
        at=AT,
    )  # fmt: skip
    other = create_person("Trần Văn Bé", number="000195000456", source="sample", by=SYSTEM, at=AT)
    worker = create_person("Lê Văn Cán", source="sample", by=SYSTEM, at=AT)
    post = create_post(unit.pk, "Công chức", valid_from=SINCE, by=SYSTEM, at=AT)
    seat = assign_seat(worker, post, [], valid_from=SINCE, by=SYSTEM, at=AT)
    return World(
        person=person,
        citizen=Actor(kind=ActorKind.CITIZEN, person_id=person.pk),
        other=Actor(kind=ActorKind.CITIZEN, person_id=other.pk),
        seat=seat,
        official=staff_actor((), unit.pk, seat_id=seat.pk, person_id=worker.pk),
        editor=Actor(ActorKind.STAFF, unit_id=unit.pk, seat_id=seat.pk, grants=frozenset({Grant(DEFINE)})),
    )
