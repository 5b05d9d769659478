"""What forms send, read or left: nonsense gives None."""

from datetime import date, datetime, time
from uuid import UUID


def day_sent(text: str) -> date | None:
    """2026-11-27."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def moment_sent(text: str) -> datetime | None:
    """An aware moment."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def time_sent(text: str) -> time | None:
    """07:30."""
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


NOTHING = UUID(int=0)  # the id of nothing


def id_sent(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
