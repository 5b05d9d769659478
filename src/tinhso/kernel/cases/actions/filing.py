"""Opening a case from a submission, and adding papers to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.saving import save_if_unchanged
from tinhso.kernel.cases.kinds import case_types
from tinhso.kernel.cases.models import Case, Channel, Definition, Digital, Paper, State
from tinhso.kernel.cases.queries.offices import number_code_of
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.cases.rules.lodged import number_pattern
from tinhso.kernel.cases.rules.numbering import dossier_number
from tinhso.kernel.cases.rules.states import must_be_open
from tinhso.kernel.files.models import FileReference
from tinhso.kernel.forms.models import Submission
from tinhso.kernel.law.queries import rules_in_force
from tinhso.kernel.ledger.actions import write_entry
from tinhso.shell.rows import insert_row


class ChannelClosed(Refused):
    code = "channel-closed"
    title = gettext_noop("Thủ tục này không nhận hồ sơ %(channel)s")
    mend = gettext_noop("Chọn cách nộp khác ghi ở trang thủ tục.")


class NumberUsed(Refused):
    code = "number-used"
    status = 409
    title = gettext_noop("Hệ thống đã có hồ sơ mang mã %(number)s")
    mend = gettext_noop("Mở hồ sơ đó để so; nếu là hồ sơ khác, đề nghị nơi gửi cấp lại mã.")


MOST_DIGITS = 8  # of a sequence number


@dataclass(frozen=True)
class Parties:
    """Who applies, for whom (None: for themselves), with which consent."""

    applicant_id: UUID
    owner_id: UUID | None = None
    owner_business_id: UUID | None = None
    consent_id: UUID | None = None


@dataclass(frozen=True)
class Offices:
    """The three offices of a dossier (one-stop.md section 1.1)."""

    receipt_id: UUID
    competent_id: UUID
    assistance_id: UUID | None = None


@dataclass(frozen=True)
class PaperIn:
    """A paper brought with the dossier, with its file or as paper at the counter."""

    code: str
    title: str
    form: str = "copy"
    quantity: int = 1
    pages: int | None = None
    file_reference: FileReference | None = None
    digital: int = Digital.NONE  # a file that nobody says more about was digitised
    result_code: str = ""


@transaction.atomic
def open_case(
    definition: Definition,
    variant: str,
    submission: Submission,
    *,
    parties: Parties,
    offices: Offices,
    channel: Channel,
    title: str,
    papers: Sequence[PaperIn] = (),
    result_method: str = "electronic",
    is_sample: bool = False,
    number: str = "",
    submitted_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """A new case with its number, waiting at the receipt desk. The same submission opens one case only.

    A ``number`` given elsewhere (by the portal where it was filed, at ``submitted_at``) is kept as it is.
    Raises ChannelClosed, NumberUsed; NotAllowed unless the actor is the applicant or may receive there.
    """
    if not (by.is_citizen and by.person_id == parties.applicant_id):
        by.must("cases.receive", offices.receipt_id)
    body = read_body(definition.body)
    if channel not in body.channels:
        raise ChannelClosed(channel=str(channel.label))
    first = body.steps[0]
    case = Case(
        definition=definition,
        variant=body.variant(variant).code,
        title=title,
        channel=channel,
        step=first.code,
        step_right=first.right,
        step_unit_id=offices.receipt_id,
        applicant_id=parties.applicant_id,
        owner_id=parties.owner_id or (None if parties.owner_business_id else parties.applicant_id),
        owner_business_id=parties.owner_business_id,
        consent_id=parties.consent_id,
        assistance_unit_id=offices.assistance_id,
        receipt_unit_id=offices.receipt_id,
        competent_unit_id=offices.competent_id,
        submission=submission,
        submitted_at=submitted_at or at,
        result_method=result_method,
        moved_at=at,
        is_sample=is_sample,
    )
    if number:
        _keep_number(case, number, local_day(at))
    else:
        _give_number(case, local_day(at))
    insert_row(case)
    Paper.objects.bulk_create([paper_of(case, paper, at) for paper in papers])
    payload = {"number": case.number, "channel": int(channel)}
    write_entry("case.submitted", case, by=by, at=at, payload=payload, unit_id=offices.receipt_id)
    return case


def _give_number(case: Case, day: date) -> None:
    """Takes the next sequence of the unit's day; the row stays locked until the transaction ends."""
    rule_code = case_types.get(case.definition.case_type).number_rule
    rules = rules_in_force(rule_code, day)
    case.rule_versions = {rule_code: str(rules.id)}
    case.number = dossier_number(
        rules.tables, number_code_of(case.receipt_unit_id, day), day, _next_in_day(case.receipt_unit_id, day)
    )


def _keep_number(case: Case, number: str, day: date) -> None:
    """A number given elsewhere; where it looks like ours, our own counter goes on behind it. Raises NumberUsed."""
    rule_code = case_types.get(case.definition.case_type).number_rule
    rules = rules_in_force(rule_code, day)
    case.rule_versions = {rule_code: str(rules.id)}
    case.number = number
    if Case.objects.filter(number=number).exists():
        raise NumberUsed(number=number)
    ours = number_pattern(rules.tables, number_code_of(case.receipt_unit_id, day), day)
    seq = number.removeprefix(ours.before).removesuffix(ours.behind)
    if number.startswith(ours.before) and seq.isdecimal() and len(seq) <= MOST_DIGITS:
        _count_from(case.receipt_unit_id, day, int(seq))


def _count_from(unit_id: UUID, day: date, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_counter (unit_id, day, last) VALUES (%s, %s, %s) "
            "ON CONFLICT (unit_id, day) DO UPDATE SET last = greatest(cases_counter.last, excluded.last)",
            [unit_id, day, last],
        )


def _next_in_day(unit_id: UUID, day: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_counter (unit_id, day, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (unit_id, day) DO UPDATE SET last = cases_counter.last + 1 RETURNING last",
            [unit_id, day],
        )
        return int(cursor.fetchone()[0])


def paper_of(case: Case, paper: PaperIn, at: datetime) -> Paper:
    """The row of a paper brought with a case."""
    return Paper(
        case=case,
        code=paper.code,
        title=paper.title,
        form=paper.form,
        quantity=paper.quantity,
        pages=paper.pages,
        file_reference=paper.file_reference,
        received_at=at,
        digital=int(paper.digital or (Digital.DIGITISED if paper.file_reference else Digital.NONE)),
        result_code=paper.result_code,
    )


@transaction.atomic
def add_paper(case: Case, paper: PaperIn, *, by: Actor, at: datetime) -> Paper:
    """Adds a paper at the desk, or by the applicant while something is asked of them.

    Raises NotAllowed, WrongState, Stale.
    """
    is_theirs = by.is_citizen and by.person_id in (case.applicant_id, case.owner_id)
    if is_theirs and not case.supplements.filter(asked_at__isnull=False, taken_at=None).exists():
        raise NotAllowed()
    if not is_theirs:
        by.must("cases.receive", case.receipt_unit_id)
    must_be_open(State(case.state))
    save_if_unchanged(case, at=at)
    added = paper_of(case, paper, at)
    added.save(force_insert=True)
    write_entry("case.paper_added", case, by=by, at=at, payload={"paper": paper.code}, unit_id=case.receipt_unit_id)
    return added
