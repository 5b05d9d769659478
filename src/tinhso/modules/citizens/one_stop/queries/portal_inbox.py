"""What of a dossier came from the national portal: its files, doubts, money and supplements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.rules.states import ENDED
from tinhso.kernel.forms.rules import form_of
from tinhso.modules.citizens.one_stop.models import (
    PortalDossier,
    PortalFile,
    PortalFileState,
    PortalPayment,
    PortalPaymentState,
    PortalSupplement,
)
from tinhso.modules.citizens.one_stop.rules.inbound import doubt_text

MISSING = (PortalFileState.REFUSED, PortalFileState.LOST)


@dataclass
class Mark:
    """How a dossier of the portal stands, for a line of a list."""

    arrived_at: datetime
    has_doubts: bool
    waiting: int = 0
    missing: int = 0


def marks_of(case_ids: Iterable[UUID]) -> dict[UUID, Mark]:
    """By case, of those that were filed at the portal: two queries."""
    ids = list(case_ids)
    rows = PortalDossier.objects.filter(case_id__in=ids)
    marks = {row.case_id: Mark(row.arrived_at, bool(row.doubts)) for row in rows}
    for case_id, state in PortalFile.objects.filter(case_id__in=ids).values_list("case_id", "state"):
        if case_id in marks:
            marks[case_id].waiting += state == PortalFileState.WAITING
            marks[case_id].missing += state in MISSING
    return marks


@dataclass(frozen=True)
class FromPortal:
    """Everything a dossier's page says of the portal's side."""

    dossier: PortalDossier | None
    doubts: Sequence[tuple[str, Sequence[str]]]
    files: Sequence[PortalFile]
    payments: Sequence[PortalPayment]
    supplements: Sequence[PortalSupplement]

    @property
    def is_anything(self) -> bool:
        return bool(self.dossier or self.files or self.payments or self.supplements)

    @property
    def has_missing(self) -> bool:
        return any(file.state in MISSING for file in self.files)

    @property
    def files_not_kept(self) -> list[PortalFile]:
        return [file for file in self.files if file.state != PortalFileState.KEPT]


def from_portal(case: Case) -> FromPortal:
    dossier = PortalDossier.objects.filter(case=case).first()
    return FromPortal(
        dossier,
        [_worded(case, doubt) for doubt in (dossier.doubts if dossier else ())],
        list(PortalFile.objects.filter(case=case).order_by("supplement", "position")),
        list(PortalPayment.objects.filter(case=case).order_by("arrived_at")),
        list(PortalSupplement.objects.filter(case=case).order_by("arrived_at")),
    )


def _worded(case: Case, doubt: str) -> tuple[str, Sequence[str]]:
    text, names = doubt_text(doubt)
    questions = form_of(case.submission.form.body).questions if names else ()
    labels = {question.name: question.label for question in questions}
    return text, [labels.get(name, name) for name in names]


def files_to_fetch(at: datetime, limit: int = 50) -> QuerySet[PortalFile]:
    """The longest due first."""
    return PortalFile.objects.filter(state=PortalFileState.WAITING, next_at__lte=at).order_by("next_at", "id")[:limit]


def partner_of(case_id: UUID) -> str:
    """The partner a dossier came from; empty for one that was filed here."""
    return PortalDossier.objects.filter(case_id=case_id).values_list("partner", flat=True).first() or ""


def payments_to_settle(limit: int = 200) -> list[UUID]:
    """Payments whose dossier was accepted or has ended: its charges stand."""
    waiting = PortalPayment.objects.filter(state=PortalPaymentState.WAITING)
    ready = waiting.filter(Q(case__received_at__isnull=False) | Q(case__state__in=list(ENDED)))
    return list(ready.order_by("arrived_at").values_list("id", flat=True)[:limit])
