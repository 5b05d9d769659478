"""Dates inside a case: the share of a step, and the due moment after pauses and extensions."""

from datetime import datetime
from functools import partial
from uuid import UUID

from tinhso.base.moments import local_day
from tinhso.kernel.calendar.queries import calendar_of, calendar_version, choices_on
from tinhso.kernel.calendar.rules import (
    Allotted,
    ClockChoices,
    Left,
    Line,
    Pause,
    Promise,
    WorkingCalendar,
    due_after_pauses,
    promised_due,
)
from tinhso.kernel.cases.actions.receipt import allotted_of
from tinhso.kernel.cases.models import Case, Extension
from tinhso.kernel.cases.rules.definition import Step, read_body


def step_due(case: Case, step: Step, at: datetime, unit_id: UUID | None = None) -> datetime | None:
    """When a step that starts now should be done: its hours of working time, never past the case's own due moment.

    The hours are those of the unit that does the step (default: the competent one).
    """
    if step.hours == 0:
        return case.due_at
    day = local_day(at)
    allotted = Allotted(amount=step.hours, unit="working_hour", counting="by_clock")
    due_at = promised_due(at, allotted, calendar_of(unit_id or case.competent_unit_id, day), choices_on(day)).due_at
    return min(due_at, case.due_at) if case.due_at else due_at


def due_with_pauses(case: Case) -> Promise | Left:
    """The due moment with all pauses and extensions, on the calendar it was promised under; Left while one is open."""
    assert case.received_at is not None and case.promise is not None  # noqa: S101  (a constraint of the table)
    calendar = calendar_version(case.promise["calendar_version"])
    return due_on(case, calendar, choices_on(local_day(case.received_at)))


def due_on(case: Case, calendar: WorkingCalendar, choices: ClockChoices) -> Promise | Left:
    """The same, on any calendar: what a re-dating would promise. Pauses and extensions may be prefetched."""
    assert case.received_at is not None  # noqa: S101  (a constraint of the table)
    variant = read_body(case.definition.body).variant(case.variant)
    pauses = [
        Pause(since=pause.from_at, until=pause.until_at, reason=pause.reason, ground=pause.ground)
        for pause in sorted(case.pauses.all(), key=lambda pause: pause.from_at)
    ]
    due = due_after_pauses(case.received_at, allotted_of(variant), pauses, calendar, choices)
    for extension in sorted(case.extensions.all(), key=lambda extension: extension.order):
        if isinstance(due, Left):
            return due
        due = extended(due, extension, pauses, calendar, choices)
    return due


def extended(
    due: Promise, extension: Extension, pauses: list[Pause], calendar: WorkingCalendar, choices: ClockChoices
) -> Promise | Left:
    """The due moment moved by an extension, counted from the later of the old one and the day it was given."""
    start = max(due.due_at, extension.made_at)
    later = [pause for pause in pauses if pause.since >= start]
    moved = due_after_pauses(start, Allotted(extension.amount, extension.unit), later, calendar, choices)
    told = partial(_told, due, extension, start, moved)
    if isinstance(moved, Left):
        return Left(moved.amount, moved.unit, moved.paused_at, moved.calendar_version, told)
    return Promise(moved.due_at, moved.calendar_version, told)


def _told(due: Promise, extension: Extension, start: datetime, moved: Promise | Left) -> tuple[Line, ...]:
    day = local_day(start)
    text = f"Gia hạn lần {extension.order}, tính từ {day:%d/%m/%Y}: {extension.ground}"
    return (*due.lines, Line("extended", day, day, text, ""), *moved.lines)
