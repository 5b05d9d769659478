"""The result: drafted by the handler, signed by the leader, issued by the clerk."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.cases.actions import attach_result, finish_step
from tinhso.kernel.cases.actions.steps import must_hold
from tinhso.kernel.cases.kinds import case_types
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries.offices import step_office
from tinhso.kernel.cases.rules.definition import ResultNeed, StepKind, read_body
from tinhso.kernel.documents.actions import (
    draft_document,
    owe_signature,
    printed,
    redraft,
    seal,
    seal_unprinted,
    sign,
)
from tinhso.kernel.documents.kinds import document_kinds
from tinhso.kernel.documents.models import Document, SignatureKind
from tinhso.kernel.documents.queries import documents_of_kind
from tinhso.kernel.forms.queries import answers_of
from tinhso.kernel.identity.queries import SeatView, seat_of, seats_in
from tinhso.modules.citizens.one_stop.queries.findings import findings_in
from tinhso.modules.citizens.one_stop.rules.findings import findings_asked, findings_given
from tinhso.modules.citizens.one_stop.rules.roles import SIGNER


class NoDraft(Refused):
    code = "no-draft-result"
    title = gettext_noop("Chưa có dự thảo kết quả")
    mend = gettext_noop("Lập dự thảo kết quả rồi trình ký.")


class NoSigner(Refused):
    code = "no-signer"
    title = gettext_noop("Cơ quan giải quyết chưa có người được giao ký kết quả")
    mend = gettext_noop("Nhờ người quản trị giao vai trò “Lãnh đạo ký” cho một vị trí của cơ quan.")


def result_need(case: Case) -> ResultNeed:
    """The result that the current step works on."""
    body = read_body(case.definition.body)
    return body.result_of(body.step(case.step))


def _agency(case: Case, at: datetime) -> UUID:
    """The office in whose name the current result is given: the one that signs it."""
    body = read_body(case.definition.body)
    places = [step.code for step in body.steps]
    ahead = body.steps[places.index(case.step) :]
    signing = next((step for step in ahead if step.kind is StepKind.SIGN), body.step(case.step))
    return step_office(case, signing, local_day(at))


def result_document(case: Case) -> Document | None:
    """The result document of a case in whatever status, newest first."""
    kind = result_need(case).document_kind
    return next(iter(documents_of_kind(case, kind)), None)


@transaction.atomic
def draft_result(case: Case, findings: Mapping[str, str] | None = None, *, by: Actor, at: datetime) -> Document:
    """Drafts (or drafts anew) the result from the answers and what the official found, by its name.

    A finding that is not given again stays as the draft has it. Raises WrongStep, NotYourStep, NoSigner,
    FindingsMissing, FindingTooLong.
    """
    must_hold(case, by, StepKind.PROCESS)
    return _drafted(case, result_document(case), _likely_signer(case, at), findings or {}, by=by, at=at)


def redraft_result(case: Case, *, by: Actor, at: datetime) -> Document | None:
    """The result that is written but not sealed, from the answers as they stand now; None where there is none.

    Raises NoSigner, FindingsMissing.
    """
    drafted = result_document(case)
    if drafted is None or drafted.sealed_at is not None:
        return None
    return _drafted(case, drafted, _likely_signer(case, at), {}, by=by, at=at)


def _drafted(
    case: Case,
    existing: Document | None,
    signer: SeatView,
    findings: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
) -> Document:
    need = result_need(case)
    case_type = case_types.get(case.definition.case_type)
    answers = answers_of(case.submission)
    asked = findings_asked(need.document_kind, answers)
    found = findings_given(asked, {**findings_in(existing), **findings})
    facts = case_type.result_facts(case, answers, need.document_kind, signer=signer, findings=found)
    if existing is not None and existing.sealed_at is None:
        return redraft(existing, facts, by=by, at=at)
    kind = document_kinds.get(need.document_kind)
    return draft_document(kind, case, facts, unit_id=_agency(case, at), title=need.title, by=by, at=at)


def _likely_signer(case: Case, at: datetime) -> SeatView:
    seats = seats_in(_agency(case, at), local_day(at), role=SIGNER)
    if not seats:
        raise NoSigner()
    return seats[0]


@transaction.atomic
def submit_for_signature(
    case: Case, *, to_seat_id: UUID | None = None, note: str = "", by: Actor, at: datetime
) -> Case:
    """Passes the drafted result to the leader. Raises NoDraft, WrongStep, NotYourStep, Stale."""
    if result_document(case) is None:
        raise NoDraft()
    return finish_step(case, to_seat_id=to_seat_id, note=note, by=by, at=at)


@transaction.atomic
def sign_result(case: Case, *, is_printed_later: bool = False, by: Actor, at: datetime) -> Document:
    """The leader signs: the paper gets its number, is sealed and signed, and goes to the clerk.

    What is signed names who really signs, so it is drafted once more before the seal. ``is_printed_later`` leaves
    printing and signing for the first opening (sample data).
    Raises NoDraft, WrongStep, NotYourStep, NoSigningDriver, Stale.
    """
    must_hold(case, by, StepKind.SIGN)
    drafted = result_document(case)
    if drafted is None or by.seat_id is None:
        raise NoDraft()
    document = _drafted(case, drafted, seat_of(by.seat_id), {}, by=by, at=at)
    if is_printed_later:
        document = seal_unprinted(document, SignatureKind.PERSONAL, by=by, at=at)
    else:
        document = seal(document, by=by, at=at)
        document = sign(document, SignatureKind.PERSONAL, by=by, at=at)
    finish_step(case, by=by, at=at)
    return document


@transaction.atomic
def issue_result(case: Case, *, is_printed_later: bool = False, by: Actor, at: datetime) -> Document:
    """The clerk adds the organisation's signature; the case now has its result. Raises NoDraft, WrongStep, Stale."""
    must_hold(case, by, StepKind.ISSUE)
    document = result_document(case)
    if document is None:
        raise NoDraft()
    if is_printed_later:
        document = owe_signature(document, SignatureKind.ORGANISATION, by=by, at=at)
    else:
        document = sign(printed(document, at=at), SignatureKind.ORGANISATION, by=by, at=at)
    attach_result(case, document, code=result_need(case).code, by=by, at=at)
    return document
