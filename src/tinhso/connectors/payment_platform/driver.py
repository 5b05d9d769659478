"""Carries orders and questions to the platform, and takes its word into exchange's inbox."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import httpx
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import now
from tinhso.connectors.payment_platform import wire
from tinhso.connectors.payment_platform.connector import CODE, TITLE
from tinhso.kernel.exchange.actions import take_in
from tinhso.kernel.exchange.kinds import (
    Again,
    Delivered,
    Driver,
    Health,
    Message,
    Outcome,
    PartnerDown,
    PartnerField,
    PartnerView,
    TurnedDown,
    register,
)
from tinhso.kernel.exchange.queries import partners_of
from tinhso.kernel.exchange.queries.sealing import view_of
from tinhso.shell.audience import PUBLIC, audience

TIME_LIMIT = 5.0
LARGEST = 4 * 1024 * 1024
CALLBACK = "may/thanh-toan/ket-qua"
# The kinds of messages the module payments takes (docs/modules/payments.md).
OPENED, TOLD, LISTED = "payment.opened", "payment.told", "payment.listed"


class _Unsure(Exception):
    """No answer that can be read: the platform may have it or not."""


@cache
def _client() -> httpx.Client:
    """One for the process: making one reads every certificate of the machine."""
    return httpx.Client(follow_redirects=False, timeout=TIME_LIMIT)


def address_of(partner: PartnerView) -> str:
    """Where the platform is; without an address the twin, where there is one. Raises PartnerDown."""
    if partner.address:
        return partner.address.rstrip("/")
    if settings.PROFILE == "production":
        raise PartnerDown("no-address")
    return f"{settings.PUBLIC_URL}/twins/payment-platform"


def _algorithm(partner: PartnerView) -> str:
    return str(partner.settings.get("algorithm") or wire.ALGORITHMS[0])


def _called(partner: PartnerView, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The platform's answer. Raises PartnerDown, _Unsure."""
    body = wire.signed(fields, partner.secrets.get("secret", ""), _algorithm(partner))
    address = address_of(partner) + wire.PATHS[kind]
    try:
        response = _client().post(address, json=body)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise PartnerDown("no-connection") from error
    except httpx.HTTPError as error:
        raise _Unsure("no-answer") from error
    if response.status_code in (404, 429, 502, 503):
        raise PartnerDown(f"http-{response.status_code}")
    try:
        answer = wire.read_fields(response.content[:LARGEST])
    except wire.WireFault as fault:
        raise _Unsure(f"http-{response.status_code}") from fault
    if answer.get("error_code") == wire.BAD_SIGNATURE:
        raise PartnerDown("signature")  # it is our key: no message's fault
    return answer


def deliver(partner: PartnerView, messages: Sequence[Message]) -> Iterator[Outcome]:
    """One call a message; what the platform answers goes into the inbox before the message counts as delivered."""
    for message in messages:
        try:
            yield _told(partner, message)
        except wire.WireFault as fault:
            yield TurnedDown(f"field-{fault}", gettext_noop("Lệnh còn thiếu hoặc sai mục mà nền tảng bắt buộc."))
        except _Unsure as unsure:
            yield Again(str(unsure))


def _told(partner: PartnerView, message: Message) -> Outcome:
    fields = wire.request_of(message.kind, message.body, str(partner.settings.get("partner", "")))
    answer = _called(partner, message.kind, fields)
    code = str(answer.get("error_code", ""))
    if code == wire.OK:
        _kept(partner, message, answer)
        return Delivered(str(answer.get("MaThamChieu", ""))[:100], code="00")
    if message.kind in (wire.STATE, wire.CANCEL) and code in (wire.NOT_PAID, wire.UNKNOWN_ORDER):
        return Delivered(code=f"error-{code}")
    return TurnedDown(f"error-{code}"[:60], str(answer.get("message", "")))


def _kept(partner: PartnerView, message: Message, answer: dict[str, Any]) -> None:
    """Puts what the answer tells into the inbox. Raises WireFault."""
    at = now()
    if message.kind == wire.ORDER:
        body = {"order": message.body["order"], "url": str(answer.get("UrlThanhToan", ""))}
        take_in(partner.code, OPENED, f"opened:{message.key}"[:120], body, at=at)
    elif message.kind == wire.STATE:
        tidings = wire.tidings_of(answer)
        take_in(partner.code, TOLD, wire.key_of(tidings)[:120], tidings, at=at)
    elif message.kind == wire.LIST:
        take_in(partner.code, LISTED, f"listed:{message.key}"[:120], wire.day_list_of(answer), at=at)


def check(partner: PartnerView) -> Health:
    """Whether the platform answers and knows our key: it is asked about an order that does not exist."""
    fields = {"MaDoiTac": str(partner.settings.get("partner", "")), "MaTraCuuTT": "KIEM-TRA"}
    try:
        answer = _called(partner, wire.STATE, fields)
    except PartnerDown as down:
        return Health(False, down.code)
    except (_Unsure, wire.WireFault) as error:
        return Health(False, str(error))
    return Health(True, f"error-{answer.get('error_code')}"[:60])


@csrf_exempt
@require_POST
@audience(PUBLIC)
def callback(request: HttpRequest) -> HttpResponse:
    """The platform's word on a transaction: 00 means it is kept. The same word again changes nothing."""
    try:
        fields = wire.read_fields(request.body)
        partner = next((view for view in _partners() if _is_from(view, fields)), None)
        if partner is None:
            return _answer(wire.BAD_SIGNATURE, "Sai mã xác thực", 401)
        tidings = wire.tidings_of(fields)
    except wire.WireFault as fault:
        return _answer(wire.BAD_REQUEST, f"Sai hoặc thiếu {fault}", 400)
    take_in(partner.code, TOLD, wire.key_of(tidings)[:120], tidings, at=now())
    return _answer(wire.OK, "")


def _partners() -> list[PartnerView]:
    """Paused ones too: money does not wait until we send again."""
    return [view_of(partner) for partner in partners_of(CODE)]


def _is_from(partner: PartnerView, fields: dict[str, Any]) -> bool:
    return wire.is_signed(fields, partner.secrets.get("secret", ""), _algorithm(partner))


def _answer(code: str, message: str, status: int = 200) -> JsonResponse:
    return JsonResponse({"error_code": code, "message": message}, status=status, headers={"Cache-Control": "no-store"})


PLATFORM = register(
    Driver(
        code=CODE,
        title=TITLE,
        deliver=deliver,
        check=check,
        refusal_blocks=False,
        fields=(
            PartnerField("secret", gettext_noop("Khóa ký chung (MaXacThuc)"), is_secret=True),
            PartnerField("partner", gettext_noop("Mã đối tác (MaDoiTac)")),
            PartnerField(
                "algorithm",
                gettext_noop("Thuật toán ký"),
                is_required=False,
                hint=gettext_noop("sha256 hoặc sha1; để trống là sha256."),
            ),
        ),
    )
)
