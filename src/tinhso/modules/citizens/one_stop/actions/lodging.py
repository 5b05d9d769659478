"""A dossier lodged by another system: person, answers and papers in one go; the desk accepts it later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.cases.actions import Offices, PaperIn, Parties, add_paper, open_case
from tinhso.kernel.cases.models import Case, Channel
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.kernel.cases.rules.definition import Body, read_body
from tinhso.kernel.files.actions import move_holder
from tinhso.kernel.files.kinds import UPLOAD
from tinhso.kernel.files.models import FileReference
from tinhso.kernel.forms.actions import submit_answers
from tinhso.kernel.forms.queries import form_in_force
from tinhso.kernel.identity.actions import create_person
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import is_called, person_by_number
from tinhso.modules.citizens.one_stop.actions.filing import case_title
from tinhso.modules.citizens.one_stop.actions.intake import Applicant, originals_as_papers
from tinhso.modules.citizens.one_stop.files import CASE_FILES
from tinhso.modules.citizens.one_stop.queries.offices import competent_unit


class VariantUnknown(Refused):
    code = "variant-unknown"
    title = gettext_noop("Thủ tục này không có trường hợp đó")
    mend = gettext_noop("Chọn một trường hợp ghi ở thủ tục.")


class NotTheirNumber(Refused):
    code = "not-their-number"
    title = gettext_noop("Số định danh này thuộc về người mang tên khác")
    mend = gettext_noop("Kiểm tra lại họ tên và số định danh của người nộp.")


class UploadGone(Refused):
    code = "upload-gone"
    title = gettext_noop("Không có tệp đã tải lên này")
    mend = gettext_noop("Tải tệp lên lại rồi gửi mã mới; tệp chưa dùng được giữ một ngày.")


@dataclass(frozen=True)
class PaperSent:
    """A paper of the dossier; ``file_id`` is an upload of the same sender."""

    code: str
    form: str = "original"
    quantity: int = 1
    pages: int | None = None
    file_id: UUID | None = None


@dataclass(frozen=True)
class Lodgement:
    """What is lodged. ``receipt_id`` is the desk it is left at."""

    procedure: str
    variant: str
    applicant: Applicant
    answers: Mapping[str, Any]
    papers: Sequence[PaperSent]
    receipt_id: UUID
    channel: Channel
    result_method: str
    is_sample: bool = False


@transaction.atomic
def lodge_dossier(lodged: Lodgement, *, by: Actor, at: datetime) -> Case:
    """Opens a case that waits at the desk.

    Raises NotFound for a procedure that is not ready here, VariantUnknown, NotTheirNumber, UploadGone, NotAllowed,
    ChannelClosed and what the form refuses.
    """
    by.must("cases.receive", lodged.receipt_id)
    today = local_day(at)
    definition = definition_in_force(lodged.procedure, today)
    body = read_body(definition.body)
    variant = lodged.variant or body.variants[0].code
    if variant not in {one.code for one in body.variants}:
        raise VariantUnknown(fields={"variant": str(VariantUnknown.title)})
    submission = submit_answers(form_in_force(definition.form_code, today), lodged.answers, by=by, at=at)
    papers = [_paper(body, sent, by, f"papers/{index}/file_id") for index, sent in enumerate(lodged.papers)]
    case = open_case(
        definition,
        variant,
        submission,
        parties=Parties(applicant_id=_person(lodged, by, at).pk),
        offices=Offices(lodged.receipt_id, competent_unit(body, lodged.receipt_id, today)),
        channel=lodged.channel,
        title=case_title(definition, body, variant),
        papers=[*papers, *originals_as_papers(submission_answers=lodged.answers)],
        result_method=lodged.result_method,
        is_sample=lodged.is_sample,
        by=by,
        at=at,
    )
    for paper in papers:
        _hold(case, paper)
    return case


@transaction.atomic
def add_sent_paper(case: Case, sent: PaperSent, *, by: Actor, at: datetime) -> None:
    """Adds a paper whose file was uploaded before. Raises UploadGone, NotAllowed, Stale."""
    paper = _paper(read_body(case.definition.body), sent, by, "file_id")
    add_paper(case, paper, by=by, at=at)
    _hold(case, paper)


def _hold(case: Case, paper: PaperIn) -> None:
    if paper.file_reference is not None:
        move_holder(paper.file_reference.pk, CASE_FILES.code, case.pk)


def _person(lodged: Lodgement, by: Actor, at: datetime) -> Person:
    """The person of that number, who must bear that name; else a new one. Raises NotTheirNumber."""
    who = lodged.applicant
    known = person_by_number(who.number) if who.number else None
    if known is not None:
        if not is_called(known, who.full_name):
            raise NotTheirNumber(fields={"applicant/full_name": str(NotTheirNumber.title)})
        return known
    return create_person(
        who.full_name,
        number=who.number or None,
        birth_date=who.birth_date,
        sex=who.sex,
        phone=who.phone or None,
        address=who.address or None,
        source="api",
        is_sample=lodged.is_sample,
        by=by,
        at=at,
    )


def _paper(body: Body, sent: PaperSent, by: Actor, place: str) -> PaperIn:
    titles = {paper.code: paper.title for paper in body.papers}
    reference = _upload(sent.file_id, by, place) if sent.file_id else None
    return PaperIn(
        code=sent.code,
        title=titles.get(sent.code, sent.code),
        form="electronic" if reference else sent.form,
        quantity=sent.quantity,
        pages=reference.file.pages if reference else sent.pages,
        file_reference=reference,
    )


def _upload(file_id: UUID, by: Actor, place: str) -> FileReference:
    """A file the actor uploaded and used for nothing yet; locked, so that it is used once. Raises UploadGone."""
    uploads = FileReference.objects.select_for_update(of=("self",)).select_related("file")
    is_theirs = {"holder_kind": UPLOAD.code, "holder_id": by.account_id}
    found = uploads.filter(pk=file_id, **is_theirs).first()
    if found is None:
        raise UploadGone(fields={place: str(UploadGone.title)})
    return found
