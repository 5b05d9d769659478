"""Asking for everything that is missing, at once, and taking it in (form 02)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.clock import end_pause, must_run, start_pause
from tinhso.kernel.cases.actions.saving import move, save_if_unchanged
from tinhso.kernel.cases.actions.steps import must_hold
from tinhso.kernel.cases.models import Case, State, Supplement
from tinhso.kernel.cases.rules.definition import Step, StepKind
from tinhso.kernel.cases.rules.states import WrongState, check_transition
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


class AgainNeedsAllowance(Refused):
    code = "supplement-again"
    title = gettext_noop("Hồ sơ này đã được yêu cầu bổ sung một lần")
    mend = gettext_noop("Ghi lý do và đề nghị người phụ trách bộ phận một cửa đồng ý trước khi yêu cầu thêm.")


class ReasonMissing(Refused):
    code = "reason-missing"
    title = gettext_noop("Chưa ghi lý do")
    mend = gettext_noop("Ghi vì sao lần trước chưa nêu hết; lý do được lưu và tính vào đánh giá.")


@transaction.atomic
def ask_supplement(case: Case, items: Sequence[Missing], *, by: Actor, at: datetime) -> Supplement:
    """The one request for all that is missing; a received case stands still.

    Raises NothingAsked, AgainNeedsAllowance after the first, WrongState, WrongStep, ClockStands, Stale.
    """
    step = _must_ask(case, items, by)
    if case.supplements.filter(asked_at__isnull=False).exists():
        raise AgainNeedsAllowance()
    _none_waits(case)
    _stand_still(case, at)
    request = _request(case, step, items, asked_at=at, asked_by=by.seat_id)
    _write_asked(case, request, by=by, at=at)
    return request


@transaction.atomic
def propose_supplement(case: Case, items: Sequence[Missing], *, reason: str, by: Actor, at: datetime) -> Supplement:
    """A second or later request, written by the official and sent when a supervisor allows it.

    Raises NothingAsked, ReasonMissing, WrongState, Stale.
    """
    step = _must_ask(case, items, by)
    if not reason.strip():
        raise ReasonMissing(fields={"reason": str(ReasonMissing.title)})
    check_transition(State(case.state), State.SUPPLEMENT, was_received=case.received_at is not None)
    _none_waits(case)
    save_if_unchanged(case, at=at)
    request = _request(case, step, items, proposed_at=at, proposed_because=reason.strip(), asked_by=by.seat_id)
    payload = {"order": request.order, "items": [item.about for item in items]}
    write_entry("case.supplement_proposed", case, by=by, at=at, payload=payload, unit_id=case.step_unit_id)
    return request


@transaction.atomic
def allow_supplement(case: Case, *, by: Actor, at: datetime) -> Supplement:
    """A supervisor lets the proposed request go out; from now on the clock stands still.

    Raises WrongState, ClockStands, Stale.
    """
    request = _proposed(case, by)
    _stand_still(case, at)
    request.asked_at, request.decided_by = at, by.seat_id
    request.save(update_fields=["asked_at", "decided_by"])
    _write_asked(case, request, by=by, at=at)
    return request


@transaction.atomic
def refuse_supplement(case: Case, *, reason: str, by: Actor, at: datetime) -> Supplement:
    """A supervisor does not let the proposed request go out. Raises ReasonMissing, WrongState, Stale."""
    request = _proposed(case, by)
    if not reason.strip():
        raise ReasonMissing(fields={"reason": str(ReasonMissing.title)})
    save_if_unchanged(case, at=at)
    request.refused_at, request.refused_because, request.decided_by = at, reason.strip(), by.seat_id
    request.save(update_fields=["refused_at", "refused_because", "decided_by"])
    payload = {"order": request.order}
    write_entry("case.supplement_refused", case, by=by, at=at, payload=payload, unit_id=case.step_unit_id)
    return request


def _must_ask(case: Case, items: Sequence[Missing], by: Actor) -> Step:
    if not items:
        raise NothingAsked()
    return must_hold(case, by, StepKind.RECEIVE, StepKind.PROCESS)


def _none_waits(case: Case) -> None:
    """Raises WrongState while a request waits for a supervisor or for the applicant."""
    if case.supplements.filter(taken_at=None, refused_at=None).exists():
        raise WrongState(state=str(State(case.state).label))


def _proposed(case: Case, by: Actor) -> Supplement:
    """The request that waits for a supervisor of the office at whose step it was written. Raises WrongState."""
    if not by.may("cases.allow_again", case.receipt_unit_id):
        by.must("cases.allow_again", case.step_unit_id)
    request = case.supplements.filter(asked_at=None, refused_at=None).first()
    if request is None:
        raise WrongState(state=str(State(case.state).label))
    return request


def _request(case: Case, step: Step, items: Sequence[Missing], **facts: Any) -> Supplement:
    return Supplement.objects.create(
        case=case,
        order=case.supplements.count() + 1,
        stage="receipt" if step.kind is StepKind.RECEIVE else "appraisal",
        items=[asdict(item) for item in items],
        **facts,
    )


def _stand_still(case: Case, at: datetime) -> None:
    is_running = case.received_at is not None
    must_run(case)
    move(case, State.SUPPLEMENT, at=at, **({"due_at": None} if is_running else {}))
    if is_running:
        times = case.supplements.filter(asked_at__isnull=False).count() + 1
        start_pause(case, "supplement", f"Yêu cầu bổ sung lần {times}", at)


def _write_asked(case: Case, request: Supplement, *, by: Actor, at: datetime) -> None:
    payload = {"order": request.order, "items": [item["about"] for item in request.items]}
    write_entry("case.supplement_asked", case, by=by, at=at, payload=payload, unit_id=case.step_unit_id)


@transaction.atomic
def take_supplement(case: Case, *, submission: Submission | None = None, by: Actor, at: datetime) -> Case:
    """The applicant (or the desk for them) gives what was asked; the clock runs on. Raises WrongState, Stale."""
    if not (by.is_citizen and by.person_id in (case.applicant_id, case.owner_id)):
        if not by.may("cases.receive", case.receipt_unit_id):
            raise NotAllowed()
    request = case.supplements.filter(asked_at__isnull=False, taken_at=None).first()
    if request is None:
        raise WrongState(state=str(State(case.state).label))
    changes = {"submission": submission} if submission else {}
    move(case, State.IN_PROGRESS if case.received_at else State.NEW, at=at, **changes)
    request.taken_at = at
    request.save(update_fields=["taken_at"])
    end_pause(case, at)
    write_entry("case.supplemented", case, by=by, at=at, payload={"order": request.order}, unit_id=case.receipt_unit_id)
    return case
