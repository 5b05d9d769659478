"""Opinions that an office is asked for, and notes of a case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.kernel.cases.models import Case, Note, Opinion
from tinhso.kernel.identity.queries.sealing import opened_text


@dataclass(frozen=True)
class NoteView:
    id: UUID
    text: str
    seat_id: UUID | None
    made_at: datetime


def opinions_asked(actor: Actor) -> QuerySet[Opinion]:
    """What the actor's offices are asked and have not answered, the most urgent first."""
    still_open = Opinion.objects.filter(answered_at=None, taken_back_at=None)
    if not actor.has_everywhere("cases.advise"):
        mine = Q(seat_id=None) | Q(seat_id=actor.seat_id)
        still_open = still_open.filter(mine, unit_id__in=actor.units_with("cases.advise"))
    return still_open.select_related("case__definition").order_by(F("due_at").asc(nulls_last=True), "asked_at")


def notes_of(case: Case, actor: Actor) -> list[NoteView]:
    """The notes on a case that the actor may open, oldest first; none for citizens."""
    if actor.is_citizen or actor.is_anonymous:
        return []
    notes: QuerySet[Note] = case.notes.filter(removed_at=None).order_by("made_at", "id")
    return [NoteView(n.pk, opened_text(n.text_sealed, n.pk, "cases.note"), n.seat_id, n.made_at) for n in notes]
