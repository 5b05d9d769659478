"""Correcting what was declared: a drafted result follows, so that nobody signs another paper than they read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.cases.actions import correct_answers
from tinhso.kernel.cases.models import Case, Correction
from tinhso.modules.citizens.one_stop.actions.results import redraft_result
from tinhso.modules.citizens.one_stop.rules.findings import FindingsMissing


@transaction.atomic
def correct_dossier(case: Case, answers: Mapping[str, Any], *, reason: str, by: Actor, at: datetime) -> Correction:
    """The corrected answers, and the draft written anew from them.

    Where they ask for a finding nobody has written yet the draft stays; it cannot be signed before that is mended.
    Raises what correct_answers raises, NoSigner.
    """
    correction = correct_answers(case, answers, reason=reason, by=by, at=at)
    try:
        redraft_result(case, by=by, at=at)
    except FindingsMissing:
        return correction
    return correction
