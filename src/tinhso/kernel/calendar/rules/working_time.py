"""A calendar of working time: which minutes of which date are worked, and arithmetic over them.

Per-date tables and running sums are computed once for a window of years and grow on demand, so that
every question below is an index or a binary search. A window is never changed, only replaced: a
calendar may be shared between threads.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tinhso.kernel.calendar.rules.minutes import (
    DAY,
    BadHours,
    Interval,
    intervals_data,
    intervals_read,
)

# A calendar without a working date for so long has ended; counting on would never stop.
_LONGEST_GAP = 10 * 366


class NoWorkingTime(ValueError):
    """The calendar has no working date where one is needed."""


@dataclass(frozen=True, slots=True)
class Week:
    """Hours of the seven weekdays from Monday, in force from a day until another."""

    hours: tuple[tuple[Interval, ...], ...]
    valid_from: date = date.min
    valid_to: date | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class DayException:
    """A date that differs from the week; no hours means off."""

    day: date
    kind: str  # off, work, hours
    hours: tuple[Interval, ...] = ()
    decision: str = ""
    note: str = ""
    is_verified: bool = False


def week_read(data: object) -> tuple[tuple[Interval, ...], ...]:
    """Hours by weekday from {"0": [["07:00", "11:30"], …], …}; one left out is off. Raises BadHours."""
    if not isinstance(data, dict) or not set(data) <= set("0123456"):
        raise BadHours("a week maps the weekdays 0 (Monday) to 6 to their hours")
    hours = tuple(intervals_read(data.get(weekday, [])) for weekday in "0123456")
    if not any(hours):
        raise BadHours("a week needs at least one working interval")
    return hours


def week_data(hours: Iterable[tuple[Interval, ...]]) -> dict[str, list[list[str]]]:
    """The week as it is stored; days off are left out."""
    return {str(weekday): intervals_data(day) for weekday, day in enumerate(hours) if day}


@dataclass(frozen=True, slots=True)
class _Window:
    """Dates ``first`` … ``last - 1`` as ordinals, and the running sums over them."""

    first: int
    last: int
    hours: list[tuple[Interval, ...]]  # by date
    dates_before: list[int]  # by date: number of working dates before it
    working: list[int]  # ordinals of the working dates
    minutes_before: list[int]  # by working date: working minutes before it; one more at the end


class WorkingCalendar:
    """Built once from its weeks and exceptions. Raises BadHours when they overlap or hold no hours."""

    __slots__ = ("code", "exceptions", "version", "weeks", "_window")

    def __init__(self, code: str, weeks: Iterable[Week], exceptions: Iterable[DayException] = ()) -> None:
        self.code = code
        self.weeks = tuple(sorted(weeks, key=lambda week: week.valid_from))
        self.exceptions = _by_ordinal(exceptions)
        _check_weeks(self.weeks)
        content = json.dumps([code, self.as_data()], sort_keys=True)
        self.version = hashlib.sha256(content.encode()).hexdigest()[:32]
        self._window: _Window | None = None

    def as_data(self) -> dict[str, Any]:
        """The content that decides every due moment and its explanation; ``version`` is its hash."""
        return {
            "weeks": [_week_data(week) for week in self.weeks],
            "exceptions": [_exception_data(e) for _, e in sorted(self.exceptions.items())],
        }

    def hours_of(self, ordinal: int) -> tuple[Interval, ...]:
        window = self._around(ordinal)
        return window.hours[ordinal - window.first]

    def week_of(self, ordinal: int) -> Week | None:
        """The week in force on that date."""
        day = date.fromordinal(ordinal)
        for week in self.weeks:
            if week.valid_from <= day and (week.valid_to is None or day < week.valid_to):
                return week
        return None

    def close_of(self, ordinal: int) -> int:
        """The minute at which a working date closes: the end of its last interval."""
        return ordinal * DAY + self.hours_of(ordinal)[-1][1]

    def nth_working_date(self, after: int, n: int) -> int:
        """The n-th working date (n >= 1) after that date."""
        window = self._around(after)
        place = window.dates_before[after - window.first + 1] + n - 1
        while place >= len(window.working):
            window = self._longer(window)
        return window.working[place]

    def working_dates(self, after: int, until: int) -> int:
        """How many working dates lie after the one and not after the other."""
        window = self._covering(after, until)
        return window.dates_before[until - window.first + 1] - window.dates_before[after - window.first + 1]

    def first_working_date(self, ordinal: int) -> int:
        """That date if it is worked, else the next that is."""
        return self.nth_working_date(ordinal - 1, 1)

    def worked_minutes(self, since: int, until: int) -> int:
        """Working minutes in [since, until)."""
        window = self._covering(since // DAY, until // DAY)
        return _minutes_before(window, until) - _minutes_before(window, since)

    def after_working(self, since: int, minutes: int) -> int:
        """The minute at which that many working minutes (>= 1) have passed, counted from ``since``."""
        window = self._around(since // DAY)
        target = _minutes_before(window, since) + minutes
        while target > window.minutes_before[-1]:
            window = self._longer(window)
        place = bisect_left(window.minutes_before, target) - 1
        ordinal = window.working[place]
        rest = target - window.minutes_before[place]
        for start, end in window.hours[ordinal - window.first]:
            if rest <= end - start:
                return ordinal * DAY + start + rest
            rest -= end - start
        raise AssertionError("the running sums disagree with the hours of the date")

    def _around(self, ordinal: int) -> _Window:
        """A window that holds the date."""
        window = self._window
        if window is None or not window.first <= ordinal < window.last:
            return self._covering(ordinal, ordinal)
        return window

    def _covering(self, first: int, last: int) -> _Window:
        window = self._window
        if window is not None and window.first <= first and last < window.last:
            return window
        if window is not None:
            first, last = min(first, window.first), max(last, window.last - 1)
        # From the start of the year to the end of the next: most deadlines end there.
        start = date(date.fromordinal(first).year, 1, 1).toordinal()
        return self._opened(start, _year_end(date.fromordinal(last).year + 1))

    def _longer(self, window: _Window) -> _Window:
        """The window with about as many years again at its end. Raises NoWorkingTime when that is in vain."""
        last_worked = window.working[-1] if window.working else window.first
        if window.last - last_worked > _LONGEST_GAP:
            day = date.fromordinal(last_worked)
            raise NoWorkingTime(f"calendar {self.code!r} has no working time after {day}")
        years = max(1, (window.last - window.first) // 366)
        year = date.fromordinal(window.last - 1).year + years
        return self._opened(window.first, _year_end(year))

    def _opened(self, first: int, last: int) -> _Window:
        self._window = window = _open_window(self, first, last)
        return window


def _open_window(calendar: WorkingCalendar, first: int, last: int) -> _Window:
    window = _Window(first, last, [], [0], [], [0])
    for ordinal in range(first, last):
        hours = _hours_on(calendar, ordinal)
        window.hours.append(hours)
        if hours:
            window.working.append(ordinal)
            window.minutes_before.append(window.minutes_before[-1] + sum(e - s for s, e in hours))
        window.dates_before.append(len(window.working))
    return window


def _hours_on(calendar: WorkingCalendar, ordinal: int) -> tuple[Interval, ...]:
    if exception := calendar.exceptions.get(ordinal):
        return exception.hours
    week = calendar.week_of(ordinal)
    return week.hours[(ordinal - 1) % 7] if week else ()  # ordinal 1 was a Monday


def _minutes_before(window: _Window, minute: int) -> int:
    """Working minutes of the window before that minute."""
    ordinal, rest = divmod(minute, DAY)
    place = ordinal - window.first
    worked = window.minutes_before[window.dates_before[place]]
    for start, end in window.hours[place]:
        if rest <= start:
            break
        worked += (rest if rest < end else end) - start
    return worked


def _year_end(year: int) -> int:
    if year >= date.max.year:
        raise NoWorkingTime("the count runs past the end of the calendar")
    return date(year + 1, 1, 1).toordinal()


def _by_ordinal(exceptions: Iterable[DayException]) -> dict[int, DayException]:
    found: dict[int, DayException] = {}
    for exception in exceptions:
        if found.setdefault(exception.day.toordinal(), exception) is not exception:
            raise BadHours(f"two exceptions on {exception.day}")
        if (exception.kind == "off") == bool(exception.hours):
            raise BadHours(f"the exception on {exception.day} is {exception.kind!r} but its hours say otherwise")
    return found


def _check_weeks(weeks: tuple[Week, ...]) -> None:
    if not any(hours for week in weeks for hours in week.hours):
        raise BadHours("a calendar needs at least one working interval")
    for earlier, later in zip(weeks, weeks[1:], strict=False):
        if earlier.valid_to is None or later.valid_from < earlier.valid_to:
            raise BadHours(f"two weeks are in force on {later.valid_from}")


def _week_data(week: Week) -> dict[str, Any]:
    return {
        "valid_from": week.valid_from.isoformat(),
        "valid_to": week.valid_to.isoformat() if week.valid_to else None,
        "week": week_data(week.hours),
        "decision": week.decision,
    }


def _exception_data(exception: DayException) -> dict[str, Any]:
    return {
        "date": exception.day.isoformat(),
        "kind": exception.kind,
        "hours": intervals_data(exception.hours),
        "decision": exception.decision,
        "note": exception.note,
        "is_verified": exception.is_verified,
    }


def calendar_read(code: str, data: Mapping[str, Any]) -> WorkingCalendar:
    """The calendar whose content ``as_data`` gave."""
    return WorkingCalendar(code, map(_week_read, data["weeks"]), map(_exception_read, data["exceptions"]))


def _week_read(row: Mapping[str, Any]) -> Week:
    until = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return Week(week_read(row["week"]), date.fromisoformat(row["valid_from"]), until, row["decision"])


def _exception_read(row: Mapping[str, Any]) -> DayException:
    hours, day = intervals_read(row["hours"]), date.fromisoformat(row["date"])
    return DayException(day, row["kind"], hours, row["decision"], row["note"], row["is_verified"])
