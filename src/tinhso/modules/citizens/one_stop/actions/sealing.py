"""Papers a desk gives out: printed, sealed and signed by the office's own key, each made once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import system_actor
from tinhso.kernel.cases.models import Case
from tinhso.kernel.documents.actions import draft_document, seal, seal_unprinted, sign
from tinhso.kernel.documents.kinds import DocumentKind, signing_drivers
from tinhso.kernel.documents.models import Document, SignatureKind
from tinhso.kernel.documents.queries import documents_of_kind


def paper_of(case: Case, kind: DocumentKind, title: str) -> Document | None:
    return next((one for one in documents_of_kind(case, kind.code) if one.title == title), None)


@transaction.atomic
def made_once(
    case: Case,
    kind: DocumentKind,
    facts: Callable[[], dict[str, Any]],
    *,
    title: str = "",
    unit_id: UUID,
    is_printed_later: bool = False,
    at: datetime,
) -> Document:
    """The paper of that kind and title: the one there is, or a new one, sealed and signed in the name of the unit.

    ``is_printed_later`` leaves printing and signing for the first opening (sample data).
    Where no means of signing is ready it is left to be signed by hand: no dossier waits for a key.
    """
    Case.objects.select_for_update().values_list("pk").get(pk=case.pk)
    existing = paper_of(case, kind, title or kind.title)
    if existing is not None:
        return existing
    by = system_actor(kind.code)
    document = draft_document(kind, case, facts(), unit_id=unit_id, title=title or kind.title, by=by, at=at)
    if is_printed_later:
        return seal_unprinted(document, SignatureKind.ORGANISATION, by=by, at=at)
    document = seal(document, by=by, at=at)
    if any(driver.is_ready() for driver in signing_drivers):
        return sign(document, SignatureKind.ORGANISATION, by=by, at=at)
    return document
