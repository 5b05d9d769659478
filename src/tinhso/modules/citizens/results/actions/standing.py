"""What happens to a paper of the store later: revoked, or replaced by another; its owner and its check page see it."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.models import Document, DocumentStatus
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.results.actions.declared import said
from tinhso.modules.citizens.results.actions.entering import locked, saved
from tinhso.modules.citizens.results.actions.telling import tell_owner
from tinhso.modules.citizens.results.models import PaperState, StoredPaper
from tinhso.modules.citizens.results.rules.roles import STAND
from tinhso.modules.citizens.results.rules.states import after

WHY = gettext_noop("Ghi lý do.")
BASIS = gettext_noop("Ghi căn cứ pháp lý, ví dụ số và ngày của quyết định.")
BY_DOCUMENT = gettext_noop("Văn bản đổi tình trạng tại nơi ban hành.")


class NoSuccessor(Refused):
    code = "results-no-successor"
    title = gettext_noop("Chưa chọn giấy tờ thay thế")
    mend = gettext_noop("Chọn một giấy tờ đang có hiệu lực của cùng chủ, do cùng cơ quan giữ.")


@transaction.atomic
def revoke_paper(paper: StoredPaper, *, reason: str, basis: str, by: Actor, at: datetime) -> StoredPaper:
    """The paper no longer counts. Raises NotAllowed, ReasonMissing, NotNow, Stale."""
    row = _to_end(paper, "revoke", reason, basis, by)
    if row.document is not None and row.document.status == DocumentStatus.ISSUED:
        documents.revoke(row.document, _told(row), by=by, at=at)
    saved(row)
    write_entry("results.revoked", row, by=by, at=at, payload={"code": row.code}, unit_id=row.unit_id)
    tell_owner(row, by=by, at=at)
    return row


@transaction.atomic
def replace_paper(
    paper: StoredPaper, successor: StoredPaper, *, reason: str, basis: str, by: Actor, at: datetime
) -> StoredPaper:
    """Another paper of the same owner takes its place. Raises NotAllowed, ReasonMissing, NoSuccessor, NotNow, Stale."""
    row = _to_end(paper, "replace", reason, basis, by)
    heir = locked(successor)
    is_fit = heir.state == PaperState.IN_FORCE and heir.unit_id == row.unit_id and heir.pk != row.pk
    if not is_fit or (heir.owner_id, heir.owner_business_id) != (row.owner_id, row.owner_business_id):
        raise NoSuccessor(fields={"successor": str(NoSuccessor.mend)})
    if row.document is not None and heir.document is not None and row.document.status == DocumentStatus.ISSUED:
        documents.replace(row.document, heir.document, _told(row), by=by, at=at)
    row.replaced_by = heir
    saved(row)
    payload = {"code": row.code, "by_paper": str(heir.pk)}
    write_entry("results.replaced", row, by=by, at=at, payload=payload, unit_id=row.unit_id)
    tell_owner(row, by=by, at=at)
    return row


def _to_end(paper: StoredPaper, act: str, reason: str, basis: str, by: Actor) -> StoredPaper:
    by.must(STAND, paper.unit_id)
    row = locked(paper)
    row.state = PaperState(after(act, row.state))
    row.note, row.basis = said(reason, "reason", WHY, 500), said(basis, "basis", BASIS, 300)
    return row


def _told(row: StoredPaper) -> str:
    return f"{row.note} (căn cứ: {row.basis})"[:500]


@transaction.atomic
def follow_document(document: Document, *, by: Actor, at: datetime) -> bool:
    """A document that was revoked or replaced at its desk: its paper in the store says so too; gives whether it did."""
    row = StoredPaper.objects.select_for_update(of=("self",)).filter(document=document).first()
    ended = document.status in (DocumentStatus.REVOKED, DocumentStatus.REPLACED)
    if row is None or row.state != PaperState.IN_FORCE or not ended:
        return False
    row.state, row.note = PaperState(document.status), document.status_note or BY_DOCUMENT
    payload = {"code": row.code}
    if document.status == DocumentStatus.REPLACED:
        row.replaced_by = StoredPaper.objects.filter(document__replaces=document).first()
        payload["by_paper"] = str(row.replaced_by_id or "")
    saved(row)
    write_entry(f"results.{row.state}", row, by=by, at=at, payload=payload, unit_id=row.unit_id)
    tell_owner(row, by=by, at=at)
    return True
