"""Which acts are open to somebody on a dossier now; each action checks again."""

from tinhso.base.actor import Actor
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.definition import Body, StepKind
from tinhso.kernel.cases.rules.states import HANDLED, OPEN

# The acts that move a dossier on, in the order they are offered; ``submit`` only once a result is drafted.
MOVES = ("accept", "take_supplement", "resume", "draft", "sign", "issue", "return", "hand_over")
BY_KIND: dict[StepKind, frozenset[str]] = {
    StepKind.RECEIVE: frozenset({"accept", "decline", "supplement", "hand_over", "pause", "stop"}),
    StepKind.PROCESS: frozenset({"supplement", "draft", "submit", "pause", "stop"}),
    StepKind.SIGN: frozenset({"sign", "send_back", "stop"}),
    StepKind.ISSUE: frozenset({"issue", "send_back", "stop"}),
    StepKind.RETURN: frozenset({"return"}),
}
HANDLING = frozenset({"hand_over", "supplement", "draft", "submit", "pause", "stop", "sign", "issue", "send_back"})
BY_STATE: dict[State, frozenset[str]] = {
    State.NEW: frozenset({"accept", "decline", "supplement"}),
    State.RECEIVED: HANDLING,
    State.IN_PROGRESS: HANDLING,
    State.PAYMENT: frozenset({"stop"}),
    State.SUPPLEMENT: frozenset({"stop"}),
    State.RESULT_READY: frozenset({"return"}),
}
NOT_WHILE_PAUSED = frozenset({"supplement", "pause", "issue"})


def acts_open(case: Case, body: Body, actor: Actor) -> frozenset[str]:
    """The acts this actor may do now."""
    state, step = State(case.state), body.step(case.step)
    if state not in OPEN:
        return frozenset()
    acts = _of_the_holder(case, state, step.kind, actor) if _holds(case, actor) else set()
    if actor.may("cases.receive", case.receipt_unit_id):
        acts |= {"take_supplement"} if state is State.SUPPLEMENT else set()
        acts |= {"withdraw"} if state is not State.RESULT_READY else set()
        acts |= {"add_paper"} if state in (State.NEW, State.RECEIVED, State.SUPPLEMENT) else set()
    if actor.may("cases.collect", case.receipt_unit_id):
        acts.add("collect")
    if state is not State.RESULT_READY and _corrects(case, actor):
        acts.add("correct")
    if _holds(case, actor) or actor.may("cases.assign", case.step_unit_id):
        acts.add("assign")
    return frozenset(acts)


def _holds(case: Case, actor: Actor) -> bool:
    return actor.may(case.step_right, case.step_unit_id) and case.step_seat_id in (None, actor.seat_id)


def _corrects(case: Case, actor: Actor) -> bool:
    return any(actor.may("cases.correct", unit) for unit in (case.receipt_unit_id, case.competent_unit_id))


def _of_the_holder(case: Case, state: State, kind: StepKind, actor: Actor) -> set[str]:
    acts = set(BY_KIND[kind] & BY_STATE[state])
    if is_paused(case) and state is not State.SUPPLEMENT:
        acts = acts - NOT_WHILE_PAUSED | {"resume"}
    if case.step_seat_id is None and actor.seat_id is not None and state in HANDLED:
        acts.add("take")
    return acts


def is_paused(case: Case) -> bool:
    """The clock was started and stands still: a running dossier always has a due moment."""
    return case.received_at is not None and case.finished_at is None and case.due_at is None
