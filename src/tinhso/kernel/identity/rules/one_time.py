"""How a one-time password of a list is kept: a digest, for it is drawn at random and too long to be guessed.

A slow hash protects what people make up. 28 characters of ``CLEAR`` drawn by the machine are 138 bits: whoever steals
the digests tries 2^137 of them for one, slow or not. So a list of thousands of people is opened in seconds.
"""

import hmac
from hashlib import sha256
from typing import Any

from django.contrib.auth.hashers import BasePasswordHasher, mask_hash

ALGORITHM = "one_time"


class OneTimeHasher(BasePasswordHasher):
    """SHA-256 of salt and password, for passwords drawn by ``rules.passwords.long_one_time_password`` alone."""

    algorithm = ALGORITHM

    def encode(self, password: str, salt: str) -> str:
        return f"{self.algorithm}${salt}${sha256(f'{salt}${password}'.encode()).hexdigest()}"

    def decode(self, encoded: str) -> dict[str, Any]:
        algorithm, salt, digest = encoded.split("$", 2)
        return {"algorithm": algorithm, "hash": digest, "salt": salt}

    def verify(self, password: str, encoded: str) -> bool:
        return hmac.compare_digest(encoded, self.encode(password, self.decode(encoded)["salt"]))

    def safe_summary(self, encoded: str) -> Any:
        return self.decode(encoded) | {"hash": mask_hash(self.decode(encoded)["hash"])}

    def must_update(self, encoded: str) -> bool:
        return False

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing to even out here: signing in costs a slow hash whatever is stored (``check_password``)."""


def is_one_time(encoded: str) -> bool:
    return encoded.startswith(f"{ALGORITHM}$")
