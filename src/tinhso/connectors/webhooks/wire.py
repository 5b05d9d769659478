"""The wire format (Standard Webhooks): thin bodies, signatures, addresses that may be called. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

from standardwebhooks import Webhook

TEST = "webhook.test"
PREFIX = "dossier."
Address = IPv4Address | IPv6Address


def event_of(kind: str) -> str:
    """dossier.accepted → case.accepted."""
    return "case." + kind.removeprefix(PREFIX)


def type_of(event: str) -> str | None:
    """case.accepted → dossier.accepted; None for what is not told to machines."""
    return PREFIX + event.removeprefix("case.") if event.startswith("case.") else None


def thin_body(message_id: str, kind: str, at: datetime, *, version: int | None, link: str) -> dict[str, Any]:
    """What is sent: no content, only what happened to what and where to read it."""
    return {
        "id": message_id,
        "type": kind,
        "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "version": version,
        "link": link,
    }


def headers_for(key: str, at: datetime, raw: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The three headers; during a change of secret both sign, so that the receiver may change when it likes."""
    moment = at.astimezone(UTC)
    text = raw.decode()
    return {
        "webhook-id": key,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(key, moment, text) for secret in secrets),
    }


def address_fault(url: str, *, is_production: bool) -> str:
    """Why an address cannot be an endpoint, as a code; empty when it can. Who answers there is checked at each call."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "unreadable"
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.fragment:
        return "unreadable"
    if port == 0 or not url.isascii() or any(char.isspace() for char in url):
        return "unreadable"
    if is_production and parts.scheme != "https":
        return "not-https"
    return ""


def is_callable(addresses: Iterable[str], *, is_production: bool) -> bool:
    """Whether every address a name stands for may be called: public ones; in the sample our own machine as well."""
    read = [ip_address(one.partition("%")[0]) for one in addresses]
    return bool(read) and all(_is_public(one) or (not is_production and one.is_loopback) for one in read)


def _is_public(address: Address) -> bool:
    inner = getattr(address, "ipv4_mapped", None)
    found = inner or address
    return found.is_global and not found.is_multicast and not found.is_reserved
