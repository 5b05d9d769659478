"""Work lists: what waits at my desk, by due moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.queries.visible import visible_cases
from tinhso.kernel.cases.rules.states import OPEN

PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What a person narrowed the list to; None or empty means all."""

    rights: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    code: str = ""
    is_mine: bool = False
    is_overdue: bool = False


@dataclass(frozen=True)
class WorkRow:
    number: str
    title: str
    code: str
    applicant: str
    state: State
    step: str
    due_at: datetime | None
    submitted_at: datetime
    seat_id: object
    is_overdue: bool


def waiting_for(actor: Actor, rights: tuple[str, ...]) -> QuerySet[Case]:
    """Open cases at a step that the actor may take: by right and unit, not given to somebody else."""
    here = Q(pk__in=[])
    for right in rights:
        if actor.has_everywhere(right):
            here |= Q(step_right=right)
        elif units := actor.units_with(right):
            here |= Q(step_right=right, step_unit_id__in=units)
    not_theirs = Q(step_seat_id=None) | Q(step_seat_id=actor.seat_id)
    return visible_cases(actor).filter(here & not_theirs, state__in=OPEN)


def narrowed(cases: QuerySet[Case], actor: Actor, filters: Filters, at: datetime) -> QuerySet[Case]:
    if filters.states:
        cases = cases.filter(state__in=filters.states)
    if filters.code:
        cases = cases.filter(definition__code=filters.code)
    if filters.is_mine:
        cases = cases.filter(step_seat_id=actor.seat_id)
    if filters.is_overdue:
        cases = cases.filter(due_at__lt=at)
    return cases


def work_list(actor: Actor, filters: Filters, at: datetime, *, page: int = 1) -> tuple[list[WorkRow], bool]:
    """A page of 50 rows, the most urgent first, and whether more follow."""
    cases = narrowed(waiting_for(actor, filters.rights), actor, filters, at)
    cases = cases.select_related("definition", "applicant").defer("definition__body", "promise", "rule_versions")
    start = (page - 1) * PAGE
    found = list(cases.order_by(F("due_at").asc(nulls_last=True), "id")[start : start + PAGE + 1])
    return [row_of(case, at) for case in found[:PAGE]], len(found) > PAGE


def row_of(case: Case, at: datetime) -> WorkRow:
    return WorkRow(
        number=case.number,
        title=case.title,
        code=case.definition.code,
        applicant=case.applicant.full_name,
        state=State(case.state),
        step=case.step,
        due_at=case.due_at,
        submitted_at=case.submitted_at,
        seat_id=case.step_seat_id,
        is_overdue=is_overdue(case, at),
    )


def is_overdue(case: Case, at: datetime) -> bool:
    """Overdue is an attribute of the deadline, never a state (one-stop.md section 1.3)."""
    return case.due_at is not None and case.due_at < (case.finished_at or at)


def counts_of(actor: Actor, rights: tuple[str, ...], at: datetime) -> Mapping[str, Any]:
    """How many wait for each right, and how many of them are overdue."""
    waiting = waiting_for(actor, rights)
    rows = waiting.values("step_right").annotate(waiting=Count("id"), overdue=Count("id", filter=Q(due_at__lt=at)))
    return {row["step_right"]: row for row in rows}
