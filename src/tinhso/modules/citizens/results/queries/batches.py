"""Batches of scans: whose, how far, and what became of each file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound, gettext_noop
from tinhso.modules.citizens.results.models import BatchState, ScanBatch, ScanRow, ScanState
from tinhso.modules.citizens.results.rules.roles import SEE

COLUMNS = (
    gettext_noop("Thứ tự"), gettext_noop("Tên tệp"), gettext_noop("Kết quả"), gettext_noop("Lý do"),
    gettext_noop("Tên giấy tờ"), gettext_noop("Số, ký hiệu"), gettext_noop("Tình trạng giấy tờ"),
)  # fmt: skip


def batches_seen(actor: Actor) -> QuerySet[ScanBatch]:
    """Of the units whose papers the actor sees, the newest first, each with its counts."""
    rows = ScanBatch.objects.all()
    if not actor.has_everywhere(SEE):
        rows = rows.filter(unit_id__in=actor.units_with(SEE))
    counted = {
        "taken": Count("rows", filter=Q(rows__state=ScanState.TAKEN)),
        "refused": Count("rows", filter=Q(rows__state=ScanState.REFUSED)),
        "waiting": Count("rows", filter=Q(rows__state=ScanState.WAITING)),
    }
    return rows.annotate(**counted).order_by("-sent_at", "-id")


def batch_seen(actor: Actor, batch_id: UUID) -> ScanBatch:
    """Raises NotFound."""
    found = batches_seen(actor).filter(pk=batch_id).first()
    if found is None:
        raise NotFound()
    return found


def unfinished() -> Sequence[ScanBatch]:
    return list(ScanBatch.objects.filter(state=BatchState.RUNNING).order_by("sent_at")[:20])


def refused_rows(batch: ScanBatch) -> QuerySet[ScanRow]:
    return batch.rows.filter(state=ScanState.REFUSED).order_by("place")


@dataclass(frozen=True)
class Progress:
    total: int
    taken: int
    refused: int
    waiting: int

    @property
    def done(self) -> int:
        return self.taken + self.refused


def progress_of(batch: ScanBatch) -> Progress:
    counts = dict(batch.rows.values_list("state").annotate(count=Count("id")).order_by())
    return Progress(
        batch.total,
        counts.get(ScanState.TAKEN, 0),
        counts.get(ScanState.REFUSED, 0),
        counts.get(ScanState.WAITING, 0),
    )


def report_of(batch: ScanBatch) -> Iterator[Sequence[str]]:
    """A row a file, in the order of the archive."""
    for row in batch.rows.select_related("paper").order_by("place").iterator(1000):
        paper = row.paper
        yield (
            str(row.place + 1),
            row.name,
            str(ScanState(row.state).label),
            row.problem,
            paper.title if paper else "",
            paper.number_text if paper else "",
            str(paper.get_state_display()) if paper else "",
        )
