"""A partner made of paper: it does what the test says and remembers what it got, in order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tinhso.base.actor import system_actor
from tinhso.base.ids import new_id
from tinhso.kernel.exchange import actions
from tinhso.kernel.exchange.kinds import (
    Delivered,
    Driver,
    Health,
    Message,
    Outcome,
    PartnerField,
    PartnerView,
    register,
)
from tinhso.kernel.exchange.models import Outgoing, Partner
from tinhso.kernel.ledger.actions import SubjectRef

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
SYSTEM = system_actor("test")
Answer = Callable[[Message], Outcome]


@dataclass
class Paper:
    """What the partner got, and how it answers."""

    got: list[Message] = field(default_factory=list)
    answer: Answer = lambda message: Delivered(f"R-{message.key}")
    views: list[PartnerView] = field(default_factory=list)

    def deliver(self, partner: PartnerView, messages: Sequence[Message]) -> Iterator[Outcome]:
        self.views.append(partner)
        for message in messages:
            outcome = self.answer(message)
            if isinstance(outcome, Delivered):
                self.got.append(message)
            yield outcome

    def reset(self) -> None:
        self.__init__()  # type: ignore[misc]


PAPER = Paper()
register(
    Driver(
        "paper",
        "Đối tác giấy",
        deliver=lambda partner, messages: PAPER.deliver(partner, messages),
        check=lambda partner: Health(True),
        fields=(
            PartnerField("office", "Mã đơn vị", is_required=False),
            PartnerField("password", "Mật khẩu", is_secret=True, is_required=False),
        ),
        sign=lambda partner, raw: f"signed:{len(raw)}",
    )
)
register(
    Driver(
        "loose",
        "Đối tác không giữ thứ tự",
        deliver=lambda partner, messages: PAPER.deliver(partner, messages),
        check=lambda partner: Health(True),
        refusal_blocks=False,
    )
)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self, at: datetime = AT) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **much: float) -> None:
        self.at += timedelta(**much)


def a_partner(code: str = "giay", driver: str = "paper", **more: Any) -> Partner:
    return actions.set_up_partner(code, title="Đối tác giấy", driver=driver, by=SYSTEM, at=AT, **more)


def queued(key: str, order_key: str = "H1", partner: str = "giay", at: datetime = AT, **body: Any) -> Outgoing:
    subject = SubjectRef("tests.thing", new_id())
    return actions.queue_message(
        partner, "thing.told", {"key": key, **body}, order_key=order_key, key=key, subject=subject, by=SYSTEM, at=at
    )


def delivered(partner: Partner, clock: Clock, seed: int = 1) -> int:
    """One turn of a worker."""
    partner.refresh_from_db()
    return actions.deliver(partner, clock=clock, rng=Random(seed))


def keys_got() -> list[str]:
    return [message.key for message in PAPER.got]
