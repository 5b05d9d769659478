"""Asks the population database; each question carries officer, office, purpose and its own code."""

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import httpx
from django.conf import settings

from tinhso.base.messages import gettext_noop
from tinhso.connectors.population import connector, wire
from tinhso.kernel.exchange.kinds import (
    Declined,
    Driver,
    Health,
    Message,
    NoAnswer,
    Outcome,
    PartnerDown,
    PartnerField,
    PartnerView,
    Service,
    TurnedDown,
    register,
    register_service,
)

TIME_LIMIT = 5.0
LARGEST = 1024 * 1024
SERVICE = "population.citizen"
BUSY = frozenset({"RATE_LIMIT", "BUSY"})


@cache
def shared_client() -> httpx.Client:
    return httpx.Client(follow_redirects=False)


def address_of(partner: PartnerView) -> str:
    """Where the service is; without an address the twin, where there is one. Raises PartnerDown."""
    if partner.address:
        return partner.address
    if settings.PROFILE == "production":
        raise PartnerDown("no-address")
    return f"{settings.PUBLIC_URL}/twins/population/TraCuu"


def ask(partner: PartnerView, question: Mapping[str, Any]) -> dict[str, str]:
    """Facts of the citizen, ``found`` empty when nobody fits. Raises NoAnswer, PartnerDown, Declined."""
    asker = question["asker"]
    told = {
        **question,
        "request": asker.number,
        "officer": asker.officer,
        "unit": asker.unit or str(partner.settings.get("agency_code", "")),
        "service": str(partner.settings.get("service_code", "")),
        "account": partner.secrets.get("username", ""),
    }
    try:
        answer = _posted(partner, wire.request(told))
        return wire.read_answer(answer)
    except wire.WireFault as fault:
        raise Declined(f"field-{fault}") from fault
    except wire.Refusal as refusal:
        if refusal.code in BUSY:
            raise NoAnswer(refusal.code.lower()) from refusal
        raise Declined(refusal.code[:60], refusal.words) from refusal


def _posted(partner: PartnerView, body: bytes) -> bytes:
    url, user = address_of(partner), partner.secrets.get("username", "")
    timestamp = str(time.time_ns() // 1_000_000)
    headers = {
        "Content-Type": "text/xml; charset=utf-8",
        "Timestamp": timestamp,
        "Authorization": wire.authorization(url, user, partner.secrets.get("secret", ""), timestamp),
        "X-Road-Client": str(partner.settings.get("xroad_client", "")),
        "ApiKey": partner.secrets.get("api_key", ""),
    }
    try:
        response = shared_client().post(url, content=body, headers=headers, timeout=TIME_LIMIT)
    except httpx.TimeoutException as error:
        raise NoAnswer("timeout") from error
    except httpx.HTTPError as error:
        raise NoAnswer("no-connection") from error
    if response.status_code in (401, 403):
        raise PartnerDown(f"http-{response.status_code}")  # our key: no question's fault
    if response.status_code not in (200, 500) or len(response.content) > LARGEST:
        raise NoAnswer(f"http-{response.status_code}")
    return response.content


def deliver(partner: PartnerView, messages: Sequence[Message]) -> Iterator[Outcome]:
    """Nothing is sent there: it is only asked."""
    for _message in messages:
        yield TurnedDown("asked-only")


def check(partner: PartnerView) -> Health:
    """Whether it answers and takes our key; the empty question it gets is refused, which is an answer."""
    try:
        wire.read_answer(_posted(partner, b"<x/>"))
    except PartnerDown as down:
        return Health(False, down.code)
    except NoAnswer as problem:
        return Health(False, problem.code)
    except (wire.WireFault, wire.Refusal):
        return Health(True)
    return Health(True)


DATABASE = register(
    Driver(
        code=connector.CODE,
        title=connector.TITLE,
        deliver=deliver,
        check=check,
        fields=(
            PartnerField("username", gettext_noop("Tài khoản kết nối (TaiKhoan)"), is_secret=True),
            PartnerField("secret", gettext_noop("Khóa xác thực"), is_secret=True),
            PartnerField("api_key", gettext_noop("ApiKey của trục"), is_secret=True),
            PartnerField("xroad_client", gettext_noop("X-Road-Client")),
            PartnerField("service_code", gettext_noop("Mã dịch vụ công được cấp (MaDVC)")),
            PartnerField("agency_code", gettext_noop("Mã đơn vị khi đơn vị hỏi chưa có mã"), is_required=False),
        ),
    )
)
CITIZEN = register_service(Service(SERVICE, gettext_noop("Đối chiếu CSDL dân cư"), connector.CODE, ask))
