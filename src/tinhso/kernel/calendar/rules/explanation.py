"""Why a due moment is what it is: one line for each counted, skipped or paused stretch (Vietnamese).

Each exception of the calendar that plays a part stands with the decision behind it. The sentences
are stored with the promise, so they are written here once and never translated later.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tinhso.base.moments import long_moment_text
from tinhso.kernel.calendar.rules.counting import Count
from tinhso.kernel.calendar.rules.minutes import (
    DAY,
    days_text,
    duration_text,
    intervals_text,
    moment_of,
)
from tinhso.kernel.calendar.rules.working_time import DayException, WorkingCalendar

UNVERIFIED = "chưa đối chiếu văn bản gốc"


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch: ``kind`` is received, counted, skipped, paused or due; both days are part of it."""

    kind: str
    first: date
    last: date
    text: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A pause in minutes; ``left`` is what remained, or None when it was overdue already."""

    since: int
    until: int | None
    left: int | None
    reason: str
    ground: str


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch in which the clock runs towards a due minute, until a stop if there is one."""

    begun: int
    due: int
    target: int
    stop: Stop | None = None

    @property
    def is_cut(self) -> bool:
        return self.stop is not None and self.stop.left is not None


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring dates that count, or do not, for the same reason."""

    first: int
    last: int
    is_worked: bool
    reason: str
    decision: str


def explained(count: Count, calendar: WorkingCalendar, legs: tuple[Leg, ...]) -> tuple[Line, ...]:
    """The lines of a promise, from the receipt to the due moment or the open pause."""
    begun = legs[0].begun
    lines = [_line("received", begun, begun, f"Nhận lúc {_moment(begun)}; {count.manner}.")]
    left: int | None = None
    for leg in legs:
        lines.extend(_TELLERS[count.left_unit](calendar, leg, left))
        if leg.stop is not None:
            lines.append(_pause_line(leg.stop, count.left_unit))
            left = leg.stop.left
    last = legs[-1]
    if not last.is_cut:
        # What ends at 24:00 belongs to the date that ends then.
        lines.append(_line("due", last.due - 1, last.due - 1, f"Hạn: {_moment(last.due)}."))
    return tuple(lines)


def _minute_lines(calendar: WorkingCalendar, leg: Leg, left: int | None) -> Iterator[Line]:
    end = leg.stop.since if leg.stop and leg.is_cut else leg.due
    for run in _runs(calendar, leg.begun // DAY, max(leg.begun, end - 1) // DAY):
        if not run.is_worked:
            yield _skipped(run)
            continue
        since = max(leg.begun, run.first * DAY)
        worked = calendar.worked_minutes(since, min(end, (run.last + 1) * DAY))
        if worked:
            yield _worked_line(run, worked, calendar.after_working(since, 1) - 1, calendar.after_working(since, worked))


def _worked_line(run: _Run, worked: int, since: int, until: int) -> Line:
    text = f"Tính {duration_text(worked)} làm việc: từ {_moment(since)} đến {_moment(until)}{_because(run)}."
    return Line("counted", date.fromordinal(since // DAY), date.fromordinal((until - 1) // DAY), text, run.decision)


def _date_lines(calendar: WorkingCalendar, leg: Leg, left: int | None) -> Iterator[Line]:
    end = leg.stop.since // DAY if leg.stop and leg.is_cut else leg.target
    for run in _runs(calendar, leg.begun // DAY + 1, end):
        if not run.is_worked:
            yield _skipped(run)
        elif left != 0:
            counted = f"Tính {run.last - run.first + 1} ngày làm việc"
            yield _run_line("counted", run, f"{counted}: {days_text(run.first, run.last)}{_because(run)}.")
    if left == 0:
        text = "Không còn ngày phải tính: hạn là lúc hết giờ làm việc gần nhất sau khi hết tạm dừng."
        yield _line("counted", leg.begun, leg.begun, text)


def _day_lines(calendar: WorkingCalendar, leg: Leg, left: int | None) -> Iterator[Line]:
    begun = leg.begun // DAY
    end = min(leg.stop.since // DAY, leg.target) if leg.stop and leg.is_cut else leg.target
    if end > begun:
        text = f"Tính {end - begun} ngày: {days_text(begun + 1, end)}."
        yield Line("counted", date.fromordinal(begun + 1), date.fromordinal(end), text)
    if not leg.is_cut:
        yield from _rolled_lines(calendar, leg)


def _rolled_lines(calendar: WorkingCalendar, leg: Leg) -> Iterator[Line]:
    """Why the due date lies after the date that was counted to."""
    for run in _runs(calendar, leg.target, (leg.due - 1) // DAY - 1):
        why = "đã hết giờ làm việc" if run.is_worked else run.reason
        yield _run_line("skipped", run, f"Hạn lùi qua {days_text(run.first, run.last)} – {why}.")


_TELLERS = {"minute": _minute_lines, "working_day": _date_lines, "day": _day_lines}
_LEFT = {"working_day": "ngày làm việc", "day": "ngày"}


def _pause_line(stop: Stop, unit: str) -> Line:
    span = f"từ {_moment(stop.since)} " + (f"đến {_moment(stop.until)}" if stop.until is not None else "đến nay")
    why = stop.reason + (f" ({stop.ground})" if stop.ground else "")
    text = f"Tạm dừng {span}" + (f": {why}" if why else "")
    if stop.left is None:
        text += "; không đổi hạn vì lúc đó đã quá hạn."
    else:
        left = duration_text(stop.left) + " làm việc" if unit == "minute" else f"{stop.left} {_LEFT[unit]}"
        text += f"; còn lại {left}."
    until = stop.since if stop.until is None else stop.until
    return Line("paused", _day(stop.since), _day(until), text, stop.ground)


def _runs(calendar: WorkingCalendar, first: int, last: int) -> Iterator[_Run]:
    """The dates first … last in runs of the same reason."""
    run: _Run | None = None
    for ordinal in range(first, last + 1):
        worked = bool(calendar.hours_of(ordinal))
        reason, decision = reason_of(calendar, ordinal), _decision_of(calendar, ordinal)
        if run and (run.is_worked, run.reason, run.decision) == (worked, reason, decision):
            run = _Run(run.first, ordinal, worked, reason, decision)
            continue
        if run:
            yield run
        run = _Run(ordinal, ordinal, worked, reason, decision)
    if run:
        yield run


def reason_of(calendar: WorkingCalendar, ordinal: int) -> str:
    """Why a date is off, or differs from the week; empty for a usual working date."""
    if exception := calendar.exceptions.get(ordinal):
        return _exception_text(exception)
    if calendar.hours_of(ordinal):
        return ""
    return "ngày nghỉ hằng tuần" if calendar.week_of(ordinal) else "chưa có giờ làm việc"


def _decision_of(calendar: WorkingCalendar, ordinal: int) -> str:
    exception = calendar.exceptions.get(ordinal)
    return exception.decision if exception else ""


_KINDS = {"off": "ngày nghỉ", "work": "ngày được bố trí làm việc", "hours": "giờ làm việc riêng"}


def _exception_text(exception: DayException) -> str:
    text = _KINDS[exception.kind]
    if exception.kind == "hours":
        text += f" {intervals_text(exception.hours)}"
    if exception.note:
        text += f", {exception.note}"
    if exception.decision:
        mark = "" if exception.is_verified else f"; {UNVERIFIED}"
        text += f" (theo {exception.decision}{mark})"
    return text


def _because(run: _Run) -> str:
    return f" – {run.reason}" if run.reason else ""


def _skipped(run: _Run) -> Line:
    return _run_line("skipped", run, f"Không tính {days_text(run.first, run.last)}{_because(run)}.")


def _run_line(kind: str, run: _Run, text: str) -> Line:
    return Line(kind, date.fromordinal(run.first), date.fromordinal(run.last), text, run.decision)


def _line(kind: str, first: int, last: int, text: str) -> Line:
    return Line(kind, _day(first), _day(last), text)


def _day(minute: int) -> date:
    return date.fromordinal(minute // DAY)


def _moment(minute: int) -> str:
    """17:00 thứ Sáu 27/11/2026."""
    return long_moment_text(moment_of(minute))


def line_data(line: Line) -> dict[str, str]:
    return {
        "kind": line.kind,
        "first": line.first.isoformat(),
        "last": line.last.isoformat(),
        "text": line.text,
        "decision": line.decision,
    }


def line_read(data: Mapping[str, Any]) -> Line:
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    return Line(data["kind"], first, last, data["text"], data["decision"])
