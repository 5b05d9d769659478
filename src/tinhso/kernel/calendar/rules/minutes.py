"""Moments as whole minutes on the province's clock: what the arithmetic of deadlines is done in.

A minute is ``date.toordinal() * 1440 + minute of that date``; an interval is ``(start, end)`` in
minutes of its date, half-open, and may end at 1440 (24:00).
"""

import re
from collections.abc import Iterable
from datetime import date, datetime

from tinhso.base.moments import LOCAL, WEEKDAYS, day_text

DAY = 1440
Interval = tuple[int, int]
_TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")


class BadHours(ValueError):
    """Working hours that cannot be meant; the message says which."""


def minute_of(moment: datetime) -> int:
    """The minute in which the moment lies (seconds are cut). Raises ValueError without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    there = moment if moment.tzinfo is LOCAL else moment.astimezone(LOCAL)
    return there.toordinal() * DAY + there.hour * 60 + there.minute


def moment_of(minute: int) -> datetime:
    """The aware local moment of a minute."""
    ordinal, rest = divmod(minute, DAY)
    day = date.fromordinal(ordinal)
    return datetime(day.year, day.month, day.day, rest // 60, rest % 60, tzinfo=LOCAL)


def time_read(text: object) -> int:
    """Minutes of "07:30"; "24:00" is the end of a date. Raises BadHours."""
    found = _TIME.fullmatch(text) if isinstance(text, str) else None
    if found is None or (minutes := int(found[1]) * 60 + int(found[2])) > DAY:
        raise BadHours(f"{text!r} is not a time of day hh:mm")
    return minutes


def time_text(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def intervals_read(pairs: object) -> tuple[Interval, ...]:
    """Intervals of [["07:00", "11:30"], …], in order and apart. Raises BadHours."""
    if not isinstance(pairs, list | tuple):
        raise BadHours(f"{pairs!r} is not a list of hours")
    intervals = tuple(_interval_read(pair) for pair in pairs)
    for (_, end), (start, _) in zip(intervals, intervals[1:], strict=False):
        if start < end:
            raise BadHours(f"hours overlap or are out of order: {intervals_text(intervals)}")
    return intervals


def _interval_read(pair: object) -> Interval:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        raise BadHours(f"{pair!r} is not a pair of times")
    start, end = time_read(pair[0]), time_read(pair[1])
    if start >= end:
        raise BadHours(f"{pair[0]}–{pair[1]} ends before it starts")
    return start, end


def intervals_data(intervals: Iterable[Interval]) -> list[list[str]]:
    return [[time_text(start), time_text(end)] for start, end in intervals]


def intervals_text(intervals: Iterable[Interval]) -> str:
    """07:00–11:30, 13:30–17:00."""
    return ", ".join(f"{time_text(start)}–{time_text(end)}" for start, end in intervals)


def duration_text(minutes: int) -> str:
    """7 giờ 30 phút."""
    hours, rest = divmod(minutes, 60)
    parts = ([f"{hours} giờ"] if hours else []) + ([f"{rest} phút"] if rest or not hours else [])
    return " ".join(parts)


def weekday_text(ordinal: int) -> str:
    """thứ Hai 23/11/2026."""
    day = date.fromordinal(ordinal)
    return f"{WEEKDAYS[day.weekday()]} {day_text(day)}"


def days_text(first: int, last: int) -> str:
    if first == last:
        return weekday_text(first)
    return f"từ {weekday_text(first)} đến {weekday_text(last)}"
