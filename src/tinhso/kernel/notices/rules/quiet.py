"""Quiet hours: from an hour of the evening until one of the morning nobody's phone rings for a notice."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from tinhso.base.moments import LOCAL, local


def held_until(at: datetime, hours: Mapping[str, str]) -> datetime | None:
    """The end of the quiet hours the moment lies in (``from`` ≤ moment < ``until``), None outside them.

    ``from`` after ``until`` crosses midnight; both equal means no quiet hours.
    """
    begins, ends = time.fromisoformat(hours["from"]), time.fromisoformat(hours["until"])
    there = local(at)
    wall = there.time()
    if begins <= ends:
        is_quiet, day = begins <= wall < ends, there.date()
    else:
        is_quiet = wall >= begins or wall < ends
        day = there.date() + timedelta(days=1) if wall >= begins else there.date()
    return datetime.combine(day, ends, LOCAL) if is_quiet else None
