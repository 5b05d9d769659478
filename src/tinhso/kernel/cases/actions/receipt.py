"""Accepting a dossier: from here on the law's clock runs."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.calendar.queries import calendar_of, choices_on
from tinhso.kernel.calendar.rules import Allotted, Promise, as_data, promised_due
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.money import charges_for
from tinhso.kernel.cases.actions.saving import move
from tinhso.kernel.cases.actions.steps import must_hold, note_hand_over
from tinhso.kernel.cases.models import Case, Charge, State
from tinhso.kernel.cases.rules.definition import Body, PaperNeed, StepKind, Variant, read_body
from tinhso.kernel.ledger.actions import write_entry


class PapersMissing(Refused):
    code = "papers-missing"
    title = gettext_noop("Còn thiếu giấy tờ bắt buộc: %(papers)s")
    mend = gettext_noop("Thêm các giấy tờ này, hoặc gửi yêu cầu bổ sung cho người nộp.")

    def __init__(self, missing: tuple[PaperNeed, ...]) -> None:
        self.missing = missing
        super().__init__(papers=", ".join(paper.title for paper in missing))


def allotted_of(variant: Variant) -> Allotted:
    return Allotted(amount=variant.amount, unit=variant.unit, counting=variant.counting)


def promise_for(case: Case, received_at: datetime) -> Promise:
    """The due moment of a case received then, on the calendar of the competent unit."""
    day = local_day(received_at)
    variant = read_body(case.definition.body).variant(case.variant)
    calendar = calendar_of(case.competent_unit_id, day)
    return promised_due(received_at, allotted_of(variant), calendar, choices_on(day))


def missing_papers(case: Case, body: Body) -> tuple[PaperNeed, ...]:
    brought = set(case.papers.values_list("code", flat=True))
    needed = body.papers_for(case.variant)
    return tuple(paper for paper in needed if paper.is_required and paper.code not in brought)


@transaction.atomic
def accept_case(case: Case, *, by: Actor, at: datetime) -> Case:
    """Accepts the dossier, starts its clock and lists its charges.

    Raises PapersMissing, NotAllowed, NotYourStep, WrongState, Stale.
    """
    step = must_hold(case, by, StepKind.RECEIVE)
    body = read_body(case.definition.body)
    if missing := missing_papers(case, body):
        raise PapersMissing(missing)
    promise = promise_for(case, at)
    running = {"received_at": at, "due_at": promise.due_at, "promise": as_data(promise)}
    move(case, State.RECEIVED, at=at, step_seat_id=by.seat_id, **running)
    Charge.objects.bulk_create(charges_for(case, body))
    note_hand_over(case, step, by=by, to_seat_id=by.seat_id, at=at, note="")
    _write(case, promise, by=by, at=at, unit_id=case.receipt_unit_id)
    return case


def _write(case: Case, promise: Promise, *, by: Actor, at: datetime, unit_id: UUID) -> None:
    payload = {"due_at": promise.due_at.isoformat(), "definition": str(case.definition_id)}
    write_entry("case.accepted", case, by=by, at=at, payload=payload, unit_id=unit_id)
