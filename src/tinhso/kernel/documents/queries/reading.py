"""Finding documents, their facts and their bytes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.base.moments import day_text, local_day
from tinhso.kernel.documents.kinds import DocumentKind, document_kinds
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.rules import numbering, render
from tinhso.kernel.documents.rules.qr import qr_svg
from tinhso.kernel.documents.rules.tokens import as_typed, grouped
from tinhso.kernel.files.queries import stored_bytes
from tinhso.kernel.identity.queries import keyring
from tinhso.kernel.ledger.actions import SubjectRef, subject_ref
from tinhso.kernel.organisations.queries import unit_near
from tinhso.shell.rows import rows_where


def documents_of(subject: Model | SubjectRef) -> QuerySet[Document]:
    """The documents about a subject, oldest first; the caller has decided that the subject may be seen."""
    about = subject_ref(subject)
    return Document.objects.filter(subject_kind=about.kind, subject_id=about.id).order_by("created_at", "id")


def documents_of_kind(subject: Model | SubjectRef, kind: str) -> list[Document]:
    """Those of one kind about a subject, oldest first; the caller has decided that the subject may be seen."""
    about = subject_ref(subject)
    return rows_where(Document, ("created_at", "id"), subject_kind=about.kind, subject_id=about.id, kind=kind)


def document_by_token(token: str) -> Document | None:
    """The issued document with that check token, however it was typed; drafts are not found."""
    plain = as_typed(token)
    if plain is None:
        return None
    return Document.objects.filter(token=plain, sealed_at__isnull=False).first()


def pdf_of(document: Document, actor: Actor) -> bytes:
    """The PDF as it stands, for who may read the document's subject. Raises NotFound otherwise."""
    if not may_read(document, actor):
        raise NotFound()
    return bytes_of(document)


def may_read(document: Document, actor: Actor) -> bool:
    """Whether its kind lets the actor see it through its subject."""
    return document_kinds.get(document.kind).may_read(actor, document.subject_id)


def bytes_of(document: Document) -> bytes:
    """The stored PDF; the caller has decided who may have it. Raises NotFound before sealing."""
    if document.file_id is None:
        raise NotFound()
    return stored_bytes(document.file_id)


def preview_of(document: Document) -> bytes:
    """How the draft would look, marked as a draft; nothing is kept."""
    kind = document_kinds.get(document.kind)
    return render.render(kind.template, printed_facts(document, kind), assets={"qr.svg": qr_svg(check_url(document))})


def preview_pages_of(document: Document) -> tuple[bytes, ...]:
    """The same draft as pictures of its pages (PNG)."""
    kind = document_kinds.get(document.kind)
    assets = {"qr.svg": qr_svg(check_url(document))}
    return render.page_pictures(kind.template, printed_facts(document, kind), assets=assets)


def facts_of(document: Document) -> dict[str, Any]:
    """The facts the document was drafted with."""
    clear = keyring().open(bytes(document.facts_sealed), bound_to=f"document:{document.pk}")
    facts: dict[str, Any] = json.loads(clear)
    return facts


@dataclass(frozen=True)
class Label:
    """How an issued document is named to people; the issuer as it was called then."""

    kind_title: str
    number_text: str
    issued_on: str
    issuer: str


def label_of(document: Document) -> Label:
    kind = document_kinds.get(document.kind)
    day = document.issued_on or local_day(document.created_at)
    return Label(
        kind_title=kind.title,
        number_text=numbering.number_text(document.number, document.symbol) if document.number else "",
        issued_on=day_text(document.issued_on) if document.issued_on else "",
        issuer=unit_near(document.unit_id, day).authority_name,
    )


def public_facts_of(document: Document) -> list[tuple[str, str]]:
    """The facts its kind lets everybody see, as (label, text); those not given are left out."""
    facts = facts_of(document)
    found = (_public_fact(facts, entry) for entry in document_kinds.get(document.kind).public_facts)
    return [(label, text) for label, text in found if text]


def _public_fact(facts: Mapping[str, Any], entry: str) -> tuple[str, str]:
    path, _, label = entry.partition(":")
    value = _at(facts, path)
    if value is None:
        value = next((row.get("value") for row in facts.get("rows", ()) if row["label"] == path), None)
    return label or path, "" if value is None else str(value)


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
        **_issuer(document, day or local_day(document.created_at)),
        **({"day": day.day, "month": day.month, "year": day.year} if day else {}),
    }
    return facts | {"paper": paper | facts.get("paper", {})}


def _issuer(document: Document, on: date) -> dict[str, str]:
    """Names as they were on that day; an authority of a place has nobody above it on its papers."""
    unit = unit_near(document.unit_id, on)
    is_place = unit.authority_name != unit.name
    parent = unit_near(unit.parent_id, on).authority_name if unit.parent_id and not is_place else ""
    return {"issuer": unit.authority_name, "parent": parent}
