"""The keys of personal data, and what is sealed and found with them."""

from functools import cache
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tinhso.base.sealed import Keyring
from tinhso.kernel.identity.rules.numbers import digits, phone_digits


def keyring() -> Keyring:
    """The keyring of the installation (TINHSO_DATA_KEYS, TINHSO_INDEX_KEY). Raises ImproperlyConfigured."""
    return _keyring(settings.ENV["TINHSO_DATA_KEYS"], settings.ENV["TINHSO_INDEX_KEY"])


@cache
def _keyring(keys: str, index_key: str) -> Keyring:
    if not keys or not index_key:
        raise ImproperlyConfigured("TINHSO_DATA_KEYS and TINHSO_INDEX_KEY must be set")
    try:
        parsed = {int(n): bytes.fromhex(key) for n, key in (part.split(":") for part in keys.split(","))}
        index = bytes.fromhex(index_key)
    except ValueError:
        # The value is a secret: never repeated in the message.
        raise ImproperlyConfigured("TINHSO_DATA_KEYS: 1:<64 hex>,…; TINHSO_INDEX_KEY: 64 hex digits") from None
    if len(index) != 32 or any(len(key) != 32 or not 0 < n < 256 for n, key in parsed.items()):
        raise ImproperlyConfigured("TINHSO_DATA_KEYS and TINHSO_INDEX_KEY: keys of 32 bytes, numbers 1 to 255")
    return Keyring(keys=parsed, index_key=index)


def number_index(number: str) -> bytes:
    """The blind index of a personal number; spaces and dots make no difference."""
    return keyring().index(digits(number), kind="number")


def phone_index(phone: str) -> bytes:
    """The blind index of a telephone number, however it is written."""
    return keyring().index(phone_digits(phone), kind="phone")


def sealed_text(text: str | None, owner: UUID, field: str) -> bytes | None:
    """The text sealed for one field of one row; None stays None."""
    return keyring().seal(text.encode(), bound_to=f"{field}:{owner}") if text else None


def opened_text(sealed: bytes | memoryview | None, owner: UUID, field: str) -> str:
    """The text again; empty when there is none. Raises InvalidTag when moved or changed."""
    return keyring().open(bytes(sealed), bound_to=f"{field}:{owner}").decode() if sealed else ""
