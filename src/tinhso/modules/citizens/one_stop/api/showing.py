"""Turns a case into the shapes of the API."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.base.moments import local_day
from tinhso.kernel.calendar.rules import from_data
from tinhso.kernel.cases.models import Case, Channel
from tinhso.kernel.cases.models import State as CaseState
from tinhso.kernel.cases.queries.lists import is_overdue
from tinhso.kernel.forms.queries import answers_of
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import card_of
from tinhso.kernel.organisations.queries import UnitView, units_on
from tinhso.modules.citizens.one_stop.api.shapes import (
    ChargeOut,
    Full,
    Item,
    PaperOut,
    PersonRef,
    State,
    Summary,
    SupplementOut,
    UnitRef,
)
from tinhso.modules.citizens.one_stop.rules.masking import masked_answers
from tinhso.shell.api import Versioned, money, versioned

CHANNELS = {Channel.COUNTER: "counter", Channel.ONLINE: "online", Channel.POST: "post"}
Units = dict[UUID, UnitView]


def units_of(cases: Iterable[Case], at: datetime) -> Units:
    """The offices of all these cases by id: one query."""
    held = [(case.receipt_unit_id, case.competent_unit_id, case.step_unit_id) for case in cases]
    return units_on([unit_id for row in held for unit_id in row if unit_id], local_day(at))


def unit_ref(unit_id: UUID | None, units: Units) -> UnitRef | None:
    unit = units.get(unit_id) if unit_id else None
    return UnitRef(id=unit.id, name=unit.name, code=unit.code) if unit else None


def person_ref(person: Person) -> PersonRef:
    card = card_of(person)
    return PersonRef(id=card.id, full_name=card.full_name, number=card.number_masked, phone=card.phone_masked)


def summaries(cases: Sequence[Case], at: datetime) -> list[Summary]:
    units = units_of(cases, at)
    return [Summary(**_facts(case, units, at)) for case in cases]


def _facts(case: Case, units: Units, at: datetime) -> dict[str, Any]:
    return {
        "id": case.pk,
        "number": case.number,
        "procedure": case.definition.code,
        "variant": case.variant,
        "title": case.title,
        "state": State(code=case.state, name=str(CaseState(case.state).label)),
        "step": case.step,
        "channel": CHANNELS[Channel(case.channel)],
        "applicant": person_ref(case.applicant),
        "receipt_unit": unit_ref(case.receipt_unit_id, units),
        "competent_unit": unit_ref(case.competent_unit_id, units),
        "holding_unit": unit_ref(case.step_unit_id, units),
        "holding_seat": case.step_seat_id,
        "submitted_at": case.submitted_at,
        "received_at": case.received_at,
        "due_at": case.due_at,
        "finished_at": case.finished_at,
        "returned_at": case.returned_at,
        "is_overdue": is_overdue(case, at),
        "is_sample": case.is_sample,
        "version": case.version,
    }


def full(case: Case, at: datetime) -> Full:
    body = case.submission.form.body
    return Full(
        **_facts(case, units_of([case], at), at),
        result_method=case.result_method,
        note=case.note,
        answers=masked_answers(body, answers_of(case.submission)),
        papers=[
            PaperOut(
                code=paper.code,
                title=paper.title,
                form=paper.form,
                quantity=paper.quantity,
                pages=paper.pages,
                file_id=paper.file_reference_id,
            )
            for paper in case.papers.order_by("id")
        ],
        charges=[
            ChargeOut(
                id=one.pk,
                code=one.code,
                title=one.title,
                amount=money(one.amount),
                paid_at=one.paid_at,
                method=one.method,
            )
            for one in case.charges.order_by("id")
        ],
        supplements=[
            SupplementOut(
                order=one.order,
                stage=one.stage,
                items=[Item(about=item["about"], what=item["what"], basis=item.get("basis", "")) for item in one.items],
                asked_at=one.asked_at,
                taken_at=one.taken_at,
            )
            for one in case.supplements.order_by("order")
        ],
        promise=[{"text": line.text} for line in from_data(case.promise).lines] if case.promise else [],
    )


def dossier(case: Case, at: datetime, *, status: int = 200) -> Versioned:
    """The whole dossier in its version, and where it is found."""
    return versioned(full(case, at), case.version, status=status, location=f"/api/v1/dossiers/{case.number}")
