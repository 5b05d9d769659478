"""What the ledger says happened to dossiers and documents, and what that means for somebody's store."""

from collections.abc import Sequence
from datetime import datetime

from tinhso.base.actor import system_actor
from tinhso.kernel.cases.models import Case
from tinhso.kernel.documents.models import Document
from tinhso.kernel.ledger.models import Entry
from tinhso.modules.citizens.results.actions.entering import enter_results
from tinhso.modules.citizens.results.actions.standing import follow_document

CASE, DOCUMENT = "cases.case", "documents.document"
HANDED_OUT = "case.returned"
ENDED = frozenset({"document.revoked", "document.replaced"})
BY = system_actor("results")


def follow(entries: Sequence[Entry], *, at: datetime) -> int:
    """Results of dossiers that were handed out go into the store, papers that ended are marked; how many that were."""
    returned = {entry.subject_id for entry in entries if entry.event == HANDED_OUT and entry.subject_kind == CASE}
    ended = {entry.subject_id for entry in entries if entry.event in ENDED and entry.subject_kind == DOCUMENT}
    cases = Case.objects.filter(pk__in=returned).select_related("definition").order_by("returned_at", "id")
    done = sum(len(enter_results(case, by=BY, at=at)) for case in cases) if returned else 0
    if ended:
        done += sum(follow_document(one, by=BY, at=at) for one in Document.objects.filter(pk__in=ended))
    return done
