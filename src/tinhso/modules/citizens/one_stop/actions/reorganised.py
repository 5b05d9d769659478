"""Reminders, shared lists and half-typed forms, when a reorganisation ends the units they are in."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tinhso.base.messages import gettext_noop
from tinhso.kernel.identity.actions.reorganised import SEATS
from tinhso.kernel.organisations.kinds import Held, Holding, Move, holdings
from tinhso.modules.citizens.one_stop.models import CounterDraft, Reminder, SavedList


def _reminders(units: Sequence[UUID]) -> QuerySet[Reminder]:
    return Reminder.objects.filter(closed_at=None, unit_id__in=units)


def _reminders_held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    return Counter(unit for unit in _reminders(units).values_list("unit_id", flat=True) if unit)


def _reminders_listed(units: Sequence[UUID], on: date) -> list[Held]:
    rows = _reminders(units).select_related("case").order_by("due_on", "id")
    return [Held(row.unit_id, row.case.number) for row in rows if row.unit_id]


def _move_reminders(move: Move) -> int:
    """Open reminders go with their dossiers; what hung on a seat hangs on the one that follows it."""
    seats = move.replaced.get(SEATS, {})
    moved = 0
    for gone, heir in move.heirs.items():
        moved += _reminders([gone]).update(unit_id=heir)
    for column in ("to_seat", "from_seat"):
        for row in Reminder.objects.filter(closed_at=None, **{f"{column}__in": list(seats)}):
            setattr(row, f"{column}_id", seats[getattr(row, f"{column}_id")])
            row.save(update_fields=[column])
    for draft in CounterDraft.objects.filter(seat__in=list(seats)):
        draft.seat_id = seats[draft.seat_id]
        draft.save(update_fields=["seat"])
    return moved


def _lists(units: Sequence[UUID]) -> QuerySet[SavedList]:
    return SavedList.objects.filter(unit_id__in=units)


def _lists_held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    return Counter(unit for unit in _lists(units).values_list("unit_id", flat=True) if unit)


def _lists_listed(units: Sequence[UUID], on: date) -> list[Held]:
    return [Held(row.unit_id, row.name) for row in _lists(units).order_by("name", "id") if row.unit_id]


def _move_lists(move: Move) -> int:
    return sum(_lists([gone]).update(unit_id=heir) for gone, heir in move.heirs.items())


holdings.register(
    Holding("one_stop.reminders", gettext_noop("Việc được nhắc"), 60, _reminders_held, _reminders_listed,
            _move_reminders)
)  # fmt: skip
holdings.register(
    Holding("one_stop.lists", gettext_noop("Danh sách dùng chung"), 61, _lists_held, _lists_listed, _move_lists)
)
