"""A paper of the store serves in a dossier instead of being asked for again; each time is counted and told."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.kernel.cases.kinds import OnFile
from tinhso.kernel.documents.actions import printed
from tinhso.kernel.files.actions import hold_stored
from tinhso.kernel.files.models import FileReference
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.results.models import PaperState, Reuse, StoredPaper
from tinhso.modules.citizens.results.rules.states import NotNow


@transaction.atomic
def reuse_paper(
    on_file: OnFile, *, holder_kind: str, holder_id: UUID, purpose: str, by: Actor, at: datetime
) -> FileReference:
    """The sealed paper held by a draft or dossier as well. Raises NotNow when it was revoked a moment ago."""
    rows = StoredPaper.objects.select_for_update(of=("self",)).select_related("document")
    paper = rows.get(pk=on_file.id)  # a revocation waits, or is seen
    if paper.state != PaperState.IN_FORCE:
        raise NotNow()
    document = printed(paper.document, at=at) if paper.document is not None else None
    if document is None or document.file is None:
        raise NotFound()
    name = f"{paper.title[:190]}.pdf"
    reference = hold_stored(document.file, name, holder_kind, holder_id, purpose, by=by, at=at)
    Reuse.objects.create(paper=paper, reference=reference, unit_id=by.unit_id, taken_at=at)
    payload = {"code": paper.code, "digital": int(on_file.digital)}
    write_entry("results.reused", paper, by=by, at=at, payload=payload, unit_id=by.unit_id)
    return reference
