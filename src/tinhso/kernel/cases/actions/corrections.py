"""Correcting answers after acceptance, with a trace (what, who, why; no values in the ledger)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.endings import GroundMissing
from tinhso.kernel.cases.actions.money import recount_charges
from tinhso.kernel.cases.actions.saving import save_if_unchanged
from tinhso.kernel.cases.models import Case, Correction, State
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.cases.rules.states import OPEN, WrongState
from tinhso.kernel.forms.actions import correct_submission
from tinhso.kernel.ledger.actions import write_entry


@transaction.atomic
def correct_answers(case: Case, answers: Mapping[str, Any], *, reason: str, by: Actor, at: datetime) -> Correction:
    """Replaces the answers by checked new ones; what is owed by an answer is counted anew.

    Raises GroundMissing, WrongState, Stale and what the form refuses.
    """
    if not (by.may("cases.correct", case.receipt_unit_id) or by.may("cases.correct", case.competent_unit_id)):
        by.must("cases.correct", case.receipt_unit_id)
    if not reason.strip():
        raise GroundMissing(fields={"reason": str(GroundMissing.title)})
    state = State(case.state)
    if state not in OPEN or state is State.RESULT_READY:
        raise WrongState(state=str(state.label))
    save_if_unchanged(case, at=at)
    before = case.submission
    after, changed = correct_submission(before, answers, by=by, at=at)
    case.submission = after
    case.save(update_fields=["submission"])
    correction = Correction.objects.create(
        case=case,
        before=before,
        after=after,
        fields=list(changed),
        reason=reason.strip(),
        seat_id=by.seat_id,
        made_at=at,
    )
    payload = {"fields": list(changed), "recounted": _recounted(case, changed)}
    write_entry("case.corrected", case, by=by, at=at, payload=payload, unit_id=case.step_unit_id)
    return correction


def _recounted(case: Case, changed: Collection[str]) -> list[str]:
    """The charges that follow the corrected answers; before acceptance none are counted yet."""
    return recount_charges(case, read_body(case.definition.body), changed) if case.received_at else []
