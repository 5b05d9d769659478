"""What is declared here: drivers of partners (by connectors), kinds of messages that arrive (by rooms and modules)."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from tinhso.base import rights
from tinhso.base.actor import Actor
from tinhso.base.messages import gettext_noop
from tinhso.base.modules import MenuItem
from tinhso.base.registry import Registry
from tinhso.base.rights import Right, Role

OPERATE = "exchange.operate"

rights.register(
    Right(
        OPERATE,
        gettext_noop("vận hành kết nối: xem nhật ký thông điệp, gửi lại, tạm dừng đối tác"),
        everywhere=True,
    ),
    Role("exchange.operator", gettext_noop("người vận hành kết nối"), (OPERATE,), everywhere=True),
)


@dataclass(frozen=True)
class PartnerView:
    """A partner as its driver sees it, secrets opened."""

    id: UUID
    code: str
    address: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Message:
    """One message to deliver; ``raw`` are the bytes that were queued (and signed), ``attempt`` counts from 1."""

    id: UUID
    kind: str
    key: str
    order_key: str
    raw: bytes = field(repr=False)
    queued_at: datetime
    attempt: int = 1
    signature: str = ""

    @cached_property
    def body(self) -> Any:
        return json.loads(self.raw)


@dataclass(frozen=True)
class Delivered:
    """The partner has it; ``receipt`` is what it said to find it by (a code, no personal data)."""

    receipt: str = ""
    code: str = "ok"


@dataclass(frozen=True)
class Again:
    """Not this time, and trying again may help: ``after`` seconds when the partner named a time."""

    code: str
    words: str = ""
    after: float | None = None


@dataclass(frozen=True)
class TurnedDown:
    """The partner has judged the message and will not take it as it is."""

    code: str
    words: str = ""


Outcome = Delivered | Again | TurnedDown


class PartnerDown(Exception):
    """The partner itself is out of reach: nobody's fault, no message is charged with an attempt."""

    def __init__(self, code: str, *, after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.after = after


@dataclass(frozen=True)
class Health:
    """What a check found; ``code`` is for logs, ``words`` for people (no secrets)."""

    is_up: bool
    code: str = "ok"
    words: str = ""


@dataclass(frozen=True)
class PartnerField:
    """Something a partner of this driver must be told: a setting, or a secret that is sealed."""

    name: str
    title: str
    is_secret: bool = False
    is_required: bool = True
    hint: str = ""


@dataclass(frozen=True)
class Driver:
    """How a kind of partner is spoken to; implemented by a connector's driver.py.

    ``deliver(partner, messages)`` gets messages of different order keys and yields one outcome for each, in their
    order, as soon as it is known; it may raise PartnerDown, then the rest counts as not tried. A message may come
    again although the partner has it (the answer was lost, we were killed): the partner must know it by its key.
    ``check(partner)`` asks the partner how it is. ``sign(partner, raw)`` gives the signature stored with a message.
    With ``refusal_blocks`` a refused message holds back the later ones of its order key until an operator decides.
    """

    code: str
    title: str
    deliver: Callable[[PartnerView, Sequence[Message]], Iterable[Outcome]]
    check: Callable[[PartnerView], Health]
    fields: tuple[PartnerField, ...] = ()
    sign: Callable[[PartnerView, bytes], str] | None = None
    refusal_blocks: bool = True


class NoAnswer(Exception):
    """A service did not answer, or not in time: whoever asked goes on without it and may ask again later."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Declined(Exception):
    """A service has judged the question and will not answer it as it is; ``words`` are the partner's own."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.words = words


@dataclass(frozen=True)
class Service:
    """Something partners of a driver answer at once: a direct call with a time limit.

    ``ask(partner, question)`` gives the answer; it raises NoAnswer, PartnerDown (out of reach) or Declined (judged).
    """

    code: str
    title: str
    driver: str
    ask: Callable[[PartnerView, Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Asker:
    """Who asks a service: what it must be told besides the question."""

    number: str  # of this call: it begins with the number of the question
    officer: str  # the officer's own code (personal number), never logged
    unit: str  # QĐ 20 code of the office
    purpose: str


class NotYet(Exception):
    """What a message is about is not here yet: the message is put behind the others and handled later."""


@dataclass(frozen=True)
class Arrived:
    """A message that came in, as its kind sees it."""

    id: UUID
    partner_code: str
    key: str
    body: Any


@dataclass(frozen=True)
class IncomingKind:
    """``take(message, by, at)`` does what the message asks, in the transaction that marks it as handled.

    It raises ``Refused`` for a message that cannot be taken, NotYet for one that came too early; any other error is
    tried again later.
    """

    code: str
    title: str
    take: Callable[[Arrived, Actor, datetime], None]


@dataclass(frozen=True)
class MessageTitles:
    """What the kinds of messages that somebody queues are called in the log; None for kinds of others."""

    code: str
    title_of: Callable[[str], str | None]


message_titles: Registry[MessageTitles] = Registry("message titles")


def name_messages(code: str, titles: Mapping[str, str]) -> MessageTitles:
    """Gives each kind of message a name people read (Vietnamese, translated where it is shown)."""
    return message_titles.register(MessageTitles(code, dict(titles).get))


def message_title(kind: str) -> str:
    """The name of a kind of message, or the kind where nobody named it."""
    if kind in incoming_kinds:
        return incoming_kinds.get(kind).title
    return next((found for one in message_titles if (found := one.title_of(kind))), kind)


drivers: Registry[Driver] = Registry("exchange driver")
incoming_kinds: Registry[IncomingKind] = Registry("incoming message")
services: Registry[Service] = Registry("exchange service")


def register(kind: Driver) -> Driver:
    return drivers.register(kind)


def register_service(kind: Service) -> Service:
    return services.register(kind)


def register_incoming(kind: IncomingKind) -> IncomingKind:
    return incoming_kinds.register(kind)


MENU = (MenuItem(gettext_noop("Kết nối, trao đổi"), "exchange:partners", OPERATE),)
