"""Removing what was told long ago: how long it is kept is dated data, and nothing is removed where nobody said."""

from datetime import datetime, timedelta

from django.db import transaction

from tinhso.base.actor import system_actor
from tinhso.base.moments import local_day
from tinhso.kernel.law.queries import RulesMissing, rules_in_force
from tinhso.kernel.ledger.actions import SubjectRef, write_entry
from tinhso.kernel.notices.actions import declared  # noqa: F401
from tinhso.kernel.notices.kinds import RETENTION
from tinhso.kernel.notices.models import Delivery, Notice, State

BY = system_actor("notices")


@transaction.atomic
def remove_old(*, at: datetime, limit: int = 1000) -> int:
    """Removes up to so many notices past their time with their deliveries, the oldest first; gives how many.

    What still waits to be sent stays. The ledger keeps that each was told, and that they were removed.
    """
    try:
        days = rules_in_force(RETENTION, local_day(at)).tables["days"]
    except RulesMissing:
        return 0
    before = at - timedelta(days=days)
    waiting = Delivery.objects.filter(state=State.WAITING).values("notice")
    old = Notice.objects.select_for_update(skip_locked=True).filter(told_at__lt=before).exclude(pk__in=waiting)
    found = list(old.order_by("told_at").values_list("pk", flat=True)[:limit])
    if not found:
        return 0
    Delivery.objects.filter(notice__in=found).delete()
    Notice.objects.filter(pk__in=found).delete()
    payload = {"count": len(found), "before": before.isoformat()}
    write_entry("notice.removed", SubjectRef("notices.notice", found[0]), by=BY, at=at, payload=payload)
    return len(found)
