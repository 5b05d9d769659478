"""The simulated clock of a story: when the next act comes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from tinhso.kernel.calendar.rules import WorkingCalendar
from tinhso.kernel.calendar.rules.minutes import minute_of, moment_of


class Clock(Protocol):
    def after(self, moment: datetime, minutes: int) -> datetime: ...

    def between(self, since: datetime, until: datetime) -> int: ...


@dataclass(frozen=True)
class Hurried:
    """Minutes as they come, never past the present: a story told to its end whatever the hour."""

    end: datetime

    def after(self, moment: datetime, minutes: int) -> datetime:
        return min(moment + timedelta(minutes=minutes), self.end)

    def between(self, since: datetime, until: datetime) -> int:
        return max(0, int((until - since).total_seconds()) // 60)


@dataclass(frozen=True)
class Working:
    """Working minutes of the province's calendar: nobody acts at night, on Sundays or on holidays."""

    calendar: WorkingCalendar

    def after(self, moment: datetime, minutes: int) -> datetime:
        return moment_of(self.calendar.after_working(minute_of(moment), max(minutes, 1)))

    def between(self, since: datetime, until: datetime) -> int:
        return self.calendar.worked_minutes(minute_of(since), minute_of(until)) if since < until else 0


def working_dates(calendar: WorkingCalendar, last: date, count: int) -> list[date]:
    """So many working dates, the last of them not after that day, in order."""
    found: list[date] = []
    day = last
    while len(found) < count:
        if calendar.hours_of(day.toordinal()):
            found.append(day)
        day -= timedelta(days=1)
    return found[::-1]
