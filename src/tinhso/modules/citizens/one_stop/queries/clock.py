"""The clock of a case as a chip shows it."""

from dataclasses import dataclass
from datetime import datetime

from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.queries.lists import is_overdue
from tinhso.kernel.cases.rules.states import OPEN

SOON_DAYS = 2


@dataclass(frozen=True)
class Clock:
    """``kind`` is left, soon, over, paused or none; ``days`` whole days on the wall calendar."""

    kind: str
    days: int = 0


def clock_of(case: Case, at: datetime) -> Clock:
    """What the chip says now. Closed cases without a miss have no clock."""
    if case.due_at is None:
        return Clock("paused") if case.received_at and State(case.state) in OPEN else Clock("none")
    end = case.finished_at or at
    days = (local_day(case.due_at) - local_day(end)).days
    if is_overdue(case, at):
        return Clock("over", max(-days, 0))
    if case.finished_at or case.state == State.RESULT_READY or State(case.state) not in OPEN:
        return Clock("none")
    return running(days)


def running(days: int) -> Clock:
    """The same chip on every screen, from the whole days that are left."""
    return Clock("soon" if days < SOON_DAYS else "left", days)
