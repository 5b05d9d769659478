"""What an end would tell the applicant, before it is done: the act is tried, its letter printed, and all taken back."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.models import Case
from tinhso.kernel.documents.actions import draft_document
from tinhso.kernel.documents.kinds import DocumentKind
from tinhso.kernel.documents.queries import preview_of
from tinhso.modules.citizens.one_stop.documents import FORM_03, FORM_05
from tinhso.modules.citizens.one_stop.queries import letter_facts


@dataclass(frozen=True)
class Letter:
    """The letter of an end: its kind, what it prints, and in whose name."""

    kind: DocumentKind
    facts: Callable[[Case], dict[str, Any]]
    unit_of: Callable[[Case], UUID]


ENDS: Mapping[str, Callable[..., Case]] = {
    "decline": actions.decline_case,
    "stop": actions.stop_case,
    "withdraw": actions.withdraw_case,
}
LETTERS_OF_ENDS: Mapping[str, Letter] = {
    "decline": Letter(FORM_03, letter_facts.refusal, lambda case: case.receipt_unit_id),
    "stop": Letter(FORM_05, letter_facts.stop, lambda case: case.competent_unit_id),
}


def try_end(act: str, case: Case, *, ground: str, by: Actor, at: datetime) -> None:
    """Raises whatever the act itself would refuse; nothing is written."""
    with transaction.atomic():
        ENDS[act](copy(case), ground=ground, by=by, at=at)
        transaction.set_rollback(True)


def letter_of_end(act: str, case: Case, *, ground: str, by: Actor, at: datetime) -> bytes:
    """The letter as a PDF marked as a draft, with the ground as typed; nothing is written. Raises as the act does."""
    letter = LETTERS_OF_ENDS[act]
    with transaction.atomic():
        case = ENDS[act](copy(case), ground=ground, by=by, at=at)
        title, unit_id = letter.kind.title, letter.unit_of(case)
        draft = draft_document(letter.kind, case, letter.facts(case), unit_id=unit_id, title=title, by=by, at=at)
        pdf = preview_of(draft)
        transaction.set_rollback(True)
    return pdf
