"""Papers of a sample province that nobody has asked to see yet: locked and numbered now, printed when first opened.

A month of a province holds tens of thousands of papers; printing and signing each takes longer than everything else
about it. So their words, number and date are fixed by the act, as always, while the PDF and its signatures are made at
the first opening, and the ledger and the signatures say so: their moment is the moment of that opening.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tinhso.base.actor import Actor, system_actor
from tinhso.base.messages import NotAllowed, Stale
from tinhso.base.moments import local_day
from tinhso.kernel.documents.actions.drafting import AlreadySealed
from tinhso.kernel.documents.actions.events import ISSUE, SIGN
from tinhso.kernel.documents.actions.issuing import keep_printed, numbering_of, print_pdf, take_number
from tinhso.kernel.documents.actions.signing import NobodyToSign, NotSealed, put_signature
from tinhso.kernel.documents.kinds import document_kinds
from tinhso.kernel.documents.models import Document, DocumentStatus, SignatureKind
from tinhso.kernel.ledger.actions import write_entry
from tinhso.shell.rows import change_row


@transaction.atomic
def seal_unprinted(document: Document, signature_kind: str, *, by: Actor, at: datetime) -> Document:
    """Fixes number, date and words as ``seal`` does, for the actor's signature, and leaves the printing for later.

    Never in production. Raises NotAllowed, Stale, AlreadySealed, NobodyToSign.
    """
    if settings.PROFILE == "production":
        raise NotAllowed(right=ISSUE)
    by.must(ISSUE, document.unit_id)
    if document.sealed_at is not None:
        raise AlreadySealed()
    kind = document_kinds.get(document.kind)
    if kind.register and document.number is None:
        take_number(document, kind, at)
    document.issued_on = document.issued_on or local_day(at)
    document.sealed_at, document.status = at, DocumentStatus.ISSUED
    _owe(document, signature_kind, by, "register_id", "number", "symbol", "issued_on", "sealed_at", "status")
    payload = numbering_of(document) | {"signature": signature_kind}
    write_entry("document.issued_unprinted", document, by=by, at=at, unit_id=document.unit_id, payload=payload)
    return document


@transaction.atomic
def owe_signature(document: Document, signature_kind: str, *, by: Actor, at: datetime) -> Document:
    """Notes whose signature an unprinted paper gets besides. Raises NotAllowed, Stale, NotSealed, NobodyToSign."""
    if document.signatures_owed is None:
        raise NotSealed()
    _owe(document, signature_kind, by)
    payload = {"kind": document.kind, "signature": signature_kind}
    write_entry("document.signature_owed", document, by=by, at=at, unit_id=document.unit_id, payload=payload)
    return document


def _owe(document: Document, signature_kind: str, by: Actor, *changed: str) -> None:
    """Writes what changed with one more signature owed, unless somebody was first. Raises Stale."""
    kind = SignatureKind(signature_kind)
    by.must(SIGN if kind is SignatureKind.PERSONAL else ISSUE, document.unit_id)
    if kind is SignatureKind.PERSONAL and by.seat_id is None:
        raise NobodyToSign()
    owed = [*(document.signatures_owed or ()), {"kind": kind.value, "seat_id": str(by.seat_id or "")}]
    document.signatures_owed = owed
    changes = {name: getattr(document, name) for name in (*changed, "signatures_owed")}
    if not change_row(document, {"version": document.version + 1, **changes}, version=document.version):
        raise Stale()
    document.version += 1


def printed(document: Document, *, at: datetime) -> Document:
    """The document with its PDF: one that was left unprinted is printed and signed now, once.

    Every screen that hands a PDF out asks for this first. Raises NoSigningDriver.
    """
    return document if document.signatures_owed is None else _print_now(document, at)


@transaction.atomic
def _print_now(document: Document, at: datetime) -> Document:
    row = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if row.signatures_owed is None:
        return row  # somebody else opened it a moment before
    by, owed = system_actor("first-opening"), row.signatures_owed
    keep_printed(row, print_pdf(row, document_kinds.get(row.kind)), at)
    payload = {"kind": row.kind, "sha256": row.sealed_sha256}
    write_entry("document.printed_late", row, by=by, at=at, unit_id=row.unit_id, payload=payload)
    for each in owed:
        put_signature(
            row, SignatureKind(each["kind"]), UUID(each["seat_id"]) if each["seat_id"] else None, by=by, at=at
        )
    row.signatures_owed = None
    row.version += 1
    row.save()
    return row
