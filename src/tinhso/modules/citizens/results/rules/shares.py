"""When a link to a paper opens something."""

import hashlib
from datetime import datetime, timedelta

LASTS = {"1": timedelta(days=1), "7": timedelta(days=7), "30": timedelta(days=30)}
MOST_WRONG = 5


def digest_of(token: str) -> bytes:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).digest()


def is_standing(until: datetime, ended_at: datetime | None, failures: int, at: datetime) -> bool:
    return ended_at is None and at < until and failures < MOST_WRONG
