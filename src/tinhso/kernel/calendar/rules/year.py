"""A year as a wall calendar shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tinhso.kernel.calendar.rules.explanation import reason_of
from tinhso.kernel.calendar.rules.working_time import WorkingCalendar


@dataclass(frozen=True)
class DayCell:
    """``kind`` is work, rest (a usual day off), off, worked or hours (these three differ from the week)."""

    day: date
    kind: str
    reason: str


@dataclass(frozen=True)
class Month:
    number: int
    weeks: Sequence[Sequence[DayCell | None]]


def months_of(calendar: WorkingCalendar, year: int) -> Iterator[Month]:
    """The twelve months in weeks from Monday; None pads the first and the last."""
    for number in range(1, 13):
        first = date(year, number, 1)
        after = date(year + number // 12, number % 12 + 1, 1)
        cells: list[DayCell | None] = [None] * first.weekday()
        cells += [_cell(calendar, ordinal) for ordinal in range(first.toordinal(), after.toordinal())]
        cells += [None] * (-len(cells) % 7)
        yield Month(number, [cells[start : start + 7] for start in range(0, len(cells), 7)])


def _cell(calendar: WorkingCalendar, ordinal: int) -> DayCell:
    exception = calendar.exceptions.get(ordinal)
    reason = reason_of(calendar, ordinal) if exception else ""
    kind = "work" if calendar.hours_of(ordinal) else "rest"
    if exception:
        kind = {"off": "off", "work": "worked", "hours": "hours"}[exception.kind]
    return DayCell(date.fromordinal(ordinal), kind, reason)
