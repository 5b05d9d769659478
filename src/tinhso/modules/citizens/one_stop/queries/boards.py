"""Rows and numbers of the desk's lists."""

from dataclasses import dataclass
from datetime import datetime

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.queries import WorkRow, visible_cases
from tinhso.kernel.cases.queries.lists import row_of, waiting_for
from tinhso.modules.citizens.one_stop.queries.clock import Clock, clock_of, running
from tinhso.modules.citizens.one_stop.rules.lists import STEP_RIGHTS as STEP_RIGHTS


@dataclass(frozen=True)
class Board:
    """The numbers of the day."""

    waiting: int
    is_new: int
    due_today: int
    overdue: int
    paused: int
    returned_today: int


@dataclass(frozen=True)
class Listed:
    """A row as the tables show it."""

    row: WorkRow
    state_label: str
    clock: Clock


def board_of(actor: Actor, at: datetime) -> Board:
    waiting, day = waiting_for(actor, STEP_RIGHTS), local_day(at)
    return Board(
        waiting=waiting.count(),
        is_new=waiting.filter(state=State.NEW).count(),
        due_today=waiting.filter(due_at__date=day, finished_at=None).count(),
        overdue=waiting.filter(due_at__lt=at, finished_at=None).count(),
        paused=waiting.filter(state__in=[State.SUPPLEMENT, State.PAYMENT]).count(),
        returned_today=visible_cases(actor).filter(returned_at__date=day).count(),
    )


def listed(row: WorkRow, at: datetime) -> Listed:
    """A row of the work list with its chips, from what the row holds."""
    if row.due_at is None:
        clock = Clock("paused") if row.state in (State.SUPPLEMENT, State.PAYMENT) else Clock("none")
    else:
        days = (local_day(row.due_at) - local_day(at)).days
        clock = Clock("none") if row.state == State.RESULT_READY else running(days)
        clock = Clock("over", -days) if row.is_overdue else clock
    return Listed(row, str(row.state.label), clock)


def listed_case(case: Case, at: datetime) -> Listed:
    return Listed(row_of(case, at), str(State(case.state).label), clock_of(case, at))
