"""Files of due dates to check (the form of tests/clock_cases.json): calendars by name, and cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from tinhso.base.moments import LOCAL
from tinhso.kernel.calendar.rules.minutes import BadHours, intervals_read
from tinhso.kernel.calendar.rules.promises import (
    Allotted,
    BadAllotted,
    ClockChoices,
    Left,
    Pause,
    due_after_pauses,
)
from tinhso.kernel.calendar.rules.working_time import DayException, Week, WorkingCalendar, week_read


class BadCaseFile(ValueError):
    """A file that is not one of due dates; the message says where."""


@dataclass(frozen=True, slots=True)
class Difference:
    number: int  # from 1
    case: Mapping[str, Any]
    expected: str | None
    found: str | None  # None: still paused


@dataclass(frozen=True, slots=True)
class Checked:
    count: int
    differences: tuple[Difference, ...]


def checked(data: object, tables: Mapping[str, Any]) -> Checked:
    """Compares every case of the file with the clock. Raises BadCaseFile.

    ``tables`` are the choices of the rule set ``clock``; the file may change some under ``choices``.
    """
    if not isinstance(data, dict) or not isinstance(data.get("calendars"), dict):
        raise BadCaseFile("calendars: thiếu danh mục lịch")
    if not isinstance(data.get("cases"), list):
        raise BadCaseFile("cases: thiếu danh sách trường hợp")
    choices = _choices(tables, data.get("choices", {}))
    calendars = {name: _calendar(name, calendar, choices) for name, calendar in data["calendars"].items()}
    differences = tuple(_differences(data["cases"], calendars, choices))
    return Checked(len(data["cases"]), differences)


def _choices(tables: Mapping[str, Any], changed: Any) -> ClockChoices:
    try:
        return ClockChoices.from_tables({**tables, **changed})
    except (TypeError, ValueError, InvalidOperation) as error:
        raise BadCaseFile(f"choices: {error}") from None


def _differences(
    cases: list[Any], calendars: Mapping[str, WorkingCalendar], choices: ClockChoices
) -> Iterator[Difference]:
    for number, case in enumerate(cases, start=1):
        try:
            expected, found = _compared(case, calendars, choices)
        except KeyError as error:
            raise BadCaseFile(f"cases[{number}]: thiếu hoặc không có {error}") from None
        except (TypeError, ValueError, AttributeError, OverflowError, InvalidOperation) as error:
            raise BadCaseFile(f"cases[{number}]: {error}") from None
        if expected != found:
            yield Difference(number, case, expected, found)


def _compared(
    case: Mapping[str, Any], calendars: Mapping[str, WorkingCalendar], choices: ClockChoices
) -> tuple[str | None, str | None]:
    allotted = Allotted(_amount(case), case["unit"], case.get("counting"))
    pauses = [Pause(_moment(since), _moment(until) if until else None) for since, until in case.get("pauses") or ()]
    told = due_after_pauses(_moment(case["start"]), allotted, pauses, calendars[case["calendar"]], choices)
    expected = case["due"]
    found = None if isinstance(told, Left) else f"{told.due_at:%Y-%m-%dT%H:%M}"
    return (None if expected is None else f"{_moment(expected):%Y-%m-%dT%H:%M}"), found


def _amount(case: Mapping[str, Any]) -> Decimal:
    amount = case.get("amount", 0) if case["unit"] == "same_day" else case["amount"]
    if isinstance(amount, bool) or not isinstance(amount, int | float | str):
        raise BadAllotted(f"amount {amount!r} is no number")
    number = Decimal(str(amount))
    if not number.is_finite():
        raise BadAllotted(f"amount {amount!r} is no number")
    return number


def _moment(text: str) -> datetime:
    """A moment of the file: local unless it names its zone."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=LOCAL) if moment.tzinfo is None else moment


def _calendar(name: str, data: Any, choices: ClockChoices) -> WorkingCalendar:
    try:
        exceptions = [_exception(row, choices) for row in data.get("exceptions") or ()]
        return WorkingCalendar(name, [Week(week_read(data["week"]))], exceptions)
    except KeyError as error:
        raise BadCaseFile(f"calendars.{name}: thiếu {error}") from None
    except (BadHours, TypeError, ValueError, AttributeError) as error:
        raise BadCaseFile(f"calendars.{name}: {error}") from None


def _exception(row: Mapping[str, Any], choices: ClockChoices) -> DayException:
    kind, hours = row["kind"], intervals_read(row.get("hours") or [])
    if kind not in ("off", "work", "hours"):
        raise BadHours(f"{kind!r} is no kind of exception: off, work, hours")
    if kind == "work" and not hours:
        hours = choices.standard_hours
    return DayException(date.fromisoformat(row["date"]), kind, hours, row.get("decision") or "", row.get("note") or "")
