"""Answers typed at a counter and not sent yet, when a reorganisation ends the unit."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet

from tinhso.base.messages import gettext_noop
from tinhso.kernel.forms.models import Draft
from tinhso.kernel.organisations.kinds import Held, Holding, Move, holdings


def _drafts(units: Sequence[UUID]) -> QuerySet[Draft]:
    return Draft.objects.filter(unit_id__in=units)


def _held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    return Counter(unit for unit in _drafts(units).values_list("unit_id", flat=True) if unit)


def _listed(units: Sequence[UUID], on: date) -> list[Held]:
    rows = _drafts(units).select_related("form").order_by("created_at", "id")
    return [Held(row.unit_id, row.form.title) for row in rows if row.unit_id]


def _move(move: Move) -> int:
    moved = 0
    for gone, heir in move.heirs.items():
        moved += Draft.objects.filter(unit_id=gone).update(unit_id=heir, version=F("version") + 1)
    return moved


holdings.register(Holding("forms.drafts", gettext_noop("Bản khai đang nhập dở tại quầy"), 50, _held, _listed, _move))
