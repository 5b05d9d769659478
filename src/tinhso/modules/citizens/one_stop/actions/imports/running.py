"""A list is tried and done part by part: each part with what became of its rows is one transaction.

A worker that dies leaves the list at the end of the last part; the next one goes on from there. A list that breaks
the work off again and again is given up: what is behind it in the queue does not wait for ever.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import F

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import gettext_noop
from tinhso.kernel.files.actions import forget
from tinhso.kernel.files.queries import stored_bytes
from tinhso.kernel.identity.queries import actor_behind, keyring
from tinhso.kernel.identity.queries.sealing import sealed_text
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.one_stop.actions.imports.kinds import (
    CHANGED,
    KINDS,
    NEW,
    REFUSED,
    UNCHANGED,
    ListKind,
    Outcome,
    Rows,
)
from tinhso.modules.citizens.one_stop.models import ListImport, ListImportRow, ListImportState
from tinhso.modules.citizens.one_stop.queries.imports import WORKED_ON

STOPPED = gettext_noop("Danh sách có dòng sai nên chưa dòng nào được nhập. Sửa các dòng đó rồi gửi lại.")
BROKE = gettext_noop(
    "Danh sách này làm hệ thống bị ngắt nhiều lần liền nên đã dừng; các dòng đã nhập vẫn giữ. "
    "Chia thành danh sách ngắn hơn rồi gửi lại; nếu vẫn bị, báo người quản trị hệ thống."
)
MOST_ATTEMPTS = 3
NO_RIGHT = gettext_noop("Người gửi không còn quyền nhập danh sách này.")


def run_import(row: ListImport, *, at: datetime, is_enough: Callable[[], bool]) -> bool:
    """Works on a part of a list, and on others until it is enough; gives whether its phase is over by now.

    ``is_enough`` is first asked when the list was read and a part is done: reading a long one counts for nothing.
    """
    if row.file_id is None:
        return True
    if row.attempts >= MOST_ATTEMPTS:
        return _given_up(row, at)
    # Stands whatever breaks the work off; the next part that is done sets it back.
    ListImport.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1)
    kind = KINDS[row.kind]
    rows = kind.read(keyring().open(stored_bytes(row.file_id), bound_to=f"list:{row.pk}"))
    while not (is_over := _part(row, kind, rows, at)) and not is_enough():
        pass
    return is_over


def _part(chosen: ListImport, kind: ListKind, rows: Rows, at: datetime) -> bool:
    with transaction.atomic():
        waiting = ListImport.objects.select_for_update(skip_locked=True).filter(pk=chosen.pk)
        row = waiting.filter(state__in=WORKED_ON).first()
        if row is None:
            return True
        by = actor_behind(row.account_id, at, row.seat_id)
        if not kind.may(by):
            row.problem = NO_RIGHT
            _stop(row, at)
        elif row.position < row.total:
            _worked(row, kind, rows, by, at)
            row.attempts = 0
            row.save(update_fields=["position", "problem", "attempts"])
            return False
        else:
            _over(row, by, at)
        row.attempts = 0
        row.save()
    if row.file_id is None and chosen.file_id:
        forget(chosen.file_id)
    return True


def _given_up(chosen: ListImport, at: datetime) -> bool:
    with transaction.atomic():
        waiting = ListImport.objects.select_for_update(skip_locked=True).filter(pk=chosen.pk)
        row = waiting.filter(state__in=WORKED_ON).first()
        if row is None:
            return True
        row.problem = BROKE
        _stop(row, at)
        row.save()
    if chosen.file_id:
        forget(chosen.file_id)
    return True


def _worked(row: ListImport, kind: ListKind, rows: Rows, by: Actor, at: datetime) -> None:
    end = row.position + (kind.batch or row.total)
    is_trial = row.state == ListImportState.CHECKING
    outcomes = kind.work(rows[row.position : end], is_trial, by, at)
    if kind.batch is None and any(one.outcome == REFUSED for one in outcomes):
        row.problem = STOPPED
    _note(row, outcomes)
    row.position = min(end, row.total)


def _note(row: ListImport, outcomes: Sequence[Outcome]) -> None:
    row.rows.filter(place__in=[one.place for one in outcomes]).delete()
    ListImportRow.objects.bulk_create([_noted(row, one) for one in outcomes])


def _noted(row: ListImport, one: Outcome) -> ListImportRow:
    row_id = new_id()
    remarks = [asdict(remark) for remark in one.remarks]
    facts = json.dumps({"label": one.label, "changes": one.changes, "remarks": remarks}, ensure_ascii=False)
    return ListImportRow(
        id=row_id,
        of=row,
        place=one.place,
        outcome=one.outcome,
        facts_sealed=sealed_text(facts, row_id, "list.facts"),
        password_sealed=sealed_text(one.password, row_id, "list.password") if one.password else None,
    )


def _over(row: ListImport, by: Actor, at: datetime) -> None:
    """The trial waits for a yes; what is done is told and needs its file no more."""
    if row.state == ListImportState.CHECKING and not row.problem:
        row.state = ListImportState.CHECKED
        return
    done = row.state == ListImportState.RUNNING and not row.problem
    _stop(row, at)
    if done:
        counted = Counter(row.rows.values_list("outcome", flat=True))
        payload = {"kind": row.kind} | {name: counted[name] for name in (NEW, CHANGED, UNCHANGED, REFUSED)}
        write_entry("one_stop.list_done", row, by=by, at=at, payload=payload)


def _stop(row: ListImport, at: datetime) -> None:
    row.state, row.file, row.finished_at = ListImportState.DONE, None, at
