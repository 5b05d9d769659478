"""Work lists: what waits at my desk, by due moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.text import fold
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.queries.visible import visible_cases
from tinhso.kernel.cases.rules.states import OPEN


@dataclass(frozen=True)
class Filters:
    """What a person narrowed the list to; None or empty means all.

    ``holder``: empty for what is mine or nobody's, ``free`` for what nobody holds, ``all`` for whatever lies at the
    steps and units I answer for, or the id of a seat. Periods are half-open.
    """

    rights: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    code: str = ""
    is_mine: bool = False
    is_overdue: bool = False
    holder: str = ""
    unit_id: UUID | None = None
    channel: int | None = None
    due_from: datetime | None = None
    due_until: datetime | None = None
    received_from: datetime | None = None
    received_until: datetime | None = None
    text: str = ""


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
    seat_id: UUID | None
    is_overdue: bool
    id: UUID
    unit_id: UUID | None
    definition_id: UUID
    channel: int
    received_at: datetime | None
    step_due_at: datetime | None
    version: int


def waiting_for(actor: Actor, rights: tuple[str, ...]) -> QuerySet[Case]:
    """Open cases at a step that the actor may take: by right and unit, not given to somebody else."""
    not_theirs = Q(step_seat_id=None) | Q(step_seat_id=actor.seat_id)
    return visible_cases(actor).filter(_at_steps(actor, rights) & not_theirs, state__in=OPEN)


def answered_for(actor: Actor, rights: tuple[str, ...]) -> QuerySet[Case]:
    """Open cases at a step the actor may take or hand to others, whoever holds them."""
    here = _at_steps(actor, rights)
    if actor.has_everywhere("cases.assign"):
        here |= Q(step_right__in=rights)
    elif units := actor.units_with("cases.assign"):
        here |= Q(step_right__in=rights, step_unit_id__in=units)
    return visible_cases(actor).filter(here, state__in=OPEN)


def _at_steps(actor: Actor, rights: tuple[str, ...]) -> Q:
    here = Q(pk__in=[])
    for right in rights:
        if actor.has_everywhere(right):
            here |= Q(step_right=right)
        elif units := actor.units_with(right):
            here |= Q(step_right=right, step_unit_id__in=units)
    return here


def listed_cases(actor: Actor, filters: Filters, at: datetime) -> QuerySet[Case]:
    """The cases of a work list, narrowed, in no order."""
    return lists_of(actor, [filters], at)[0]


def lists_of(actor: Actor, several: Sequence[Filters], at: datetime) -> list[QuerySet[Case]]:
    """Several work lists of one actor at once; who may see what is worked out once for all of them."""
    scopes: dict[tuple[bool, tuple[str, ...]], QuerySet[Case]] = {}
    found = []
    for filters in several:
        kind = (bool(filters.holder), filters.rights)
        if kind not in scopes:
            scopes[kind] = (answered_for if filters.holder else waiting_for)(actor, filters.rights)
        found.append(narrowed(scopes[kind], actor, filters, at))
    return found


def narrowed(cases: QuerySet[Case], actor: Actor, filters: Filters, at: datetime) -> QuerySet[Case]:
    if filters.states:
        cases = cases.filter(state__in=filters.states)
    if filters.code:
        cases = cases.filter(definition__code=filters.code)
    if filters.is_mine:
        cases = cases.filter(step_seat_id=actor.seat_id)
    if filters.is_overdue:
        cases = cases.filter(due_at__lt=at, finished_at=None)
    if filters.holder == "free":
        cases = cases.filter(step_seat_id=None)
    elif filters.holder not in ("", "all"):
        cases = cases.filter(step_seat_id=UUID(filters.holder))
    if filters.text:
        cases = cases.filter(_says(filters.text))
    return cases.filter(**_given(filters))


def _given(filters: Filters) -> dict[str, Any]:
    """The plain comparisons, of what was given."""
    wanted = {
        "step_unit_id": filters.unit_id,
        "channel": filters.channel,
        "due_at__gte": filters.due_from,
        "due_at__lt": filters.due_until,
        "received_at__gte": filters.received_from,
        "received_at__lt": filters.received_until,
    }
    return {name: value for name, value in wanted.items() if value is not None}


def _says(text: str) -> Q:
    """Part of the number, or of the name of the applicant or owner, accents or not."""
    says, folded = Q(number__icontains=text.strip()), fold(text)
    if folded:
        says |= Q(applicant__name_folded__contains=folded) | Q(owner__name_folded__contains=folded)
    return says


# What a row of a list is read from, in the order of ``WorkRow`` but for the last.
COLUMNS = (
    "number", "title", "definition__code", "applicant__full_name", "state", "step", "due_at", "submitted_at",
    "step_seat_id", "id", "step_unit_id", "definition_id", "channel", "received_at", "step_due_at", "version",
    "finished_at",
)  # fmt: skip
_standing_in = attrgetter(*(column.replace("__", ".") for column in COLUMNS))


def row_of(case: Case, at: datetime) -> WorkRow:
    return row_from(_standing_in(case), at)


def row_from(values: Sequence[Any], at: datetime) -> WorkRow:
    """The row from what stands in ``COLUMNS``."""
    number, title, code, applicant, state, step, due_at, submitted_at, seat_id, *others, finished_at = values
    late = _is_late(due_at, finished_at or at)
    return WorkRow(number, title, code, applicant, State(state), step, due_at, submitted_at, seat_id, late, *others)


def is_overdue(case: Case, at: datetime) -> bool:
    """Overdue is an attribute of the deadline, never a state (one-stop.md section 1.3)."""
    return _is_late(case.due_at, case.finished_at or at)


def _is_late(due_at: datetime | None, moment: datetime) -> bool:
    return due_at is not None and due_at < moment


def counts_of(actor: Actor, rights: tuple[str, ...], at: datetime) -> Mapping[str, Any]:
    """How many wait for each right, and how many of them are overdue."""
    waiting = waiting_for(actor, rights)
    rows = waiting.values("step_right").annotate(waiting=Count("id"), overdue=Count("id", filter=Q(due_at__lt=at)))
    return {row["step_right"]: row for row in rows}
