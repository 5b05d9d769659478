"""What a person's store has that a dossier asks for: in force, of the right type; and which files it gave."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.moments import day_text
from tinhso.kernel.cases.kinds import OnFile
from tinhso.kernel.cases.models import Digital
from tinhso.kernel.cases.rules.definition import PaperNeed
from tinhso.modules.citizens.results.models import PaperKind, PaperState, Reuse, StoredPaper

SOURCE = "results"
MOST_OFFERED = 5  # of one kind: the newest


def on_file(person_id: UUID, needs: Sequence[PaperNeed], on: date) -> Mapping[str, Sequence[OnFile]]:
    """For the code of each need what may serve: the same component digitised before, or a result that stands for it."""
    if not needs:
        return {}
    components, results = {need.code for need in needs}, {code for need in needs for code in need.results}
    wanted = Q(kind=PaperKind.COMPONENT, code__in=components) | Q(kind=PaperKind.RESULT, code__in=results)
    lasting = Q(valid_until=None) | Q(valid_until__gte=on)
    rows = StoredPaper.objects.filter(wanted, lasting, owner_id=person_id, state=PaperState.IN_FORCE)
    papers = list(rows.select_related("document__file").order_by("-issued_on", "-entered_at"))
    found = {need.code: [_offered(one) for one in papers if _serves(one, need)][:MOST_OFFERED] for need in needs}
    return {code: offered for code, offered in found.items() if offered}


def _serves(paper: StoredPaper, need: PaperNeed) -> bool:
    return paper.code in need.results if paper.kind == PaperKind.RESULT else paper.code == need.code


def _offered(paper: StoredPaper) -> OnFile:
    number = _("Số") + f" {paper.number_text}" if paper.number_text else ""
    day = day_text(paper.issued_on) if paper.issued_on else ""
    file = paper.document.file if paper.document is not None else None
    return OnFile(
        source=SOURCE,
        id=paper.pk,
        code=paper.code,
        title=paper.title,
        text=" · ".join(part for part in (number, day, paper.issuer) if part),
        digital=Digital.FROM_RESULT if paper.kind == PaperKind.RESULT else Digital.FROM_PAPER,
        pages=file.pages if file is not None else None,
    )


def came_from(reference_ids: Collection[UUID]) -> Mapping[UUID, OnFile]:
    """Which of these files a store gave, and what it was there."""
    uses = Reuse.objects.filter(reference_id__in=reference_ids).select_related("paper__document__file")
    return {use.reference_id: _offered(use.paper) for use in uses}
