"""The clock of a case as a chip shows it."""

from dataclasses import dataclass
from datetime import datetime

from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.queries.lists import is_overdue
from tinhso.kernel.cases.rules.states import OPEN

SOON_SHARE = 0.2  # of the promised time (ux.md section 5: ≤ 20 %)


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
    if case.finished_at or State(case.state) not in OPEN:
        return Clock("none")
    return Clock("soon" if _is_soon(case, at) else "left", days)


def _is_soon(case: Case, at: datetime) -> bool:
    assert case.due_at is not None  # noqa: S101  (the caller looked)
    start = case.received_at or case.submitted_at
    return (case.due_at - at) <= (case.due_at - start) * SOON_SHARE
