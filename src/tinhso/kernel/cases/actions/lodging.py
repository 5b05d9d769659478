"""Opening and accepting a case at the counter in one statement: the hottest write of the house.

What it leaves is the same as ``submit_answers``, ``open_case`` and ``accept_case`` one after another; a test compares
the rows. The counter of the unit's day is the only row that others wait for, and nothing is asked while it is held.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.kernel.calendar.queries import calendar_of, choices_on
from tinhso.kernel.calendar.rules import ClockChoices, WorkingCalendar, as_data, promised_due
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.filing import ChannelClosed, Offices, PaperIn, Parties, paper_of
from tinhso.kernel.cases.actions.lodged_rows import ENTRY_COLUMNS, LODGE, plain, row_of
from tinhso.kernel.cases.actions.money import charges_of
from tinhso.kernel.cases.actions.receipt import PapersMissing, allotted_of
from tinhso.kernel.cases.kinds import case_types
from tinhso.kernel.cases.models import Case, Channel, Definition, HandOver, State
from tinhso.kernel.cases.queries.offices import number_code_of
from tinhso.kernel.cases.rules.definition import Body, read_body
from tinhso.kernel.cases.rules.lodged import PLACEHOLDER, NumberPattern, number_pattern
from tinhso.kernel.forms.actions import checked_submission
from tinhso.kernel.forms.models import FormDefinition
from tinhso.kernel.forms.rules import Form, form_of
from tinhso.kernel.law.queries import rules_in_force
from tinhso.kernel.ledger.actions import SubjectRef, entry_row, once_before


@dataclass(frozen=True)
class Ground:
    """Everything dated that a lodging on one day at one desk rests on; the same for every dossier of it."""

    definition: Definition
    body: Body
    form: FormDefinition
    questions: Form
    offices: Offices
    calendar: WorkingCalendar
    choices: ClockChoices
    number: NumberPattern
    rule_versions: dict[str, str]
    day: date


def ground_of(definition: Definition, form: FormDefinition, offices: Offices, day: date) -> Ground:
    """Reads it; keep it with law.queries.standing. Raises RulesMissing, CalendarMissing, NoUnitCode."""
    rule_code = case_types.get(definition.case_type).number_rule
    rules = rules_in_force(rule_code, day)
    return Ground(
        definition=definition,
        body=read_body(definition.body),
        form=form,
        questions=form_of(form.body),
        offices=offices,
        calendar=calendar_of(offices.competent_id, day),
        choices=choices_on(day),
        number=number_pattern(rules.tables, number_code_of(offices.receipt_id, day), day),
        rule_versions={rule_code: str(rules.id)},
        day=day,
    )


@dataclass(frozen=True)
class Lodging:
    """One dossier at the counter. ``key`` makes a second click harmless, ``fingerprint`` says what was sent."""

    ground: Ground
    variant: str
    answers: Mapping[str, Any]
    parties: Parties
    channel: Channel
    title: str
    papers: Sequence[PaperIn]
    scope: str
    key: str
    fingerprint: str
    result_method: str = "electronic"
    is_sample: bool = False


@dataclass(frozen=True)
class Lodged:
    """The case, and what was answered to the first request with its key, whatever became of the case since."""

    case: Case
    is_first: bool
    received_at: datetime
    due_at: datetime


def _answer(case: Case) -> dict[str, str]:
    assert case.received_at is not None and case.due_at is not None  # noqa: S101  (just accepted)
    return {"case": str(case.pk), "received_at": case.received_at.isoformat(), "due_at": case.due_at.isoformat()}


def lodge_case(lodging: Lodging, *, by: Actor, at: datetime) -> Lodged:
    """Opens and accepts a dossier at once. The same key gives the same case.

    Raises AnswersWrong, ChannelClosed, PapersMissing, NotAllowed, KeyReused.
    """
    ground = lodging.ground
    by.must("cases.receive", ground.offices.receipt_id)
    if lodging.channel not in ground.body.channels:
        raise ChannelClosed(channel=str(lodging.channel.label))
    brought = {paper.code for paper in lodging.papers}
    needed = ground.body.papers_for(lodging.variant)
    if missing := tuple(paper for paper in needed if paper.is_required and paper.code not in brought):
        raise PapersMissing(missing)
    case = _case(lodging, by, at)
    with connection.cursor() as cursor:
        cursor.execute(LODGE, _parameters(lodging, case, by, at))
        row = cursor.fetchone()
    if row is None:
        answer = once_before(lodging.scope, lodging.key, lodging.fingerprint)
        case, is_first = Case.objects.select_related("definition", "applicant").get(pk=answer["case"]), False
    else:
        case.number, answer, is_first = row[0], _answer(case), True
    moments = {name: datetime.fromisoformat(answer[name]) for name in ("received_at", "due_at")}
    return Lodged(case, is_first, **moments)


def _case(lodging: Lodging, by: Actor, at: datetime) -> Case:
    ground, parties = lodging.ground, lodging.parties
    variant = ground.body.variant(lodging.variant)
    promise = promised_due(at, allotted_of(variant), ground.calendar, ground.choices)
    submission = checked_submission(ground.form, ground.questions, lodging.answers, by=by, at=at)
    first = ground.body.steps[0]
    return Case(
        definition=ground.definition,
        variant=variant.code,
        title=lodging.title,
        channel=lodging.channel,
        state=State.RECEIVED,
        step=first.code,
        step_right=first.right,
        step_unit_id=ground.offices.receipt_id,
        step_seat_id=by.seat_id,
        applicant_id=parties.applicant_id,
        owner_id=parties.owner_id or (None if parties.owner_business_id else parties.applicant_id),
        owner_business_id=parties.owner_business_id,
        consent_id=parties.consent_id,
        assistance_unit_id=ground.offices.assistance_id,
        receipt_unit_id=ground.offices.receipt_id,
        competent_unit_id=ground.offices.competent_id,
        submission=submission,
        submitted_at=at,
        received_at=at,
        due_at=promise.due_at,
        promise=as_data(promise),
        result_method=lodging.result_method,
        rule_versions=ground.rule_versions,
        moved_at=at,
        is_sample=lodging.is_sample,
        version=2,
    )


def _parameters(lodging: Lodging, case: Case, by: Actor, at: datetime) -> dict[str, Any]:
    """What ``LODGE`` is given."""
    ground, submission = lodging.ground, case.submission
    papers = [paper_of(case, paper, at) for paper in lodging.papers]
    charges = charges_of(case, ground.body, papers, lodging.answers)
    return {
        "once_id": new_id(),
        "scope": lodging.scope,
        "key": lodging.key,
        "fingerprint": lodging.fingerprint,
        "answer": _json(_answer(case)),
        "submission_id": submission.pk,
        "form_id": submission.form_id,
        "answers": submission.answers_sealed,
        "account_id": by.account_id,
        "unit_id": case.receipt_unit_id,
        "day": ground.day,
        "before": ground.number.before,
        "behind": ground.number.behind,
        "width": ground.number.width,
        "placeholder": PLACEHOLDER,
        "at": at,
        "case": _json(row_of(case)),
        "papers": _json([row_of(paper) for paper in papers]),
        "charges": _json([row_of(charge) for charge in charges]),
        "handed": _json(row_of(_handed(case, at))),
        "entries": _json(
            [dict(zip(ENTRY_COLUMNS, map(plain, row), strict=True)) for row in _entries(case, by, at)],
        ),
    }


def _handed(case: Case, at: datetime) -> HandOver:
    """The first line of form 06: the desk takes the dossier."""
    seat_id, unit_id = case.step_seat_id, case.receipt_unit_id
    return HandOver(
        case=case, order=1, step=case.step, from_seat_id=seat_id, to_seat_id=seat_id, to_unit_id=unit_id, given_at=at
    )


def _entries(case: Case, by: Actor, at: datetime) -> list[tuple[Any, ...]]:
    """The three entries in their order; the number stands as a placeholder until the database has given it."""
    assert case.due_at is not None  # noqa: S101  (just promised)
    form, unit_id = case.submission.form, case.receipt_unit_id
    opened = SubjectRef("cases.case", case.pk, 1)
    submitted = {"number": PLACEHOLDER, "channel": int(case.channel)}
    accepted = {"due_at": case.due_at.isoformat(), "definition": str(case.definition_id)}
    named = {"form": form.code, "version": form.version}
    return [
        entry_row("form.submitted", case.submission, by=by, at=at, payload=named),
        entry_row("case.submitted", opened, by=by, at=at, payload=submitted, unit_id=unit_id),
        entry_row("case.accepted", case, by=by, at=at, payload=accepted, unit_id=unit_id),
    ]


def _json(rows: object) -> str:
    return json.dumps(rows, ensure_ascii=False)
