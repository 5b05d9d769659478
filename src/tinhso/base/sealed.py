"""Personal data at rest: AES-256-GCM with a key number in front, and a keyed blind index for look-up."""

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


@dataclass(frozen=True)
class Keyring:
    """32-byte keys by number (the highest seals; all open), and the key of the blind index."""

    keys: Mapping[int, bytes]
    index_key: bytes

    def seal(self, clear: bytes, *, bound_to: str) -> bytes:
        """Ciphertext = key number (1 byte) + nonce (12) + AES-GCM; ``bound_to`` is authenticated."""
        number = max(self.keys)
        nonce = os.urandom(12)
        body = AESGCM(self.keys[number]).encrypt(nonce, clear, bound_to.encode())
        return bytes([number]) + nonce + body

    def open(self, sealed: bytes, *, bound_to: str) -> bytes:
        """Raises cryptography's InvalidTag when changed, moved or sealed by another key."""
        return AESGCM(self.keys[sealed[0]]).decrypt(sealed[1:13], bytes(sealed[13:]), bound_to.encode())

    def index(self, value: str, *, kind: str) -> bytes:
        """16 bytes of HMAC-SHA256: equal values of a kind have equal indexes, nothing else is shown."""
        message = f"{kind}\x00{value}".encode()
        return hmac.new(self.index_key, message, hashlib.sha256).digest()[:16]
