"""Dates inside a case: the share of a step, and the due moment after pauses."""

from datetime import datetime

from tinhso.base.moments import local_day
from tinhso.kernel.calendar.queries import calendar_of, calendar_version, choices_on
from tinhso.kernel.calendar.rules import Allotted, Left, Pause, Promise, due_after_pauses, promised_due
from tinhso.kernel.cases.actions.receipt import allotted_of
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.rules.definition import Step, read_body


def step_due(case: Case, step: Step, at: datetime) -> datetime | None:
    """When a step that starts now should be done: its hours of working time, never past the case's own due moment."""
    if step.hours == 0:
        return case.due_at
    day = local_day(at)
    allotted = Allotted(amount=step.hours, unit="working_hour", counting="by_clock")
    due_at = promised_due(at, allotted, calendar_of(case.competent_unit_id, day), choices_on(day)).due_at
    return min(due_at, case.due_at) if case.due_at else due_at


def due_with_pauses(case: Case) -> Promise | Left:
    """The due moment with all pauses, on the calendar it was promised under; Left while one is open."""
    assert case.received_at is not None and case.promise is not None  # noqa: S101  (a constraint of the table)
    variant = read_body(case.definition.body).variant(case.variant)
    pauses = [
        Pause(since=pause.from_at, until=pause.until_at, reason=pause.reason, ground=pause.ground)
        for pause in case.pauses.order_by("from_at")
    ]
    calendar = calendar_version(case.promise["calendar_version"])
    return due_after_pauses(
        case.received_at, allotted_of(variant), pauses, calendar, choices_on(local_day(case.received_at))
    )
