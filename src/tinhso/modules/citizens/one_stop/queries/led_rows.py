"""Rows of a leader's lists: who holds a dossier, since when, and what a clock says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Case, HandOver
from tinhso.kernel.organisations.queries import units_on
from tinhso.modules.citizens.one_stop.queries.clock import Clock, clock_of

PAGE = 30


@dataclass(frozen=True)
class LedRow:
    """A dossier as a leader's list shows it."""

    case: Case
    holder: str  # a name, or the office that has not given it to anybody
    office: str
    since: datetime
    clock: Clock


def led_rows(cases: QuerySet[Case], at: datetime, *, page: int = 1, size: int = PAGE) -> tuple[list[LedRow], bool]:
    """A page of rows in the order of the query, and whether more follow: two queries."""
    given = HandOver.objects.filter(case=OuterRef("pk"), done_at=None).values("given_at")[:1]
    wanted = cases.select_related("step_seat__person", "definition").annotate(given_at=Subquery(given))
    wanted = wanted.defer("definition__body", "promise", "rule_versions")
    start = (page - 1) * size
    found = list(wanted[start : start + size + 1])
    return _rows(found[:size], at), len(found) > size


def _rows(cases: Iterable[Case], at: datetime) -> list[LedRow]:
    shown = list(cases)
    names = office_names((case.step_unit_id or case.competent_unit_id for case in shown), at)
    return [_row(case, names, at) for case in shown]


def _row(case: Case, names: dict[UUID, str], at: datetime) -> LedRow:
    office = names.get(case.step_unit_id or case.competent_unit_id, "")
    holder = case.step_seat.person.full_name if case.step_seat else ""
    since = getattr(case, "given_at", None) or case.submitted_at
    return LedRow(case, holder, office, since, clock_of(case, at))


def office_names(unit_ids: Iterable[UUID], at: datetime) -> dict[UUID, str]:
    """How the offices are called today."""
    return {unit_id: unit.name for unit_id, unit in units_on(unit_ids, local_day(at)).items()}
