"""Reminders: those a leader gave, those that stand before an official, those of one dossier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Case
from tinhso.modules.citizens.one_stop.models import Reminder

MOST = 100


@dataclass(frozen=True)
class ReminderLine:
    """``state`` is open, late, done (the dossier went on) or closed."""

    row: Reminder
    state: str


def _with_names(reminders: QuerySet[Reminder]) -> QuerySet[Reminder]:
    return reminders.select_related("case", "to_seat__person", "from_seat__person")


def _standing() -> QuerySet[Reminder]:
    """Not closed, and the dossier still lies at the step it was reminded of."""
    return _with_names(Reminder.objects.filter(closed_at=None, case__step=F("step"), case__finished_at=None))


def reminders_given(actor: Actor, at: datetime) -> list[ReminderLine]:
    """The leader's own, newest first."""
    if actor.seat_id is None:
        return []
    rows = _with_names(Reminder.objects.filter(from_seat_id=actor.seat_id)).order_by("-made_at", "-id")[:MOST]
    return _lines(rows, at)


def reminders_for(actor: Actor, at: datetime) -> list[ReminderLine]:
    """What this official was reminded of, in person or as an office, the most pressing first."""
    if actor.seat_id is None or actor.unit_id is None:
        return []
    mine = Q(to_seat_id=actor.seat_id) | Q(to_seat=None, unit_id=actor.unit_id)
    return _lines(_standing().filter(mine).order_by("due_on", "id")[:MOST], at)


def reminders_on(case: Case, at: datetime) -> list[ReminderLine]:
    return _lines(_standing().filter(case=case).order_by("due_on", "id"), at)


def _lines(rows: Sequence[Reminder] | QuerySet[Reminder], at: datetime) -> list[ReminderLine]:
    return [ReminderLine(row, _state(row, at)) for row in rows]


def _state(row: Reminder, at: datetime) -> str:
    if row.closed_at is not None:
        return "closed"
    if row.case.step != row.step or row.case.finished_at is not None:
        return "done"
    return "late" if row.due_on < local_day(at) else "open"
