"""Finding documents, their facts and their bytes."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.kernel.documents.kinds import DocumentKind, document_kinds
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries.seam import keyring, stored_bytes, unit_on
from tinhso.kernel.documents.rules import numbering, render
from tinhso.kernel.documents.rules.qr import qr_svg
from tinhso.kernel.documents.rules.tokens import as_typed, grouped
from tinhso.kernel.ledger.actions import SubjectRef


def subject_ref(subject: Model | SubjectRef) -> SubjectRef:
    """What a document is about, as the ledger names it."""
    if isinstance(subject, SubjectRef):
        return subject
    return SubjectRef(subject._meta.label_lower, subject.pk)


def documents_of(subject: Model | SubjectRef) -> QuerySet[Document]:
    """The documents about a subject, oldest first; the caller has decided that the subject may be seen."""
    about = subject_ref(subject)
    return Document.objects.filter(subject_kind=about.kind, subject_id=about.id).order_by("created_at", "id")


def document_by_token(token: str) -> Document | None:
    """The issued document with that check token, however it was typed; drafts are not found."""
    plain = as_typed(token)
    if plain is None:
        return None
    return Document.objects.filter(token=plain, sealed_at__isnull=False).first()


def pdf_of(document: Document, actor: Actor) -> bytes:
    """The PDF as it stands, for who may read the document's subject. Raises NotFound otherwise."""
    kind = document_kinds.get(document.kind)
    if document.file_id is None or not kind.may_read(actor, document.subject_id):
        raise NotFound()
    return bytes_of(document)


def bytes_of(document: Document) -> bytes:
    """The stored PDF; the caller has decided who may have it. Raises NotFound before sealing."""
    if document.file_id is None:
        raise NotFound()
    return stored_bytes(document.file_id)


def preview_of(document: Document) -> bytes:
    """How the draft would look, marked as a draft; nothing is kept."""
    kind = document_kinds.get(document.kind)
    return render.render(kind.template, printed_facts(document, kind), assets={"qr.svg": qr_svg(check_url(document))})


def facts_of(document: Document) -> dict[str, Any]:
    """The facts the document was drafted with."""
    clear = keyring().open(bytes(document.facts_sealed), bound_to=f"document:{document.pk}")
    facts: dict[str, Any] = json.loads(clear)
    return facts


def public_facts_of(document: Document) -> list[tuple[str, str]]:
    """The facts its kind lets everybody see, as (dotted path, text); those not given are left out."""
    facts = facts_of(document)
    paths = document_kinds.get(document.kind).public_facts
    values = ((path, _at(facts, path)) for path in paths)
    return [(path, str(value)) for path, value in values if value not in (None, "")]


def _at(facts: Mapping[str, Any], path: str) -> Any:
    value: Any = facts
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def check_url(document: Document) -> str:
    """The address behind the QR."""
    return f"{settings.PUBLIC_URL}/kt/{document.token}"


def printed_facts(document: Document, kind: DocumentKind) -> dict[str, Any]:
    """The facts and, as ``paper``, what the room adds: issuer on that day, number, date, token, marks."""
    facts = facts_of(document)
    day = document.issued_on
    paper = {
        "number_text": numbering.number_text(document.number, document.symbol) if kind.register else "",
        "token_text": grouped(document.token),
        "check_url": check_url(document),
        "legal_basis": kind.legal_basis,
        "is_sample": settings.PROFILE == "sample",
        "is_draft": day is None,
        **_issuer(document, day or document.created_at.date()),
        **({"day": day.day, "month": day.month, "year": day.year} if day else {}),
    }
    return facts | {"paper": paper | facts.get("paper", {})}


def _issuer(document: Document, on: date) -> dict[str, str]:
    unit = unit_on(document.unit_id, on)
    parent = unit_on(unit.parent_id, on).name if unit.parent_id else ""
    return {"issuer": unit.name, "parent": parent}
