"""The state machine of a dossier, as the table of one-stop.md section 5.1 with 2→5, 2→6, 2→7 besides."""

from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.cases.models import State

TRANSITIONS: dict[State, frozenset[State]] = {
    State.NEW: frozenset({State.RECEIVED, State.NOT_RECEIVED, State.SUPPLEMENT, State.WITHDRAWN}),
    State.RECEIVED: frozenset({State.IN_PROGRESS, State.STOPPED, State.SUPPLEMENT, State.PAYMENT, State.WITHDRAWN}),
    State.NOT_RECEIVED: frozenset(),
    State.IN_PROGRESS: frozenset(
        {State.IN_PROGRESS, State.SUPPLEMENT, State.PAYMENT, State.WITHDRAWN, State.STOPPED, State.RESULT_READY}
    ),
    State.SUPPLEMENT: frozenset({State.NEW, State.IN_PROGRESS, State.WITHDRAWN, State.STOPPED}),
    State.PAYMENT: frozenset({State.IN_PROGRESS, State.WITHDRAWN, State.STOPPED}),
    State.WITHDRAWN: frozenset(),
    State.STOPPED: frozenset(),
    State.RESULT_READY: frozenset({State.RETURNED}),
    State.RETURNED: frozenset(),
}
OPEN = frozenset(state for state, following in TRANSITIONS.items() if following)
ENDED = frozenset(State) - OPEN
HANDLED = frozenset({State.RECEIVED, State.IN_PROGRESS})


class WrongState(Refused):
    code = "wrong-state"
    status = 409
    title = gettext_noop("Hồ sơ đang ở trạng thái “%(state)s” nên chưa làm được bước này")
    mend = gettext_noop("Mở lại hồ sơ để xem việc cần làm tiếp theo.")


def must_be_open(current: State) -> None:
    """Raises WrongState for a dossier that has ended."""
    if current not in OPEN:
        raise WrongState(state=str(current.label))


def must_be_handled(current: State) -> None:
    """Raises WrongState unless officials work on the dossier: not before its receipt, not while it waits, not after."""
    if current not in HANDLED:
        raise WrongState(state=str(current.label))


def check_transition(current: State, wanted: State, *, was_received: bool) -> None:
    """Raises WrongState unless the law's table allows the step.

    From SUPPLEMENT a case goes back to NEW only before its receipt, and on to IN_PROGRESS only after.
    """
    allowed = wanted in TRANSITIONS[current]
    if current is State.SUPPLEMENT and wanted is State.NEW:
        allowed = not was_received
    if current is State.SUPPLEMENT and wanted is State.IN_PROGRESS:
        allowed = was_received
    if not allowed:
        raise WrongState(state=str(current.label))
