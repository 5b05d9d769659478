"""A citizen files: the draft becomes a submission, its papers a case. Twice sent is once filed."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.cases.actions import Offices, PaperIn, PapersMissing, Parties, open_case, paper_in
from tinhso.kernel.cases.models import Case, Channel, Definition
from tinhso.kernel.cases.queries import came_from, definition_by_id, definition_in_force
from tinhso.kernel.cases.rules.definition import Body, PaperNeed, read_body
from tinhso.kernel.files.actions import move_holder
from tinhso.kernel.files.models import FileReference
from tinhso.kernel.files.queries import references_of
from tinhso.kernel.forms.actions import start_draft, submit_draft
from tinhso.kernel.forms.models import Draft
from tinhso.kernel.forms.queries import drafts_of, form_in_force
from tinhso.kernel.identity.models import Consent
from tinhso.modules.citizens.one_stop.files import CASE_FILES, DRAFT_FILES
from tinhso.modules.citizens.one_stop.queries.front_door import door_on
from tinhso.modules.citizens.one_stop.queries.offices import competent_unit, desk_on


class FiledElsewhere(Refused):
    code = "filed-at-national-portal"
    status = 409
    title = gettext_noop("Thủ tục này nộp trực tuyến trên Cổng Dịch vụ công quốc gia")
    mend = gettext_noop("Mở trang thủ tục để đi đến Cổng, hoặc đến bộ phận một cửa.")


class ConsentGone(Refused):
    code = "consent-gone"
    title = gettext_noop("Người nhờ bạn nộp hộ đã rút sự đồng ý")
    mend = gettext_noop("Nhờ họ đồng ý lại trong tài khoản, hoặc nộp cho chính bạn bằng một bản nháp mới.")


@transaction.atomic
def start_application(
    code: str, *, variant: str, desk_id: UUID, consent_id: UUID | None = None, by: Actor, at: datetime
) -> Draft:
    """A draft of the procedure's form, to be left at that desk; prefilled with what is known.

    Raises NotFound, NoDesk, ConsentGone, FiledElsewhere.
    """
    today = local_day(at)
    if by.is_citizen and door_on(code, today).is_national:
        raise FiledElsewhere()
    definition = definition_in_force(code, today)
    body = read_body(definition.body)
    context = {
        "definition": str(definition.pk),
        "variant": body.variant(variant).code,
        "receipt": str(desk_on(body, desk_id, today).id),
        "consent": str(_standing_consent(consent_id, by).pk) if consent_id else None,
    }
    return start_draft(form_in_force(definition.form_code, today), purpose=code, context=context, by=by, at=at)


@transaction.atomic
def file_draft(draft_id: UUID, *, by: Actor, at: datetime) -> Case:
    """Submits the draft and opens its case; the same draft again gives the same case.

    Raises PapersMissing, DraftGone and what the form refuses.
    """
    draft = drafts_of(by).filter(pk=draft_id).first()
    if draft is not None:
        _must_have_papers(draft)
    submission = submit_draft(draft_id, by=by, at=at)
    if draft is None:
        return Case.objects.get(submission=submission)
    definition = definition_by_id(UUID(draft.context["definition"]))
    body, brought = read_body(definition.body), references_of(DRAFT_FILES.code, draft_id)
    case = open_case(
        definition,
        draft.context["variant"],
        submission,
        parties=_parties(draft, by),
        offices=_offices(draft, body, local_day(at)),
        channel=Channel.ONLINE,
        title=case_title(definition, body, draft.context["variant"]),
        papers=_papers(body, brought),
        by=by,
        at=at,
    )
    for reference in brought:
        move_holder(reference.pk, CASE_FILES.code, case.pk)
    return case


def case_title(definition: Definition, body: Body, variant: str) -> str:
    """What the dossier asks for, in one line."""
    return definition.title if len(body.variants) == 1 else f"{definition.title} – {body.variant(variant).title}"


def _must_have_papers(draft: Draft) -> None:
    if missing := papers_to_bring(draft):
        raise PapersMissing(missing)


def papers_to_bring(draft: Draft) -> tuple[PaperNeed, ...]:
    """The required papers that were not uploaded yet."""
    body = read_body(definition_by_id(UUID(draft.context["definition"])).body)
    brought = {reference.purpose for reference in references_of(DRAFT_FILES.code, draft.pk)}
    return tuple(p for p in body.papers_for(draft.context["variant"]) if p.is_required and p.code not in brought)


def _parties(draft: Draft, by: Actor) -> Parties:
    assert by.person_id is not None  # noqa: S101  (citizens always have a person)
    consent_id = draft.context.get("consent")
    if consent_id is None:
        return Parties(applicant_id=by.person_id)
    consent = _standing_consent(UUID(consent_id), by)
    return Parties(applicant_id=by.person_id, owner_id=consent.owner_id, consent_id=consent.pk)


def _standing_consent(consent_id: UUID, by: Actor) -> Consent:
    """The consent given to the actor that was not withdrawn. Raises ConsentGone."""
    consent = Consent.objects.filter(pk=consent_id, representative_id=by.person_id, withdrawn_at=None).first()
    if consent is None:
        raise ConsentGone()
    return consent


def _offices(draft: Draft, body: Body, on: date) -> Offices:
    receipt = UUID(draft.context["receipt"])
    return Offices(receipt_id=receipt, competent_id=competent_unit(body, receipt, on))


def _papers(body: Body, brought: Sequence[FileReference]) -> list[PaperIn]:
    """What was uploaded, and what a store gave: the latter is marked as used again."""
    given, needs = came_from(reference.pk for reference in brought), {need.code: need for need in body.papers}
    return [
        paper_in(needs[reference.purpose], reference, given[reference.pk])
        if reference.pk in given and reference.purpose in needs
        else _paper(body, reference)
        for reference in brought
    ]


def _paper(body: Body, reference: FileReference) -> PaperIn:
    titles = {paper.code: paper.title for paper in body.papers}
    return PaperIn(
        code=reference.purpose,
        title=titles.get(reference.purpose, reference.name),
        form="electronic",
        pages=reference.file.pages,
        file_reference=reference,
    )
