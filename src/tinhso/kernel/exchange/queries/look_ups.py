"""What was asked of services about a subject, and what they said."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from tinhso.kernel.exchange.models import LookUp, LookUpState
from tinhso.kernel.exchange.queries.sealing import ANSWER, QUESTION, opened
from tinhso.kernel.ledger.actions import SubjectRef, subject_ref


def look_ups_of(subject: Model | SubjectRef) -> Sequence[LookUp]:
    """The newest first."""
    return list(LookUp.objects.filter(subject_id=subject_ref(subject).id).order_by("-asked_at", "-id"))


def look_ups_due(at: datetime, limit: int = 20) -> list[UUID]:
    due = LookUp.objects.filter(state=LookUpState.WAITING, next_at__lte=at)
    return list(due.order_by("next_at").values_list("id", flat=True)[:limit])


def question_of(look_up: LookUp) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(opened(look_up.question_sealed, look_up.id, QUESTION))
    return found


def answer_of(look_up: LookUp) -> dict[str, Any]:
    """What the service said, for comparing; who shows it to a person asks for a reason (``actions.read_answer``)."""
    if look_up.answer_sealed is None:
        return {}
    found: dict[str, Any] = json.loads(opened(look_up.answer_sealed, look_up.id, ANSWER))
    return found
