"""How each unit of time is counted, paused and resumed: one class a row of the table in law.

``first`` gives the due minute and the target date of a count, ``left`` what remains of it when a
pause begins before the due minute, ``resume`` counts what is left from the end of the pause.
The target is the date before it is rolled over days off; only calendar days and months need it.
"""

import calendar as months
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tinhso.kernel.calendar.rules.minutes import DAY, time_text
from tinhso.kernel.calendar.rules.working_time import WorkingCalendar

Due = tuple[int, int]  # the due minute, the target date


class Count(Protocol):
    @property
    def left_unit(self) -> str: ...  # of what is left at a pause: minute, working_day or day
    @property
    def manner(self) -> str: ...  # how it counts, told to people
    def first(self, calendar: WorkingCalendar, start: int) -> Due: ...
    def left(self, calendar: WorkingCalendar, at: int, due: Due) -> int: ...
    def resume(self, calendar: WorkingCalendar, at: int, left: int) -> Due: ...


@dataclass(frozen=True, slots=True)
class ByClock:
    """Working minutes, walked one after the other."""

    minutes: int
    left_unit = "minute"
    manner = "tính từng phút trong giờ làm việc"

    def first(self, calendar: WorkingCalendar, start: int) -> Due:
        due = calendar.after_working(start, self.minutes)
        return due, due // DAY

    def left(self, calendar: WorkingCalendar, at: int, due: Due) -> int:
        return calendar.worked_minutes(at, due[0])

    def resume(self, calendar: WorkingCalendar, at: int, left: int) -> Due:
        due = calendar.after_working(at, left)
        return due, due // DAY


@dataclass(frozen=True, slots=True)
class ByDay:
    """Working dates after the date of receipt; due at the close of the last."""

    dates: int
    left_unit = "working_day"
    manner = "tính theo ngày làm việc, không kể ngày nhận"

    def first(self, calendar: WorkingCalendar, start: int) -> Due:
        return self.resume(calendar, start, self.dates)

    def left(self, calendar: WorkingCalendar, at: int, due: Due) -> int:
        return calendar.working_dates(at // DAY, due[1])

    def resume(self, calendar: WorkingCalendar, at: int, left: int) -> Due:
        if left == 0:
            return _next_close(calendar, at)
        target = calendar.nth_working_date(at // DAY, left)
        return calendar.close_of(target), target


@dataclass(frozen=True, slots=True)
class SameDay:
    """The close of the date of receipt, or of the next working date when received late."""

    cutoff: int
    left_unit = "working_day"

    @property
    def manner(self) -> str:
        return (
            f"trả trong ngày nếu nhận trước {time_text(self.cutoff)} ngày làm việc, sau đó thì ngày làm việc tiếp theo"
        )

    def first(self, calendar: WorkingCalendar, start: int) -> Due:
        target = start // DAY
        if not (calendar.hours_of(target) and start % DAY < self.cutoff):
            target = calendar.nth_working_date(target, 1)
        return calendar.close_of(target), target

    def left(self, calendar: WorkingCalendar, at: int, due: Due) -> int:
        return 0

    def resume(self, calendar: WorkingCalendar, at: int, left: int) -> Due:
        return _next_close(calendar, at)


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """All days, or months then days; the due date is rolled to a working date."""

    days: int = 0
    months: int = 0
    left_unit = "day"

    @property
    def manner(self) -> str:
        whole = f"{self.months} tháng đến cùng ngày của tháng, " if self.months else ""
        return f"tính {whole}cả ngày nghỉ; hạn rơi vào ngày nghỉ thì lùi đến ngày làm việc tiếp theo"

    def first(self, calendar: WorkingCalendar, start: int) -> Due:
        target = _months_later(start // DAY, self.months) + self.days
        return calendar.close_of(calendar.first_working_date(target)), target

    def left(self, calendar: WorkingCalendar, at: int, due: Due) -> int:
        return max(0, due[1] - at // DAY)

    def resume(self, calendar: WorkingCalendar, at: int, left: int) -> Due:
        target = at // DAY + left
        due = calendar.close_of(calendar.first_working_date(target))
        if due <= at:
            due = calendar.close_of(calendar.nth_working_date(at // DAY, 1))
        return due, target


def _next_close(calendar: WorkingCalendar, at: int) -> Due:
    """The first close of a working date that lies after the minute."""
    target = at // DAY
    if not calendar.hours_of(target) or calendar.close_of(target) <= at:
        target = calendar.nth_working_date(target, 1)
    return calendar.close_of(target), target


def _months_later(ordinal: int, count: int) -> int:
    """The same day of the month so many months later, or that month's last day."""
    if not count:
        return ordinal
    day = date.fromordinal(ordinal)
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1])).toordinal()
