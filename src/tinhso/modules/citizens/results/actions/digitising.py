"""A paper on its way into the store: scanned, checked by one person, confirmed by another."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed, NotFound, Refused, gettext_noop
from tinhso.kernel.cases.models import Case
from tinhso.kernel.files.actions import hold_again, take_in, take_in_photos
from tinhso.kernel.files.models import FileReference
from tinhso.kernel.identity.queries.sealing import sealed_text
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.results.actions.declared import said
from tinhso.modules.citizens.results.actions.entering import locked, saved
from tinhso.modules.citizens.results.actions.owners import OwnerIn, OwnerMissing, owner_of
from tinhso.modules.citizens.results.files import PAPER_FILES
from tinhso.modules.citizens.results.models import PaperKind, PaperState, ReadState, StoredPaper
from tinhso.modules.citizens.results.rules.metadata import Metadata
from tinhso.modules.citizens.results.rules.roles import CONFIRM, DIGITISE
from tinhso.modules.citizens.results.rules.states import after

PDF = "application/pdf"
WHY_BACK = gettext_noop("Ghi phải xem lại điều gì.")
WHY_DROPPED = gettext_noop("Ghi vì sao bỏ bản quét này.")


class NotAScan(Refused):
    code = "results-not-a-scan"
    title = gettext_noop("Tệp này không phải bản quét")
    mend = gettext_noop("Gửi tệp PDF hoặc ảnh JPEG, PNG, HEIC của giấy tờ.")


class SamePerson(Refused):
    code = "results-same-person"
    status = 403
    title = gettext_noop("Người kiểm tra và người xác nhận phải là hai người khác nhau")
    mend = gettext_noop("Để đồng nghiệp mở giấy tờ này và xác nhận.")


class AlreadyThere(Refused):
    code = "results-already-there"
    status = 409
    title = gettext_noop("Kho của người này đã có giấy tờ cùng mã, cùng số, ký hiệu (%(title)s)")
    mend = gettext_noop("Mở kho giấy tờ để xem; nếu đây là bản mới, ghi thay thế cho bản cũ sau khi vào kho.")


@transaction.atomic
def take_scan(
    uploads: "Sequence[UploadedFile[Any]]", *, unit_id: UUID, case: Case | None = None, by: Actor, at: datetime
) -> StoredPaper:
    """One paper from a PDF or from photos of its pages; it waits to be checked.

    Raises NotAllowed, NotAScan and what the door of files refuses.
    """
    by.must(DIGITISE, unit_id)
    paper_id = new_id()
    held = {"holder_kind": PAPER_FILES.code, "holder_id": paper_id, "purpose": "scan"}
    named = [(one, one.name or "") for one in uploads]
    if len(named) > 1:
        reference = take_in_photos(
            named, holder_kind=PAPER_FILES.code, holder_id=paper_id, purpose="scan", by=by, at=at
        )
    else:
        stream, name = named[0]
        reference = take_in(stream, name, **held, by=by, at=at)  # type: ignore[arg-type]
    return keep_scan(paper_id, reference, unit_id=unit_id, case=case, by=by, at=at)


@transaction.atomic
def take_from_case(case: Case, paper_id: UUID, *, unit_id: UUID, by: Actor, at: datetime) -> StoredPaper:
    """A paper that a dossier has as a file already; the caller has decided that the dossier may be seen.

    Raises NotAllowed, NotFound, NotAScan.
    """
    by.must(DIGITISE, unit_id)
    chosen = (
        case.papers.select_related("file_reference__file").filter(pk=paper_id, file_reference__isnull=False).first()
    )
    if chosen is None or chosen.file_reference is None:
        raise NotFound()
    new, reference = new_id(), chosen.file_reference
    again = hold_again(reference, holder_kind=PAPER_FILES.code, holder_id=new, purpose="scan", by=by, at=at)
    said_of_it = Metadata(kind=PaperKind.COMPONENT, code=chosen.code, title=chosen.title)
    return keep_scan(new, again, unit_id=unit_id, case=case, facts=said_of_it, by=by, at=at)


def keep_scan(
    paper_id: UUID,
    reference: FileReference,
    *,
    unit_id: UUID,
    case: Case | None = None,
    facts: Metadata | None = None,
    by: Actor,
    at: datetime,
) -> StoredPaper:
    """The row of a scan that is held already, with its entry. Raises NotAScan."""
    if reference.file.media_type != PDF:
        raise NotAScan()
    paper = StoredPaper(
        id=paper_id,
        kind=PaperKind.COMPONENT,
        unit_id=unit_id,
        scan=reference,
        reading=ReadState.WAITING,
        digitised_by=by.seat_id,
        digitised_at=at,
        created_at=at,
    )
    if case is not None:
        paper.case, paper.case_number, paper.procedure_code = case, case.number, case.definition.code
        paper.owner_id, paper.owner_business_id = case.owner_id, None if case.owner_id else case.owner_business_id
    if facts is not None:
        put_facts(paper, facts)
    paper.save(force_insert=True)
    payload = {"pages": reference.file.pages}
    write_entry("results.scan_taken", paper, by=by, at=at, payload=payload, unit_id=unit_id)
    return paper


def put_facts(paper: StoredPaper, facts: Metadata) -> None:
    """Writes what was said of the paper into its row; the dossier of a paper of ours stays."""
    for name in ("code", "title", "number_text", "issued_on", "valid_until", "is_lasting", "scope", "issuer", "signer"):
        setattr(paper, name, getattr(facts, name))
    paper.sector = facts.sector
    paper.kind = facts.kind if facts.kind in PaperKind.values else PaperKind.COMPONENT
    paper.abstract_sealed = sealed_text(facts.abstract, paper.pk, "abstract")
    if paper.case_id is None:
        paper.case_number, paper.procedure_code = facts.case_number, facts.procedure_code


@transaction.atomic
def check_paper(
    paper: StoredPaper, facts: Metadata, owner: OwnerIn | None = None, *, by: Actor, at: datetime
) -> StoredPaper:
    """The first person vouches for scan and metadata, which the caller read without faults. ``owner`` None: as it is.

    Raises NotAllowed, OwnerMissing, OwnerDiffers, AlreadyThere, NotNow, Stale.
    """
    by.must(DIGITISE, paper.unit_id)
    row = locked(paper)
    row.state = PaperState(after("check", row.state))
    if owner is not None:
        row.owner, row.owner_business = owner_of(owner, by=by, at=at)
    if row.owner_id is None and row.owner_business_id is None:
        raise OwnerMissing()
    put_facts(row, facts)
    must_be_new(row)
    row.digitised_by, row.digitised_person, row.digitised_at = by.seat_id, person_of(by), at
    row.confirmed_by = row.confirmed_person = row.confirmed_at = None
    row.note = ""
    saved(row)
    payload = {"code": row.code, "kind": row.kind}
    write_entry("results.checked", row, by=by, at=at, payload=payload, unit_id=row.unit_id)
    return row


def person_of(by: Actor) -> UUID:
    """Who acts, as a person: two seats of one person are one pair of eyes. Raises NotAllowed."""
    if by.person_id is None:
        raise NotAllowed()
    return by.person_id


def must_be_new(row: StoredPaper) -> None:
    """Raises AlreadyThere when the owner has a paper of that type and number in force, or on its way."""
    if not row.number_text:
        return
    same = StoredPaper.objects.filter(
        Q(state__in=[PaperState.IN_FORCE, PaperState.CHECKED, PaperState.CONFIRMED]),
        owner_id=row.owner_id,
        owner_business_id=row.owner_business_id,
        code=row.code,
        number_text=row.number_text,
    )
    if there := same.exclude(pk=row.pk).first():
        raise AlreadyThere(fields={"number_text": AlreadyThere.title % {"title": there.title}}, title=there.title)


@transaction.atomic
def confirm_paper(paper: StoredPaper, *, by: Actor, at: datetime) -> StoredPaper:
    """A second person compares scan and metadata and finds them alike. Raises NotAllowed, SamePerson, NotNow, Stale."""
    by.must(CONFIRM, paper.unit_id)
    row = locked(paper)
    row.state = PaperState(after("confirm", row.state))
    if person_of(by) == row.digitised_person:
        raise SamePerson()
    row.confirmed_by, row.confirmed_person, row.confirmed_at = by.seat_id, by.person_id, at
    saved(row)
    payload = {"code": row.code, "kind": row.kind}
    write_entry("results.confirmed", row, by=by, at=at, payload=payload, unit_id=row.unit_id)
    return row


@transaction.atomic
def send_back(paper: StoredPaper, *, reason: str, by: Actor, at: datetime) -> StoredPaper:
    """The second person found something wrong: it is checked anew. Raises NotAllowed, ReasonMissing, NotNow, Stale."""
    by.must(CONFIRM, paper.unit_id)
    row = locked(paper)
    row.state = PaperState(after("send_back", row.state))
    row.note = said(reason, "reason", WHY_BACK, 500)
    row.confirmed_by = row.confirmed_person = row.confirmed_at = None
    saved(row)
    write_entry("results.sent_back", row, by=by, at=at, unit_id=row.unit_id)
    return row


@transaction.atomic
def drop_scan(paper: StoredPaper, *, reason: str, by: Actor, at: datetime) -> StoredPaper:
    """A scan that is of no use. Raises NotAllowed, ReasonMissing, NotNow, Stale."""
    by.must(DIGITISE, paper.unit_id)
    row = locked(paper)
    row.state = PaperState(after("drop", row.state))
    row.note = said(reason, "reason", WHY_DROPPED, 500)
    saved(row)
    write_entry("results.dropped", row, by=by, at=at, unit_id=row.unit_id)
    return row
