"""Bulk acts in the background: asked for once, one transaction a case, a result for each, undone where it can be."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed, Refused, Stale, gettext_noop
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.kinds import BulkAct, bulk_acts
from tinhso.kernel.cases.models import Batch, BatchRow, BatchState, Case, RowState
from tinhso.kernel.cases.queries.batches import PARAMS, params_of
from tinhso.kernel.identity.queries import actor_behind
from tinhso.kernel.identity.queries.sealing import sealed_text
from tinhso.kernel.ledger.actions import once, write_entry

UNDO_WITHIN = timedelta(minutes=10)
MOST = 10_000


class NothingChosen(Refused):
    code = "nothing-chosen"
    title = gettext_noop("Chưa chọn hồ sơ nào")
    mend = gettext_noop("Chọn ít nhất một hồ sơ rồi làm lại.")


class TooManyChosen(Refused):
    code = "too-many-chosen"
    title = gettext_noop("Đã chọn quá %(most)s hồ sơ")
    mend = gettext_noop("Thu hẹp danh sách rồi làm từng phần.")


class NotUndoable(Refused):
    code = "not-undoable"
    status = 409
    title = gettext_noop("Việc này không hoàn tác được nữa")
    mend = gettext_noop("Mở từng hồ sơ và làm việc ngược lại nếu cần.")


class ActedSince(Refused):
    code = "acted-since"
    status = 409
    title = gettext_noop("Đã có người xử lý tiếp hồ sơ này")
    mend = gettext_noop("Mở hồ sơ để xem việc đã làm.")


@transaction.atomic
def start_batch(
    act: str,
    cases: Sequence[tuple[Case, int]],
    params: Mapping[str, Any],
    *,
    key: str,
    by: Actor,
    at: datetime,
) -> Batch:
    """Puts an act on many cases in line; the same key gives the same batch.

    ``cases`` are (case, version as the person saw it). Raises NothingChosen, TooManyChosen, NotAllowed, KeyReused.
    """
    kind = bulk_acts.get(act)
    by.must(kind.right)
    if by.account_id is None:
        raise NotAllowed(right=kind.right)
    if not cases:
        raise NothingChosen()
    if len(cases) > MOST:
        raise TooManyChosen(most=MOST)
    done = once("cases.batch", f"{by.account_id}:{key}", _fingerprint(act, cases, params))
    if done.answer is not None:
        return Batch.objects.get(pk=done.answer["batch"])
    batch_id = new_id()
    batch = Batch.objects.create(
        id=batch_id,
        act=act,
        params_sealed=sealed_text(json.dumps(dict(params)), batch_id, PARAMS),
        account_id=by.account_id,
        seat_id=by.seat_id,
        unit_id=by.unit_id,
        asked_at=at,
    )
    BatchRow.objects.bulk_create(
        [
            BatchRow(batch=batch, order=order, case=case, seen_version=version)
            for order, (case, version) in enumerate(cases, start=1)
        ],
        batch_size=1000,
    )
    write_entry("batch.started", batch, by=by, at=at, payload={"act": act, "cases": len(cases)})
    done.remember({"batch": str(batch.pk)})
    return batch


def _fingerprint(act: str, cases: Sequence[tuple[Case, int]], params: Mapping[str, Any]) -> str:
    return f"{act}|{sorted(params.items())}|{[(str(case.pk), version) for case, version in cases]}"


def run_next_row(batch: Batch, by: Actor, at: datetime) -> bool:
    """Does the act on the next waiting case, in a transaction of its own; False when none waits.

    Two workers never take the same row, and a worker that dies leaves its row waiting.
    """
    with transaction.atomic():
        row = _next(batch, Q(state=RowState.WAITING))
        if row is None:
            return False
        kind, params = bulk_acts.get(batch.act), params_of(batch)
        try:
            with transaction.atomic():
                row.undo = _run(kind, row, params, by, at)
        except Refused as refusal:
            row.state, row.problem_code, row.problem = RowState.REFUSED, refusal.code, str(refusal)
        else:
            row.state = RowState.DONE
            row.done_version = Case.objects.values_list("version", flat=True).get(pk=row.case_id)
        row.save(update_fields=["state", "problem_code", "problem", "undo", "done_version"])
        return True


def _run(kind: BulkAct, row: BatchRow, params: Mapping[str, Any], by: Actor, at: datetime) -> dict[str, Any] | None:
    if row.case.version != row.seen_version:
        raise Stale()
    return kind.run(row.case, params, by=by, at=at)


def _next(batch: Batch, wanted: Q) -> BatchRow | None:
    rows = BatchRow.objects.select_for_update(skip_locked=True, of=("self",)).filter(wanted, batch=batch)
    return rows.select_related("case__definition", "case__applicant", "case__submission").order_by("order").first()


@transaction.atomic
def undo_batch(batch: Batch, *, by: Actor, at: datetime) -> Batch:
    """Asks for everything done to be taken back, case by case, where nobody acted since.

    Raises NotUndoable after ten minutes, for acts without an undo, or while it still runs; NotAllowed for others.
    """
    if by.account_id != batch.account_id:
        raise NotAllowed()
    kind = bulk_acts.get(batch.act)
    open_until = batch.finished_at + UNDO_WITHIN if batch.finished_at else None
    if kind.undo is None or open_until is None or at > open_until:
        raise NotUndoable()
    if not Batch.objects.filter(pk=batch.pk, version=batch.version, undone_at=None).update(
        undone_at=at, state=BatchState.RUNNING, version=batch.version + 1
    ):
        raise NotUndoable()
    batch.refresh_from_db()
    write_entry("batch.undone", batch, by=by, at=at, payload={"act": batch.act})
    return batch


def undo_next_row(batch: Batch, by: Actor, at: datetime) -> bool:
    """Takes back the act on the next case; False when none is left."""
    with transaction.atomic():
        row = _next(batch, Q(state=RowState.DONE, problem_code=""))
        if row is None:
            return False
        kind = bulk_acts.get(batch.act)
        try:
            with transaction.atomic():
                if kind.undo is None or row.case.version != row.done_version:
                    raise ActedSince()
                kind.undo(row.case, row.undo or {}, by=by, at=at)
        except Refused as refusal:
            row.problem_code, row.problem = refusal.code, str(refusal)
        else:
            row.state = RowState.UNDONE
        row.save(update_fields=["state", "problem_code", "problem"])
        return True


def run_batch(batch: Batch, *, at: datetime, most: int) -> bool:
    """Works on up to so many cases of a batch in the name of who asked for it; gives whether it is finished."""
    assert batch.account_id is not None  # noqa: S101  (start_batch asks for an account)
    by = actor_behind(batch.account_id, at, batch.seat_id)
    Batch.objects.filter(pk=batch.pk, begun_at=None).update(begun_at=at, state=BatchState.RUNNING)
    step = undo_next_row if batch.undone_at else run_next_row
    for _ in range(most):
        if not step(batch, by, at):
            return _finish(batch, at)
    return False


def _finish(batch: Batch, at: datetime) -> bool:
    """Closes a batch of which no row is left or in other hands."""
    left = Q(state=RowState.DONE, problem_code="") if batch.undone_at else Q(state=RowState.WAITING)
    if batch.rows.filter(left).exists():
        return False
    if batch.undone_at:
        Batch.objects.filter(pk=batch.pk).update(state=BatchState.UNDONE)
    else:
        Batch.objects.filter(pk=batch.pk, finished_at=None).update(state=BatchState.DONE, finished_at=at)
    return True
