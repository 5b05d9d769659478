"""What happens to an issued document later: revoked, or replaced by another."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.documents.actions.drafting import locked
from tinhso.kernel.documents.kinds import document_kinds
from tinhso.kernel.documents.models import Document, DocumentStatus
from tinhso.kernel.ledger.actions import write_entry


class NotInForce(Refused):
    code = "document-not-in-force"
    status = 409
    title = gettext_noop("Văn bản không ở tình trạng đang có hiệu lực")
    mend = gettext_noop("Mở lại văn bản để xem tình trạng mới nhất.")


@transaction.atomic
def revoke(document: Document, reason: str, *, by: Actor, at: datetime) -> Document:
    """The document no longer counts, for the reason shown on its check page. Raises NotAllowed, Stale, NotInForce."""
    by.must(document_kinds.get(document.kind).revoke_right, document.unit_id)
    row = _in_force(document)
    _end(row, DocumentStatus.REVOKED, reason)
    write_entry("document.revoked", row, by=by, at=at, unit_id=row.unit_id, payload={"kind": row.kind})
    return row


@transaction.atomic
def replace(document: Document, successor: Document, reason: str, *, by: Actor, at: datetime) -> Document:
    """The issued ``successor`` takes the place of the document. Raises NotAllowed, Stale, NotInForce."""
    by.must(document_kinds.get(document.kind).revoke_right, document.unit_id)
    row, heir = _in_force(document), _in_force(successor)
    heir.replaces = row
    heir.version += 1
    heir.save()
    _end(row, DocumentStatus.REPLACED, reason)
    payload = {"kind": row.kind, "by_document": str(heir.pk)}
    write_entry("document.replaced", row, by=by, at=at, unit_id=row.unit_id, payload=payload)
    return row


def _in_force(document: Document) -> Document:
    row = locked(document)
    if row.status != DocumentStatus.ISSUED:
        raise NotInForce()
    return row


def _end(row: Document, status: DocumentStatus, reason: str) -> None:
    row.status = status
    row.status_note = reason
    row.version += 1
    row.save()
