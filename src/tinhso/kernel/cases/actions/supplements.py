"""Asking for everything that is missing, at once, and taking it in (form 02)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.clock import end_pause, start_pause
from tinhso.kernel.cases.actions.saving import move
from tinhso.kernel.cases.actions.steps import must_hold
from tinhso.kernel.cases.models import Case, State, Supplement
from tinhso.kernel.cases.rules.definition import StepKind
from tinhso.kernel.cases.rules.states import WrongState
from tinhso.kernel.forms.models import Submission
from tinhso.kernel.ledger.actions import write_entry


class NothingAsked(Refused):
    code = "nothing-asked"
    title = gettext_noop("Chưa nêu mục nào cần bổ sung")
    mend = gettext_noop("Ghi ít nhất một giấy tờ hoặc mục khai cần bổ sung, kèm lý do.")


@dataclass(frozen=True)
class Missing:
    """``about`` is paper:<code> or question:<name>; ``what`` says how to mend it; ``basis`` the rule behind it."""

    about: str
    what: str
    basis: str = ""


@transaction.atomic
def ask_supplement(case: Case, items: Sequence[Missing], *, by: Actor, at: datetime) -> Supplement:
    """One request for all that is missing; a received case stands still. Raises NothingAsked, WrongState."""
    if not items:
        raise NothingAsked()
    step = must_hold(case, by, StepKind.RECEIVE, StepKind.PROCESS)
    is_running = case.received_at is not None
    move(case, State.SUPPLEMENT, **({"due_at": None} if is_running else {}))
    request = Supplement.objects.create(
        case=case,
        order=case.supplements.count() + 1,
        stage="receipt" if step.kind is StepKind.RECEIVE else "appraisal",
        items=[asdict(item) for item in items],
        asked_at=at,
        asked_by=by.seat_id,
    )
    if is_running:
        start_pause(case, "supplement", f"Yêu cầu bổ sung lần {request.order}", at)
    payload = {"order": request.order, "items": [item.about for item in items]}
    write_entry("case.supplement_asked", case, by=by, at=at, payload=payload, unit_id=case.step_unit_id)
    return request


@transaction.atomic
def take_supplement(case: Case, *, submission: Submission | None = None, by: Actor, at: datetime) -> Case:
    """The applicant (or the desk for them) gives what was asked; the clock runs on. Raises WrongState, Stale."""
    if not (by.is_citizen and by.person_id in (case.applicant_id, case.owner_id)):
        if not by.may("cases.receive", case.receipt_unit_id):
            raise NotAllowed()
    request = case.supplements.filter(taken_at=None).first()
    if request is None:
        raise WrongState(state=str(State(case.state).label))
    changes = {"submission": submission} if submission else {}
    move(case, State.IN_PROGRESS if case.received_at else State.NEW, **changes)
    request.taken_at = at
    request.save(update_fields=["taken_at"])
    end_pause(case, at)
    write_entry("case.supplemented", case, by=by, at=at, payload={"order": request.order}, unit_id=case.receipt_unit_id)
    return case
