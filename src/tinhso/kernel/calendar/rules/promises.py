"""What is promised: the due moment of an allotted time, its pauses, and why it is that moment."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, partial
from operator import attrgetter
from typing import Any, Literal, NamedTuple, cast, get_args

from tinhso.kernel.calendar.rules.counting import ByClock, ByDay, CalendarDays, Count, Due, SameDay
from tinhso.kernel.calendar.rules.explanation import Leg, Line, Stop, explained, line_data, line_read
from tinhso.kernel.calendar.rules.minutes import Interval, intervals_read, minute_of, moment_of, time_read
from tinhso.kernel.calendar.rules.working_time import WorkingCalendar

Unit = Literal["working_hour", "working_day", "day", "month", "same_day"]
Counting = Literal["by_day", "by_clock"]
UNITS: tuple[str, ...] = get_args(Unit)
COUNTINGS: tuple[str, ...] = get_args(Counting)
# A century of days: what is longer is a slip of the pen, and would be counted for seconds.
_MOST = {"working_hour": 300_000, "working_day": 36_500, "day": 36_500, "month": 1_200}


class BadAllotted(ValueError):
    """An allotted time that cannot be meant."""


class BadPauses(ValueError):
    """Pauses that overlap, end before they begin, or begin before the receipt."""


@dataclass(frozen=True, slots=True)
class Allotted:
    """An amount of one unit. ``counting`` None is the province's choice. Raises BadAllotted."""

    amount: Decimal | int
    unit: str
    counting: str | None = None

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise BadAllotted(f"{self.unit!r} is no unit of time: {', '.join(UNITS)}")
        if self.counting is not None and self.counting not in COUNTINGS:
            raise BadAllotted(f"{self.counting!r} is no way of counting: {', '.join(COUNTINGS)}")
        if self.unit != "same_day":
            _check_amount(self.amount, self.unit)


def _check_amount(amount: Decimal | int, unit: str) -> None:
    if not 0 < amount <= _MOST[unit]:
        raise BadAllotted(f"the amount must be above 0 and at most {_MOST[unit]} {unit}, not {amount}")
    if unit in ("day", "month") and amount != int(amount):
        raise BadAllotted(f"{unit} is counted whole, not {amount}")


@dataclass(frozen=True, slots=True)
class ClockChoices:
    """What the province chose where the law leaves a choice (rule set ``clock``)."""

    same_day_cutoff: int  # minute of the date
    counting: str
    minutes_per_day: int
    standard_hours: tuple[Interval, ...]

    @classmethod
    def from_tables(cls, tables: Mapping[str, Any]) -> "ClockChoices":
        """From the tables of the rule set ``clock`` (schema in kinds.py). Raises BadHours, BadAllotted."""
        if tables["counting"] not in COUNTINGS:
            raise BadAllotted(f"{tables['counting']!r} is no way of counting: {', '.join(COUNTINGS)}")
        return cls(
            same_day_cutoff=time_read(tables["same_day_cutoff"]),
            counting=tables["counting"],
            minutes_per_day=_whole_minutes(tables["hours_per_day"]),
            standard_hours=intervals_read(tables["standard_hours"]),
        )


class Pause(NamedTuple):
    """The clock stands still from ``since`` until ``until`` (None: it stands still)."""

    since: datetime
    until: datetime | None
    reason: str = ""
    ground: str = ""


@dataclass(frozen=True)
class Promise:
    """A due moment as it was promised, with its explanation (built when first read)."""

    due_at: datetime
    calendar_version: str
    explain: Callable[[], tuple[Line, ...]] = field(repr=False, compare=False)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return self.explain()


@dataclass(frozen=True)
class Left:
    """What is left of the allotted time while a pause is open: minutes, working days or days."""

    amount: int
    unit: str  # minute, working_day, day
    paused_at: datetime
    calendar_version: str
    explain: Callable[[], tuple[Line, ...]] = field(repr=False, compare=False)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return self.explain()


def promised_due(start: datetime, allotted: Allotted, calendar: WorkingCalendar, choices: ClockChoices) -> Promise:
    """When what was received at ``start`` is due."""
    count = _count_of(allotted, choices)
    begun = minute_of(start)
    due = count.first(calendar, begun)
    told = partial(explained, count, calendar, (Leg(begun, due[0], due[1]),))
    return Promise(moment_of(due[0]), calendar.version, told)


def due_after_pauses(
    start: datetime,
    allotted: Allotted,
    pauses: Iterable[Pause | tuple[datetime, datetime | None]],
    calendar: WorkingCalendar,
    choices: ClockChoices,
) -> Promise | Left:
    """The due moment after pauses, or what is left while the last is open. Raises BadPauses.

    A pause given as a bare pair has neither reason nor ground in the explanation.
    """
    count = _count_of(allotted, choices)
    begun = minute_of(start)
    legs: list[Leg] = []
    due = count.first(calendar, begun)
    for pause in _in_order(begun, pauses):
        since = minute_of(pause.since)
        if since >= due[0]:
            legs.append(Leg(begun, *due, _stop(pause, since, due, None)))
            return _promise(due, calendar, count, legs)
        left = count.left(calendar, since, due)
        legs.append(Leg(begun, *due, _stop(pause, since, due, left)))
        if pause.until is None:
            told = partial(explained, count, calendar, tuple(legs))
            return Left(left, count.left_unit, moment_of(since), calendar.version, told)
        begun = minute_of(pause.until)
        due = count.resume(calendar, begun, left)
    legs.append(Leg(begun, *due))
    return _promise(due, calendar, count, legs)


def _promise(due: Due, calendar: WorkingCalendar, count: Count, legs: list[Leg]) -> Promise:
    return Promise(moment_of(due[0]), calendar.version, partial(explained, count, calendar, tuple(legs)))


def _stop(pause: Pause, since: int, due: Due, left: int | None) -> Stop:
    until = None if pause.until is None else minute_of(pause.until)
    return Stop(since, until, left, pause.reason, pause.ground)


def _in_order(begun: int, pauses: Iterable[Pause | tuple[datetime, datetime | None]]) -> list[Pause]:
    """The pauses by their beginning. Raises BadPauses."""
    ordered = sorted((Pause(*pause) for pause in pauses), key=attrgetter("since"))
    free_from: int | None = begun
    for pause in ordered:
        since = minute_of(pause.since)
        if free_from is None or since < free_from:
            raise BadPauses("a pause begins before the receipt or before the pause before it has ended")
        free_from = None if pause.until is None else minute_of(pause.until)
        if free_from is not None and free_from < since:
            raise BadPauses("a pause ends before it begins")
    return ordered


def _count_of(allotted: Allotted, choices: ClockChoices) -> Count:
    return _COUNTS[allotted.unit](allotted, choices)


def _working_days(allotted: Allotted, choices: ClockChoices) -> Count:
    amount = allotted.amount
    if (allotted.counting or choices.counting) == "by_day" and amount == int(amount):
        return ByDay(int(amount))
    return ByClock(_rounded(amount * choices.minutes_per_day))


_COUNTS: dict[str, Callable[[Allotted, ClockChoices], Count]] = {
    "working_hour": lambda allotted, choices: ByClock(_rounded(allotted.amount * 60)),
    "working_day": _working_days,
    "day": lambda allotted, choices: CalendarDays(days=int(allotted.amount)),
    "month": lambda allotted, choices: CalendarDays(months=int(allotted.amount)),
    "same_day": lambda allotted, choices: SameDay(choices.same_day_cutoff),
}


def _rounded(minutes: Decimal | int) -> int:
    """The nearest whole minute, at least one: the resolution of the clock."""
    if isinstance(minutes, int):
        return minutes
    return max(1, int(minutes.quantize(Decimal(1), ROUND_HALF_UP)))


def _whole_minutes(hours: object) -> int:
    return _rounded(Decimal(str(hours)) * 60)


def as_data(told: Promise | Left) -> dict[str, Any]:
    """What is stored when a promise is made; JSON."""
    common = {"calendar_version": told.calendar_version, "lines": [line_data(line) for line in told.lines]}
    if isinstance(told, Promise):
        return {"due_at": told.due_at.isoformat(), **common}
    left = {"amount": told.amount, "unit": told.unit, "paused_at": told.paused_at.isoformat()}
    return {"left": left, **common}


def from_data(data: Mapping[str, Any]) -> Promise | Left:
    """The promise as it was stored: nothing is computed again."""
    lines = tuple(line_read(line) for line in data["lines"])
    told = cast(Callable[[], tuple[Line, ...]], partial(tuple, lines))
    if "due_at" in data:
        due_at = moment_of(minute_of(datetime.fromisoformat(data["due_at"])))
        return Promise(due_at, data["calendar_version"], told)
    left = data["left"]
    paused_at = moment_of(minute_of(datetime.fromisoformat(left["paused_at"])))
    return Left(left["amount"], left["unit"], paused_at, data["calendar_version"], told)
