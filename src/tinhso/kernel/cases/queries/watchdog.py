"""Dossiers nobody moves (ux.md C3)."""

from datetime import datetime

from django.db.models import Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.kernel.calendar.queries import STANDARD, calendar_by_code
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries.visible import visible_cases
from tinhso.kernel.cases.rules.watchdog import limits
from tinhso.kernel.law.queries import rules_in_force


def stands_still(at: datetime) -> Q:
    """Open cases without an act for longer than the rule set ``watchdog`` allows in their state.

    Working hours are those of the province's standard calendar. Raises law's RulesMissing.
    """
    tables = rules_in_force("watchdog", local_day(at)).tables
    found = Q(pk__in=[])
    for state, since in limits(calendar_by_code(STANDARD), tables, at).items():
        found |= Q(state=state, moved_at__lt=since)
    return found


def unmoved_cases(actor: Actor, at: datetime) -> QuerySet[Case]:
    """Those the actor may see, the longest forgotten first."""
    return visible_cases(actor).filter(stands_still(at)).order_by("moved_at", "id")
