"""Drafts: a document that binds nobody yet. No ledger entry: the act it serves writes one."""

import json
import secrets
from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused, Stale, gettext_noop
from tinhso.kernel.documents.kinds import DocumentKind
from tinhso.kernel.documents.models import Document, DocumentStatus
from tinhso.kernel.documents.rules.tokens import new_token
from tinhso.kernel.identity.queries import keyring
from tinhso.kernel.ledger.actions import SubjectRef, subject_ref
from tinhso.shell.rows import change_row, insert_row


class AlreadySealed(Refused):
    code = "document-sealed"
    status = 409
    title = gettext_noop("Văn bản đã khóa nội dung nên không sửa được")
    mend = gettext_noop("Lập văn bản mới để thay thế, hoặc thu hồi văn bản này.")


@transaction.atomic
def draft_document(
    kind: DocumentKind,
    subject: Model | SubjectRef,
    facts: Mapping[str, Any],
    *,
    unit_id: UUID,
    title: str,
    by: Actor,
    at: datetime,
) -> Document:
    """A draft of that kind about the subject, in the name of a unit; its facts are kept sealed.

    The caller has decided that ``by`` may draft for the subject; numbering, sealing and signing ask for
    their own rights.
    """
    about = subject_ref(subject)
    document_id = new_id()
    return insert_row(
        Document(
            id=document_id,
            kind=kind.code,
            title=title,
            unit_id=unit_id,
            subject_kind=about.kind,
            subject_id=about.id,
            facts_sealed=sealed_facts(document_id, facts),
            token=new_token(secrets.choice),
            created_at=at,
        )
    )


@transaction.atomic
def redraft(
    document: Document, facts: Mapping[str, Any], *, by: Actor, at: datetime, title: str | None = None
) -> Document:
    """The draft with other facts. Raises Stale when it changed since it was read, AlreadySealed."""
    present = copy(document)
    present.version, present.title = document.version + 1, title or document.title
    present.facts_sealed = sealed_facts(document.pk, facts)
    changes = {name: getattr(present, name) for name in ("version", "title", "facts_sealed")}
    if not change_row(document, changes, version=document.version, status=DocumentStatus.DRAFT, sealed_at=None):
        raise AlreadySealed() if Document.objects.get(pk=document.pk).sealed_at else Stale()
    return present


def sealed_facts(document_id: UUID, facts: Mapping[str, Any]) -> bytes:
    clear = json.dumps(facts, ensure_ascii=False).encode()
    return keyring().seal(clear, bound_to=f"document:{document_id}")


def locked(document: Document) -> Document:
    """The row, locked until the transaction ends. Raises Stale when it changed since it was read."""
    row = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if row.version != document.version:
        raise Stale()
    return row
