"""A bulk act before it runs (what would happen to each dossier) and after (what became of each)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.base.actor import Actor
from tinhso.base.messages import Stale
from tinhso.kernel.cases.actions.batches import UNDO_WITHIN
from tinhso.kernel.cases.kinds import BulkAct, bulk_acts
from tinhso.kernel.cases.models import Batch, BatchRow, BatchState, Case, RowState
from tinhso.kernel.cases.queries import progress_of, visible_cases

# In the order they are offered, with what each asks for.
OFFERED: dict[str, tuple[str, ...]] = {
    "assign": ("seat",),
    "hand_over": ("seat", "note"),
    "submit": ("seat", "note"),
    "sign": (),
    "return_electronic": (),
    "note": ("note",),
}
MOST = 1000


@dataclass(frozen=True)
class Planned:
    """One dossier of a bulk act; ``refusal`` is empty when nothing known stands in its way."""

    case: Case
    version: int
    refusal: str


@dataclass(frozen=True)
class Running:
    """How far a batch has come."""

    batch: Batch
    act: BulkAct
    counts: Mapping[str, int]
    rows: Sequence[BatchRow]
    is_finished: bool
    may_undo: bool

    @property
    def finished(self) -> int:
        return self.counts["all"] - self.counts["waiting"]


def acts_for(actor: Actor) -> list[BulkAct]:
    """The bulk acts this actor may start, in the order they are offered."""
    return [bulk_acts.get(code) for code in OFFERED if code in bulk_acts and actor.may(bulk_acts.get(code).right)]


def planned(act: BulkAct, picks: Mapping[str, int], params: Mapping[str, Any], actor: Actor) -> list[Planned]:
    """What would happen to each picked dossier the actor may see; ``picks`` is number → version as it was seen."""
    cases = visible_cases(actor).select_related("definition", "applicant").filter(number__in=picks)
    return [_planned(act, case, picks[case.number], params, actor) for case in cases.order_by("due_at", "number")]


def _planned(act: BulkAct, case: Case, version: int, params: Mapping[str, Any], actor: Actor) -> Planned:
    refusal = str(Stale()) if case.version != version else act.refusal(case, params, actor) or ""
    return Planned(case, version, refusal)


def running(batch: Batch, at: datetime) -> Running:
    """The batch as its page shows it: refused rows first."""
    counts, act = progress_of(batch), bulk_acts.get(batch.act)
    rows = list(batch.rows.select_related("case").order_by("order"))
    rows.sort(key=lambda row: (row.state != RowState.REFUSED, not row.problem, row.order))
    is_finished = batch.state in (BatchState.DONE, BatchState.UNDONE)
    is_early = batch.finished_at is not None and at <= batch.finished_at + UNDO_WITHIN
    may_undo = act.undo is not None and batch.undone_at is None and is_finished and is_early and counts["done"] > 0
    return Running(batch, act, counts, rows, is_finished, may_undo)
