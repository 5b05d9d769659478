"""Scans that are on their way into the store, when a reorganisation ends the unit that digitises them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tinhso.base.messages import gettext_noop
from tinhso.kernel.organisations.kinds import Held, Holding, Move, holdings
from tinhso.modules.citizens.results.models import PaperState, StoredPaper

STORED = (PaperState.IN_FORCE, PaperState.REVOKED, PaperState.REPLACED, PaperState.DROPPED)


def _underway(units: Sequence[UUID]) -> QuerySet[StoredPaper]:
    return StoredPaper.objects.exclude(state__in=STORED).filter(unit_id__in=units, document=None)


def _held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    return Counter(_underway(units).values_list("unit_id", flat=True))


def _listed(units: Sequence[UUID], on: date) -> list[Held]:
    return [Held(row.unit_id, row.title or row.case_number) for row in _underway(units).order_by("id")]


def _move(move: Move) -> int:
    """What is in the store stays the unit's that put it there; the heir's officials have it within reach."""
    return sum(_underway([gone]).update(unit_id=heir) for gone, heir in move.heirs.items())


holdings.register(Holding("results.underway", gettext_noop("Giấy tờ đang số hóa"), 65, _held, _listed, _move))
