"""Telling about dossiers nobody moves, once for each standstill."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from tinhso.base.actor import Actor
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries.watchdog import stands_still
from tinhso.kernel.ledger.actions import entry_row, write_entries


@transaction.atomic
def note_unmoved(*, by: Actor, at: datetime, limit: int = 200) -> int:
    """Writes ``case.unmoved`` for up to so many dossiers that were not told of yet; gives how many."""
    untold = Q(unmoved_since=None) | ~Q(unmoved_since=F("moved_at"))
    found = list(
        Case.objects.select_for_update(skip_locked=True).filter(untold, stands_still(at)).order_by("moved_at")[:limit]
    )
    Case.objects.filter(pk__in=[case.pk for case in found]).update(unmoved_since=F("moved_at"))
    write_entries(
        [
            entry_row(
                "case.unmoved",
                case,
                by=by,
                at=at,
                payload={"since": case.moved_at.isoformat() if case.moved_at else None},
                unit_id=case.step_unit_id,
            )
            for case in found
        ]
    )
    return len(found)
