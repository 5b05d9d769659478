"""The twin running on a real socket, a kind of notice, and people to tell."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

import pytest

from tinhso.base.actor import system_actor
from tinhso.base.moments import LOCAL
from tinhso.connectors.email import driver
from tinhso.connectors.email.twin import store
from tinhso.connectors.email.twin.server import Twin
from tinhso.kernel.exchange.actions import deliver
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.identity.actions import create_person
from tinhso.kernel.identity.models import Person
from tinhso.kernel.notices.actions import tell
from tinhso.kernel.notices.kinds import Field, NoticeKind, Receiver, Text, notice_kinds, register
from tinhso.kernel.notices.models import Notice

SYSTEM = system_actor("test")
AT = datetime(2026, 11, 25, 9, 0, tzinfo=LOCAL)
CODE = "test.mail"
_TEXT = Text("Hồ sơ {number} đã được tiếp nhận", "Kính gửi {receiver}\nHồ sơ {number}: ẵ ỡ ự Đ.\n.\nXem {link}")


def kind() -> NoticeKind:
    if CODE in notice_kinds:
        return notice_kinds.get(CODE)
    fields = (Field("number", "mã", "H"),)
    return register(NoticeKind(CODE, "Việc thử", Receiver.CITIZEN, fields, {"vi": _TEXT, "en": _TEXT}))


@pytest.fixture
def twin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    monkeypatch.setattr(driver, "TIME_LIMIT", 1.0)
    running = Twin(slow_seconds=1.5)
    yield running
    running.stop()
    store.play("")
    store.empty()


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def person(db: None) -> Person:
    return create_person("Nguyễn Thị Ẩn", email="an@mau.example", source="sample", by=SYSTEM, at=AT)


Told = Callable[..., Notice]


@pytest.fixture
def told() -> Told:
    def make(person: Person, key: str, at: datetime = AT) -> Notice:
        return tell(kind(), person.pk, {"number": key}, subject=person, key=key, path="/tra-cuu/H", by=SYSTEM, at=at)

    return make


def delivered(clock: Clock) -> int:
    """A turn of the outbox with the mail server."""
    return deliver(Partner.objects.get(code="email"), clock=clock, rng=Random(7), seconds=20)
