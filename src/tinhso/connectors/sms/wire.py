"""Requests and receipts of the gateway, and their signature. Pure.

There is no public standard for SMS gateways of providers; this is the product's own format, to be adapted to each.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TIMESTAMP = "X-Tinhso-Timestamp"
SIGNATURE = "X-Tinhso-Signature"
FRESH = timedelta(minutes=5)


class BadMessage(ValueError):
    """Not signed by the other side, too old, or not of the format."""


class Status(StrEnum):
    """What the gateway says became of a message on its way to the phone."""

    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True)
class Request:
    """A message to send: ``id`` is the same for every try, and the gateway sends each id once."""

    id: str
    to: str  # country code and number, digits only: 84912000001
    sender: str
    text: str
    report_to: str  # where the receipt goes; empty: none wanted

    def raw(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Receipt:
    """What became of a message; ``reason`` is a code of the gateway (``unknown-number``, ``expired``, …)."""

    id: str
    status: Status
    reason: str = ""

    def raw(self) -> bytes:
        return json.dumps(asdict(self), separators=(",", ":")).encode()


def signature_of(secret: str, timestamp: str, raw: bytes) -> str:
    """HMAC-SHA-256 over the second of sending, a dot, and the bytes of the body."""
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + raw, hashlib.sha256)
    return f"v1={digest.hexdigest()}"


def headers_for(secret: str, raw: bytes, at: datetime) -> dict[str, str]:
    timestamp = str(int(at.timestamp()))
    return {
        "Content-Type": "application/json",
        TIMESTAMP: timestamp,
        SIGNATURE: signature_of(secret, timestamp, raw),
    }


def check(secret: str, headers: Mapping[str, str], raw: bytes, at: datetime) -> None:
    """Raises BadMessage unless the bytes were signed with the secret within the last minutes."""
    timestamp, signature = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
    if not secret or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        raise BadMessage("not signed")
    if abs(at.timestamp() - int(timestamp)) > FRESH.total_seconds():
        raise BadMessage("too old")
    if not hmac.compare_digest(signature.encode(), signature_of(secret, timestamp, raw).encode()):
        raise BadMessage("another signature")


def read_request(raw: bytes) -> Request:
    return Request(**_texts(raw, ("id", "to", "sender", "text", "report_to")))


def read_receipt(raw: bytes) -> Receipt:
    facts = _texts(raw, ("id", "status", "reason"))
    if facts["status"] not in set(Status):
        raise BadMessage("unknown status")
    return Receipt(facts["id"], Status(facts["status"]), facts["reason"][:60])


def _texts(raw: bytes, names: tuple[str, ...]) -> dict[str, str]:
    """The object's members of those names, all of them texts. Raises BadMessage."""
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise BadMessage("no JSON") from error
    if not isinstance(found, dict) or not all(isinstance(found.get(name, ""), str) for name in names):
        raise BadMessage("another shape")
    return {name: found.get(name, "") for name in names}


def as_number(phone: str) -> str:
    """0912000001 → 84912000001: as gateways want it. Raises BadMessage for what is no number of a phone."""
    digits = "".join(char for char in phone if char in "0123456789")
    number = f"84{digits[1:]}" if digits.startswith("0") else digits
    if not number.startswith("84") or not 11 <= len(number) <= 12:
        raise BadMessage("no number")
    return number


WORDS = {
    "unknown-number": "Không có số điện thoại này.",
    "expired": "Máy nhận tắt quá lâu.",
    "blocked": "Người nhận chặn tin nhắn.",
}


def words_of(reason: str) -> str:
    """What a refusal means to people."""
    return WORDS.get(reason, "Nhà mạng không chuyển được tin nhắn.")
