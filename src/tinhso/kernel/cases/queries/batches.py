"""Batches that still have work, and how far one has come."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.kernel.cases.models import Batch, BatchState, RowState
from tinhso.kernel.identity.queries.sealing import opened_text

PARAMS = "cases.batch.params"  # what their seal is bound to


def unfinished_batches() -> QuerySet[Batch]:
    return Batch.objects.filter(state__in=[BatchState.WAITING, BatchState.RUNNING]).order_by("asked_at")


def batches_of(actor: Actor) -> QuerySet[Batch]:
    """What this account asked for, newest first."""
    return Batch.objects.filter(account_id=actor.account_id).order_by("-asked_at") if actor.account_id else (
        Batch.objects.none()
    )  # fmt: skip


def batch_of(actor: Actor, batch_id: UUID) -> Batch:
    """One's own batch. Raises NotFound."""
    found = batches_of(actor).filter(pk=batch_id).first()
    if found is None:
        raise NotFound()
    return found


def params_of(batch: Batch) -> dict[str, Any]:
    """What the person who asked chose and wrote for all cases: ids, codes, a note."""
    params: dict[str, Any] = json.loads(opened_text(batch.params_sealed, batch.pk, PARAMS))
    return params


def progress_of(batch: Batch) -> Mapping[str, int]:
    """How many rows stand in each state, and ``all``."""
    counted = {state.value: 0 for state in RowState}
    for row in batch.rows.values("state").annotate(n=Count("id")):
        counted[row["state"]] = row["n"]
    return {**counted, "all": sum(counted.values())}
