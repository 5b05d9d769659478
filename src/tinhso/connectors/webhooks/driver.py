"""Delivers to endpoints: calls the address that was checked, waits little, follows no redirect."""

import socket
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import now
from tinhso.connectors.webhooks import connector, wire
from tinhso.kernel.exchange import kinds
from tinhso.kernel.exchange.kinds import Again, Delivered, Driver, Health, Message, Outcome, PartnerDown, PartnerView
from tinhso.kernel.ledger.kinds import events

TIMEOUT = httpx.Timeout(8.0, connect=4.0)
GONE = 410


class NotCallable(Exception):
    """The address leads nowhere, or to where we do not call; ``code`` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_production() -> bool:
    return bool(settings.PROFILE == "production")


def place_of(url: str) -> tuple[str, str]:
    """The address to connect to and the name to ask for: what was checked is what is called (no second look-up).

    Raises NotCallable.
    """
    if fault := wire.address_fault(url, is_production=is_production()):
        raise NotCallable(fault)
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        raise NotCallable("no-such-host") from None
    if not wire.is_callable(found, is_production=is_production()):
        raise NotCallable("private-address")
    address = f"[{found[0]}]" if ":" in found[0] else found[0]
    return parts._replace(netloc=f"{address}:{port}").geturl(), host if parts.port is None else f"{host}:{parts.port}"


def secrets_of(partner: PartnerView, at: datetime) -> list[str]:
    """The secret, and the one before it while the change lasts."""
    until = partner.settings.get("previous_until")
    previous = partner.secrets.get("previous")
    is_good = bool(previous and until and datetime.fromisoformat(until) > at)
    return [partner.secrets["secret"], *([previous] if is_good and previous else [])]


def deliver(partner: PartnerView, messages: Sequence[Message]) -> Iterator[Outcome]:
    """One call a message. Raises PartnerDown when the endpoint is out of reach or wants nothing any more (410)."""
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
        for message in messages:
            yield _sent(client, partner, message)


def _sent(client: httpx.Client, partner: PartnerView, message: Message) -> Outcome:
    at = now()
    try:
        url, host = place_of(partner.address)
        headers = wire.headers_for(message.key, at, message.raw, secrets_of(partner, at))
        more = {"Host": host, "Content-Type": "application/json", "User-Agent": "tinhso-webhooks/1"}
        name = {"sni_hostname": host.rpartition(":")[0] or host}
        answer = client.post(url, content=message.raw, headers=headers | more, extensions=name)
    except NotCallable as error:
        raise PartnerDown(error.code) from None
    except httpx.ConnectError:
        raise PartnerDown("no-connection") from None
    except httpx.TimeoutException:
        return Again("timeout")
    except httpx.HTTPError:
        return Again("broken-connection")
    if answer.is_success:
        return Delivered(code=str(answer.status_code))
    if answer.status_code == GONE:
        raise PartnerDown("gone")
    return Again(str(answer.status_code), after=_after(answer))


def _after(answer: httpx.Response) -> float | None:
    """The seconds it asks us to wait; dates are not read."""
    text = answer.headers.get("Retry-After", "")
    return float(min(int(text), 3600)) if text.isascii() and text.isdigit() else None


def check(partner: PartnerView) -> Health:
    """Whether the endpoint can be reached: its name leads somewhere callable and somebody listens there."""
    try:
        url, _ = place_of(partner.address)
        parts = urlsplit(url)
        socket.create_connection((parts.hostname or "", parts.port or 443), timeout=4).close()
    except NotCallable as error:
        return Health(is_up=False, code=error.code)
    except OSError:
        return Health(is_up=False, code="no-connection")
    return Health(is_up=True)


def title_of(kind: str) -> str | None:
    """What a type of event is called: the words of the ledger's event it tells."""
    code = wire.event_of(kind)
    return TEST_TITLE if kind == wire.TEST else events.get(code).title if code in events else None


TEST_TITLE = gettext_noop("Gửi thử webhook")
kinds.message_titles.register(kinds.MessageTitles("webhooks", title_of))
FIELDS: Iterable[kinds.PartnerField] = (
    kinds.PartnerField("secret", gettext_noop("Khóa ký (whsec_…)"), is_secret=True),
)
WEBHOOKS = kinds.register(
    Driver(connector.CODE, connector.TITLE, deliver=deliver, check=check, fields=tuple(FIELDS), refusal_blocks=False)
)
