"""Searching the ledger: by subject, event, who acted, unit and period; newest first, a page by the last id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.kernel.ledger.kinds import SEARCH
from tinhso.kernel.ledger.models import Entry

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """None or empty means any. ``actors`` are ids of accounts or of seats; the period is half-open."""

    since: datetime
    until: datetime
    subjects: Sequence[UUID] | None = None
    actors: Sequence[UUID] | None = None
    event: str = ""
    unit_id: UUID | None = None


def entries_found(by: Actor, wanted: Wanted) -> QuerySet[Entry]:
    """Those of units where the actor may search; whoever may search everywhere sees all.

    Ids are UUIDv7: their order is that of time, and the primary key of each month is in that order.
    """
    by.must(SEARCH)
    entries = Entry.objects.filter(recorded_at__gte=wanted.since, recorded_at__lt=wanted.until)
    if not by.has_everywhere(SEARCH):
        entries = entries.filter(unit_id__in=by.units_with(SEARCH))
    if wanted.subjects is not None:
        entries = entries.filter(subject_id__in=wanted.subjects)
    if wanted.actors is not None:
        entries = entries.filter(Q(actor_id__in=wanted.actors) | Q(seat_id__in=wanted.actors))
    if wanted.event:
        entries = entries.filter(event=wanted.event)
    if wanted.unit_id is not None:
        entries = entries.filter(unit_id=wanted.unit_id)
    return entries.order_by("-id")


def page_of(entries: QuerySet[Entry], before: UUID | None, size: int = PAGE) -> tuple[list[Entry], UUID | None]:
    """A page older than that entry, and where the next begins."""
    found = list((entries.filter(id__lt=before) if before else entries)[: size + 1])
    return found[:size], (found[size - 1].id if len(found) > size else None)
