"""Carries short letters to the gateway, and takes its receipts in."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound, gettext_noop
from tinhso.base.moments import now
from tinhso.connectors.sms import wire
from tinhso.connectors.sms.connector import CODE, TITLE
from tinhso.kernel.exchange import kinds as exchange
from tinhso.kernel.exchange.actions import PartnerUnknown, take_in
from tinhso.kernel.exchange.kinds import (
    Again,
    Delivered,
    Health,
    Message,
    Outcome,
    PartnerDown,
    PartnerView,
    TurnedDown,
)
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import contact_of
from tinhso.kernel.notices import kinds as notices
from tinhso.kernel.notices.actions import note_carried
from tinhso.kernel.notices.models import Delivery, State
from tinhso.kernel.notices.queries import Letter, letter_of
from tinhso.shell.audience import PUBLIC, audience

TWIN_PROFILES = ("sample", "test")
TIME_LIMIT = 10.0
RECEIPTS = "may/sms/bien-nhan"
TURNED_DOWN = (400, 404, 422)


def uses_twin() -> bool:
    """Whether the twin plays the gateway: in the sample profile, where no other is set."""
    return not settings.ENV["TINHSO_SMS_URL"] and settings.PROFILE == "sample"


def address() -> str:
    return str(settings.ENV["TINHSO_SMS_URL"]) or f"{settings.PUBLIC_URL}/twins/sms/messages"


def secret() -> str:
    """What both sides sign with: the settings', else the twin's."""
    if settings.ENV["TINHSO_SMS_SECRET"] or settings.PROFILE not in TWIN_PROFILES:
        return str(settings.ENV["TINHSO_SMS_SECRET"])
    from tinhso.connectors.sms.twin import store

    return store.secret()


def is_ready() -> bool:
    return bool(settings.ENV["TINHSO_SMS_URL"]) or uses_twin()


def deliver(partner: PartnerView, messages: Sequence[Message]) -> Iterator[Outcome]:
    """One outcome a letter; a gateway that cannot be reached is PartnerDown, and no letter is charged with it."""
    with httpx.Client(timeout=TIME_LIMIT) as client:
        for message in messages:
            yield _carried(client, UUID(message.body["delivery"]))


def _carried(client: httpx.Client, delivery_id: UUID) -> Outcome:
    letter = letter_of(delivery_id)
    if letter is None:
        note_carried(delivery_id, State.DROPPED, words=gettext_noop("Người nhận không còn nhận ở đây."), at=now())
        return Delivered(code="not-wanted")
    try:
        outcome = _sent(client, letter)
    except wire.BadMessage:
        outcome = TurnedDown("no-number", wire.words_of("unknown-number"))
    if isinstance(outcome, Delivered):
        note_carried(delivery_id, State.SENT, parts=letter.parts, at=now())
    elif isinstance(outcome, TurnedDown):
        note_carried(delivery_id, State.FAILED, words=outcome.words, at=now())
    return outcome


def _sent(client: httpx.Client, letter: Letter) -> Outcome:
    request = wire.Request(
        id=str(letter.id),
        to=wire.as_number(letter.to),
        sender=settings.ENV["TINHSO_SMS_SENDER"],
        text=letter.text,
        report_to=f"{settings.PUBLIC_URL}/{RECEIPTS}",
    )
    raw = request.raw()
    try:
        answer = client.post(address(), content=raw, headers=wire.headers_for(secret(), raw, now()))
    except httpx.ConnectError as error:
        raise PartnerDown("no-connection") from error
    except httpx.HTTPError:
        return Again("no-answer")  # it may have it: the id tells the gateway that it comes again
    return _outcome(answer)


def _outcome(answer: httpx.Response) -> Outcome:
    if answer.is_success:
        return Delivered(str(_facts(answer).get("id", ""))[:100])
    code = f"http-{answer.status_code}"
    if answer.status_code in (401, 403, 502, 503):
        raise PartnerDown(code, after=_after(answer))  # it is us, or all of it: no letter's fault
    if answer.status_code in TURNED_DOWN:
        return TurnedDown(code, wire.words_of(str(_facts(answer).get("error", ""))))
    return Again(code, after=_after(answer))


def _facts(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _after(answer: httpx.Response) -> float | None:
    text = answer.headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdigit() else None


def check(partner: PartnerView) -> Health:
    """Whether something answers there; it is asked nothing that would cost a message."""
    try:
        answer = httpx.get(address(), timeout=TIME_LIMIT)
    except httpx.HTTPError as error:
        return Health(False, type(error).__name__, gettext_noop("Cổng tin nhắn không trả lời."))
    return Health(answer.status_code < 500, f"http-{answer.status_code}")


def take_receipt(message: exchange.Arrived, by: Actor, at: datetime) -> None:
    """What the gateway says became of a letter. Raises NotFound for a letter nobody sent."""
    receipt = wire.Receipt(message.body["id"], wire.Status(message.body["status"]), message.body["reason"])
    try:
        delivery_id = UUID(receipt.id)
    except ValueError:
        raise NotFound() from None
    if not Delivery.objects.filter(pk=delivery_id, channel=CODE).exists():
        raise NotFound()
    is_there = receipt.status is wire.Status.DELIVERED
    words = "" if is_there else wire.words_of(receipt.reason)
    note_carried(delivery_id, State.DELIVERED if is_there else State.FAILED, words=words, at=at)


def address_of(person_id: UUID) -> str:
    return contact_of(
        Person.objects.only("id", "phone_sealed", "email_sealed", "address_sealed").get(pk=person_id)
    ).phone


DRIVER = exchange.register(exchange.Driver(CODE, TITLE, deliver, check, refusal_blocks=False))
RECEIPT = exchange.register_incoming(
    exchange.IncomingKind("sms.receipt", gettext_noop("Biên nhận tin nhắn"), take_receipt)
)
CHANNEL = notices.channels.register(
    notices.Channel(
        code=CODE,
        title=TITLE,
        hint=gettext_noop("Chỉ cho những việc quan trọng, gửi đến số điện thoại trong tài khoản của bạn."),
        address_of=address_of,
        is_ready=is_ready,
        partner=CODE,
        address_title=gettext_noop("Số điện thoại"),
        is_short=True,
        keeps_quiet=True,
        drops_accents=lambda: not settings.ENV["TINHSO_SMS_ACCENTS"],
    )
)


@csrf_exempt
@require_POST
@audience(PUBLIC)
def receipts(request: HttpRequest) -> HttpResponse:
    """Takes a signed receipt into exchange's inbox: 204 means it is kept. The same one again changes nothing."""
    headers = {name: request.headers.get(name, "") for name in (wire.TIMESTAMP, wire.SIGNATURE)}
    try:
        wire.check(secret(), headers, request.body, now())
        receipt = wire.read_receipt(request.body)
    except wire.BadMessage:
        return HttpResponse(status=401)
    body = {"id": receipt.id, "status": str(receipt.status), "reason": receipt.reason}
    try:
        take_in(CODE, RECEIPT.code, f"{receipt.id}:{receipt.status}"[:120], body, at=now())
    except PartnerUnknown:
        return HttpResponse(status=404)  # nothing was ever sent
    return HttpResponse(status=204)
