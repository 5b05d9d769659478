"""Papers come into the store: what the shop handed out by itself, what was digitised when it is signed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import Stale
from tinhso.kernel.cases.models import Case, Result
from tinhso.kernel.documents.models import DocumentStatus, SignatureKind
from tinhso.kernel.documents.queries import label_of
from tinhso.kernel.identity.models import Business, Person
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.results.actions import declared  # noqa: F401
from tinhso.modules.citizens.results.models import PaperKind, PaperState, StoredPaper
from tinhso.modules.citizens.results.queries.papers import JOINED


def locked(paper: StoredPaper) -> StoredPaper:
    """The row, locked until the transaction ends. Raises Stale when it changed since it was read."""
    row = StoredPaper.objects.select_for_update(of=("self",)).select_related(*JOINED).get(pk=paper.pk)
    if row.version != paper.version:
        raise Stale()
    return row


def saved(row: StoredPaper) -> StoredPaper:
    row.version += 1
    row.save()
    return row


@transaction.atomic
def enter_results(case: Case, *, by: Actor, at: datetime) -> Sequence[StoredPaper]:
    """The sealed results of a dossier that was handed out, into the store of its owner; each once, with no person."""
    if case.owner_id is None and case.owner_business_id is None:
        return []
    known = StoredPaper.objects.filter(case=case, document__isnull=False).values("document_id")
    results = case.results.select_related("document").exclude(document_id__in=known).order_by("id")
    return [_entered(case, result, by, at) for result in results if result.document.sealed_at]


def _entered(case: Case, result: Result, by: Actor, at: datetime) -> StoredPaper:
    document, label = result.document, label_of(result.document)
    signature = document.signatures.filter(kind=SignatureKind.PERSONAL).order_by("order").first()
    paper = StoredPaper(
        id=new_id(),
        kind=PaperKind.RESULT,
        owner_id=case.owner_id,
        owner_business_id=None if case.owner_id else case.owner_business_id,
        unit_id=document.unit_id,
        code=result.code,
        title=result.title,
        number_text=label.number_text,
        case=case,
        case_number=case.number,
        procedure_code=case.definition.code,
        issued_on=document.issued_on,
        issuer=label.issuer,
        signer=signature.signer_name if signature else "",
        document=document,
        created_at=at,
    )
    put_in_store(paper, by=by, at=at)
    if document.status != DocumentStatus.ISSUED:  # revoked or replaced before it was handed out
        paper.state, paper.note = PaperState(document.status), document.status_note or "–"
        saved(paper)
    return paper


def put_in_store(paper: StoredPaper, *, by: Actor, at: datetime) -> None:
    """Gives the paper its place among those of the same type and number, and the entry that it is in force."""
    paper.order = next_order(paper)
    paper.state, paper.entered_at = PaperState.IN_FORCE, at
    if paper._state.adding:
        paper.save(force_insert=True)
    else:
        saved(paper)
    payload = {"code": paper.code, "kind": paper.kind, "document_id": str(paper.document_id)}
    write_entry("results.entered", paper, by=by, at=at, payload=payload, unit_id=paper.unit_id)


def next_order(paper: StoredPaper) -> int:
    """The owner's row stays locked until the transaction ends, so that two papers never take one place."""
    if paper.owner_id is not None:
        Person.objects.select_for_update(of=("self",)).get(pk=paper.owner_id)
    elif paper.owner_business_id is not None:
        Business.objects.select_for_update(of=("self",)).get(pk=paper.owner_business_id)
    alike = StoredPaper.objects.filter(
        owner_id=paper.owner_id,
        owner_business_id=paper.owner_business_id,
        code=paper.code,
        number_text=paper.number_text,
    ).exclude(entered_at=None)
    return int(alike.aggregate(last=Max("order"))["last"] or 0) + 1
