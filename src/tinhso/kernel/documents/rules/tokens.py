"""The code printed under the QR: short, unguessable, readable aloud."""

import re
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O, U
LENGTH = 12  # 60 bits
_LOOKALIKES = str.maketrans("ILO", "110")
_TOKEN = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_token(choose: Callable[[str], str]) -> str:
    """Twelve characters, each taken by ``choose`` (``secrets.choice`` outside tests)."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def grouped(token: str) -> str:
    """ABCD-EFGH-JKMN, as people read it."""
    return "-".join(token[start : start + 4] for start in range(0, len(token), 4))


def as_typed(text: str) -> str | None:
    """The token somebody typed (any case, spaces and dashes, O for 0, I or L for 1), or None when it is none."""
    plain = re.sub(r"[\s\-–]", "", text.upper()).translate(_LOOKALIKES)
    return plain if _TOKEN.fullmatch(plain) else None
