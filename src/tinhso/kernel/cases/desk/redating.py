"""After a change of a calendar: which open dossiers would have another date, and dating them anew."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.ids import new_id
from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import now
from tinhso.kernel.cases.actions.batches import UNDO_WITHIN, start_batch, undo_batch
from tinhso.kernel.cases.actions.endings import GroundMissing
from tinhso.kernel.cases.actions.redating import REDATE, RIGHT, cases_within, differences
from tinhso.kernel.cases.models import Batch, BatchState, Case, RowState
from tinhso.kernel.cases.queries.batches import batch_of, params_of, progress_of
from tinhso.kernel.organisations.queries import units_on
from tinhso.shell.audience import ActorRequest, audience


@never_cache
@audience(RIGHT)
def preview(request: ActorRequest) -> HttpResponse:
    """Every difference, old date and new, with the reason; all are ticked."""
    return _preview(request)


def _preview(request: ActorRequest, refused: Refused | None = None) -> HttpResponse:
    after = _id(request.GET.get("sau", "")) or _id(request.POST.get("sau", ""))
    found = differences(request.actor, after=after)
    names = units_on({row.case.competent_unit_id for row in found.rows}, now().date())
    context = {
        "rows": [(row, names.get(row.case.competent_unit_id)) for row in found.rows],
        "found": found,
        "after": after or "",
        "key": str(new_id()),
        "refused": refused,
        "typed": request.POST,
    }
    return render(request, "cases/redating.html", context, status=refused.status if refused else 200)


@never_cache
@require_POST
@audience(RIGHT)
def apply(request: ActorRequest) -> HttpResponse:
    """Puts the ticked dossiers in line to be dated anew, as one act with a ground and a result for each."""
    at, ground = now(), request.POST.get("ground", "").strip()
    try:
        if not ground:
            raise GroundMissing(fields={"ground": str(GroundMissing.title)})
        batch = start_batch(
            REDATE.code, _chosen(request), {"ground": ground[:300]}, key=request.POST.get("key", ""),
            by=request.actor, at=at,
        )  # fmt: skip
    except Refused as refusal:
        return _preview(request, refusal)
    return redirect("cases:redated", batch.pk)


def _chosen(request: ActorRequest) -> list[tuple[Case, int]]:
    """The ticked dossiers, each in the version the operator saw; other units' are left out, finished ones refused."""
    seen: dict[UUID, int] = {}
    for pair in request.POST.getlist("case"):
        text, _sep, version = pair.partition(":")
        if (case_id := _id(text)) is not None and version.isdecimal():
            seen[case_id] = int(version)
    cases = cases_within(request.actor).filter(pk__in=seen).order_by("id")
    return [(case, seen[case.pk]) for case in cases]


@never_cache
@audience(RIGHT)
def result(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """What became of each dossier, asked again by itself until all are done; while undoing is open, a button for it."""
    batch, at = _batch(request, batch_id), now()
    refused = batch.rows.filter(state=RowState.REFUSED) | batch.rows.filter(state=RowState.DONE).exclude(problem="")
    context = {
        "batch": batch,
        "is_finished": batch.state in (BatchState.DONE, BatchState.UNDONE),
        "ground": params_of(batch)["ground"],
        "progress": progress_of(batch),
        "refused": refused.select_related("case").order_by("order")[:200],
        "may_undo": _may_undo(batch, at),
    }
    return render(request, "cases/redated.html", context)


@never_cache
@require_POST
@audience(RIGHT)
def undo(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    batch, at = _batch(request, batch_id), now()
    try:
        undo_batch(batch, by=request.actor, at=at)
    except Refused as refusal:
        messages.error(request, f"{_(refusal.title) % refusal.facts}. {_(refusal.mend) % refusal.facts}")
    else:
        messages.success(request, _("Đang trả lại hẹn trả cũ."))
    return redirect("cases:redated", batch.pk)


def _batch(request: ActorRequest, batch_id: UUID) -> Batch:
    batch = batch_of(request.actor, batch_id)
    if batch.act != REDATE.code:
        raise NotFound()
    return batch


def _may_undo(batch: Batch, at: datetime) -> bool:
    return batch.finished_at is not None and batch.undone_at is None and at <= batch.finished_at + UNDO_WITHIN


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
