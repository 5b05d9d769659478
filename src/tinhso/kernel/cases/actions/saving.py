"""Optimistic saving: the first of two officials wins, the second is told."""

from datetime import datetime
from typing import Any

from tinhso.base.messages import Stale
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.states import check_transition
from tinhso.shell.rows import change_row


def save_if_unchanged(case: Case, *, at: datetime, **changes: Any) -> None:
    """Writes the changes, the moment and the next version in one statement. Raises Stale when somebody was first.

    This is the first write of every action, so it also locks the subject before any other row.
    """
    known, changes = case.version, {"moved_at": at, **changes}
    if not change_row(case, {"version": known + 1, **changes}, version=known):
        raise Stale()
    case.version = known + 1
    for name, value in changes.items():
        setattr(case, name, value)


def move(case: Case, wanted: State, *, at: datetime, **changes: Any) -> None:
    """Changes the state as the table allows, with other changes. Raises WrongState, Stale."""
    check_transition(State(case.state), wanted, was_received=case.received_at is not None)
    save_if_unchanged(case, at=at, state=wanted, **changes)
