"""Signed tree heads: what leaves the machine, so that the past cannot be rebuilt unseen."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tinhso.kernel.ledger.rules.encoding import moment_bytes, moment_text

SHORT_ROOT = 15  # bytes of the root on paper: 120 bits, 24 characters
QR_MARK = "TSSC1"


class BadHead(ValueError):
    """The text is no tree head, or not whole."""


@dataclass(frozen=True)
class SignedHead:
    """The first ``size`` entries have this root; ``previous_size`` chains the heads."""

    size: int
    previous_size: int
    root: bytes
    sealed_at: str  # ISO 8601, UTC, microseconds
    key_id: str
    signature: bytes = b""

    def message(self) -> bytes:
        """What is signed."""
        lines = ("tinhso-ledger-head/1", self.size, self.previous_size, self.root.hex(), self.sealed_at, self.key_id)
        return "".join(f"{line}\n" for line in lines).encode()

    def is_signed_by(self, public_key: bytes) -> bool:
        if key_id_of(public_key) != self.key_id:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(self.signature, self.message())
        except InvalidSignature:
            return False
        return True

    def as_data(self) -> dict[str, Any]:
        return {
            "size": self.size,
            "previous_size": self.previous_size,
            "root": self.root.hex(),
            "sealed_at": self.sealed_at,
            "key_id": self.key_id,
            "signature": self.signature.hex(),
        }

    @property
    def short_text(self) -> str:
        """For eyes and keyboards: number of entries and 120 bits of the root in groups of four."""
        letters = _base32(self.root[:SHORT_ROOT])
        return "-".join([str(self.size), *(letters[place : place + 4] for place in range(0, len(letters), 4))])

    @property
    def qr_text(self) -> str:
        """The whole head in the characters QR codes pack best."""
        parts = (self.size, self.previous_size, _base32(self.root), _base32(moment_bytes(self.sealed_at)))
        return ":".join([QR_MARK, *map(str, parts), self.key_id.upper(), _base32(self.signature)])


@dataclass(frozen=True)
class PrintedHead:
    """A head somebody kept: how many entries, and at least the beginning of the root."""

    size: int
    root: bytes
    head: SignedHead | None = None

    def matches(self, root: bytes) -> bool:
        return root.startswith(self.root)


def head_from(data: Mapping[str, Any]) -> SignedHead:
    """From ``as_data``. Raises BadHead."""
    try:
        return SignedHead(
            int(data["size"]),
            int(data["previous_size"]),
            bytes.fromhex(data["root"]),
            str(data["sealed_at"]),
            str(data["key_id"]),
            bytes.fromhex(data["signature"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadHead(str(error)) from error


def printed_head(text: str) -> PrintedHead:
    """Reads the short text or the QR text of a head. Raises BadHead."""
    plain = text.strip().upper()
    try:
        if plain.startswith(f"{QR_MARK}:"):
            head = _from_qr(plain)
            return PrintedHead(head.size, head.root, head)
        size, _, letters = plain.partition("-")
        root = _from_base32(letters.replace("-", "").replace(" ", ""))
        if len(root) != SHORT_ROOT:
            raise BadHead("the short text of a head has 24 letters after the number")
        return PrintedHead(int(size), root)
    except ValueError as error:
        raise BadHead(str(error)) from error


def _from_qr(text: str) -> SignedHead:
    _, size, previous, root, sealed_at, key_id, signature = text.split(":")
    moment = moment_text(_from_base32(sealed_at))
    return SignedHead(int(size), int(previous), _from_base32(root), moment, key_id.lower(), _from_base32(signature))


def _base32(value: bytes) -> str:
    return base64.b32encode(value).decode().rstrip("=")


def _from_base32(letters: str) -> bytes:
    return base64.b32decode(letters + "=" * (-len(letters) % 8))


def key_id_of(public_key: bytes) -> str:
    return sha256(public_key).hexdigest()[:16]


def public_key_of(private_key: bytes) -> bytes:
    key = Ed25519PrivateKey.from_private_bytes(private_key)
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign_head(private_key: bytes, *, size: int, previous_size: int, root: bytes, sealed_at: str) -> SignedHead:
    """A head signed with a 32-byte Ed25519 key."""
    unsigned = SignedHead(size, previous_size, root, sealed_at, key_id_of(public_key_of(private_key)))
    signature = Ed25519PrivateKey.from_private_bytes(private_key).sign(unsigned.message())
    return SignedHead(size, previous_size, root, sealed_at, unsigned.key_id, signature)
