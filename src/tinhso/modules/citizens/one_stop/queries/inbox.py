"""What was filed online and waits to be accepted, each with the moment by which the office has to react."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.kernel.calendar.queries import calendar_of, choices_on
from tinhso.kernel.calendar.rules import Allotted, promised_due
from tinhso.kernel.cases.models import Case, Channel, State
from tinhso.kernel.cases.queries.lists import waiting_for
from tinhso.kernel.law.queries import RulesMissing, rules_in_force
from tinhso.modules.citizens.one_stop.queries.portal_inbox import Mark, marks_of

MOST = 100


@dataclass(frozen=True)
class Arrived:
    """``react_by`` is None where there is no such rule; ``portal`` for what was filed at the national portal."""

    case: Case
    papers: int
    react_by: datetime | None
    is_late: bool
    portal: Mark | None = None


def arrived(actor: Actor, at: datetime) -> Sequence[Arrived]:
    """Filed online and not accepted, the longest waiting first."""
    cases = waiting_for(actor, ("cases.receive",)).filter(state=State.NEW, channel=Channel.ONLINE)
    cases = cases.select_related("definition", "applicant").defer("definition__body", "promise")
    found = list(cases.annotate(paper_count=Count("papers")).order_by("submitted_at", "id")[:MOST])
    hours, marks = _hours(at), marks_of(case.pk for case in found)
    return [_row(case, marks.get(case.pk), hours, at) for case in found]


def _hours(at: datetime) -> int | None:
    """Working hours in which somebody has to act on a new dossier: the rule set of the watchdog."""
    try:
        return int(rules_in_force("watchdog", local_day(at)).tables["hours"][str(State.NEW.value)])
    except (RulesMissing, KeyError):
        return None


def _row(case: Case, portal: Mark | None, hours: int | None, at: datetime) -> Arrived:
    react_by = None
    arrived_at = portal.arrived_at if portal else case.submitted_at
    if hours is not None:
        day = local_day(arrived_at)
        allotted = Allotted(hours, "working_hour", "by_clock")
        calendar = calendar_of(case.first_receipt_unit_id, day)
        react_by = promised_due(arrived_at, allotted, calendar, choices_on(day)).due_at
    papers: int = case.paper_count  # type: ignore[attr-defined]  # annotated above
    return Arrived(case, papers, react_by, react_by is not None and react_by < at, portal)
