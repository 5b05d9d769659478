"""Number and seal: from then on the words of a document stand."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.documents.actions.drafting import AlreadySealed, locked
from tinhso.kernel.documents.kinds import DocumentKind, document_kinds
from tinhso.kernel.documents.models import Document, DocumentStatus
from tinhso.kernel.documents.queries import check_url, printed_facts
from tinhso.kernel.documents.rules import fields, numbering, render, scans
from tinhso.kernel.documents.rules.qr import qr_svg
from tinhso.kernel.files.actions import put_bytes
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.organisations.queries import unit_on

PDF = "application/pdf"


class NoRegister(Refused):
    code = "document-no-register"
    title = gettext_noop("Loại văn bản này không cấp số")
    mend = gettext_noop("Khóa nội dung và ký, không cần cấp số.")


@transaction.atomic
def issue_number(document: Document, *, by: Actor, at: datetime) -> Document:
    """Gives the next number of the register of its unit, kind and year; asked again, the same number.

    Raises NotAllowed, Stale, NoRegister. A number given stays with its document.
    """
    by.must(document_kinds.get(document.kind).issue_right, document.unit_id)
    row = locked(document)
    kind = document_kinds.get(row.kind)
    if not kind.register:
        raise NoRegister()
    if row.number is not None:
        return row
    take_number(row, kind, at)
    row.version += 1
    row.save()
    write_entry("document.numbered", row, by=by, at=at, unit_id=row.unit_id, payload=numbering_of(row))
    return row


@transaction.atomic
def seal(document: Document, *, scan: bytes = b"", by: Actor, at: datetime) -> Document:
    """Prints the final PDF/A with number and date, stores it and fixes its SHA-256; the document is issued.

    A document that has no number yet takes one in the same transaction: no seal, no number. With a ``scan`` (a PDF that
    passed the door of files) the printed sheet follows the scanned pages; such a copy is no PDF/A. Raises NotAllowed,
    Stale, AlreadySealed.
    """
    by.must(document_kinds.get(document.kind).issue_right, document.unit_id)
    row = locked(document)
    if row.sealed_at is not None:
        raise AlreadySealed()
    kind = document_kinds.get(row.kind)
    row.issued_on = row.issued_on or local_day(at)
    if kind.register and row.number is None:
        # Printed once before the number is taken: what is wrong with a template shows here, and
        # the compiler is warm when the register is locked (the last lock, held as short as possible).
        print_pdf(row, kind)
        take_number(row, kind, at)
    _keep_sealed(row, print_pdf(row, kind, scan), at)
    write_entry(
        "document.sealed",
        row,
        by=by,
        at=at,
        unit_id=row.unit_id,
        payload=numbering_of(row) | {"sha256": row.sealed_sha256},
    )
    return row


def _keep_sealed(row: Document, pdf: bytes, at: datetime) -> None:
    keep_printed(row, pdf, at)
    row.sealed_at = at
    row.status = DocumentStatus.ISSUED
    row.version += 1
    row.save()


def keep_printed(row: Document, pdf: bytes, at: datetime) -> None:
    row.sealed_sha256 = sha256(pdf).hexdigest()
    row.file = put_bytes(pdf, PDF, at=at)


def print_pdf(row: Document, kind: DocumentKind, scan: bytes = b"") -> bytes:
    facts = printed_facts(row, kind)
    assets: Mapping[str, bytes] = {"qr.svg": qr_svg(check_url(row))}
    pdf = render.render(kind.template, facts, assets=assets)
    places = render.signature_places(kind.template, facts, assets=assets)
    if scan:
        pdf, places = scans.followed_by(scan, pdf, places)
    return fields.with_signature_fields(pdf, places)


def take_number(row: Document, kind: DocumentKind, at: datetime) -> None:
    """One statement makes the register if need be, locks its row and counts on."""
    day = local_day(at)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_register (id, unit_id, code, year, last_number) VALUES (%s, %s, %s, %s, 1) "
            "ON CONFLICT (unit_id, code, year) DO UPDATE SET last_number = documents_register.last_number + 1 "
            "RETURNING id, last_number",
            [new_id(), row.unit_id, kind.register, day.year],
        )
        row.register_id, row.number = cursor.fetchone()
    row.symbol = numbering.symbol_text(kind.symbol, unit=_short_code(row.unit_id, at))
    row.issued_on = day


def _short_code(unit_id: UUID, at: datetime) -> str:
    unit = unit_on(unit_id, local_day(at))
    return unit.short_name or unit.name


def numbering_of(row: Document) -> dict[str, Any]:
    day = row.issued_on.isoformat() if row.issued_on else None
    return {"kind": row.kind, "number": row.number, "symbol": row.symbol, "issued_on": day}
