"""Forms 02 to 05: what the applicant is told in writing, made right after the act it tells of.

Should the machine stop in between, ``queries.due_letters`` still names the letter, and the dossier page
offers to make it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.kernel.cases.models import Case, Extension, Supplement
from tinhso.kernel.documents.kinds import DocumentKind
from tinhso.kernel.documents.models import Document
from tinhso.modules.citizens.one_stop.actions.receipts import make_receipt
from tinhso.modules.citizens.one_stop.actions.sealing import made_once
from tinhso.modules.citizens.one_stop.documents import FORM_01, FORM_02, FORM_03, FORM_04, FORM_05
from tinhso.modules.citizens.one_stop.queries import letter_facts
from tinhso.modules.citizens.one_stop.queries.due_letters import DueLetter, letters_due
from tinhso.modules.citizens.one_stop.rules.wording import nth_title


def make_supplement_letter(case: Case, supplement: Supplement, *, at: datetime) -> Document:
    """Form 02, in the name of the desk, or of the handling office when it found what is missing."""
    unit_id = case.receipt_unit_id if supplement.stage == "receipt" else case.competent_unit_id
    return _made(case, FORM_02, supplement.order, unit_id, lambda: letter_facts.supplement(case, supplement), at)


def make_refusal_letter(case: Case, *, at: datetime) -> Document:
    """Form 03, in the name of the desk."""
    return _made(case, FORM_03, 1, case.receipt_unit_id, lambda: letter_facts.refusal(case), at)


def make_apology_letter(case: Case, extension: Extension, *, at: datetime) -> Document:
    """Form 04, with a number of the handling office."""
    return _made(
        case, FORM_04, extension.order, case.competent_unit_id, lambda: letter_facts.apology(case, extension), at
    )


def make_stop_letter(case: Case, *, at: datetime) -> Document:
    """Form 05, with a number of the handling office."""
    return _made(case, FORM_05, 1, case.competent_unit_id, lambda: letter_facts.stop(case), at)


def _made(
    case: Case, kind: DocumentKind, order: int, unit_id: UUID, facts: Callable[[], dict[str, Any]], at: datetime
) -> Document:
    return made_once(case, kind, facts, title=nth_title(kind.title, order), unit_id=unit_id, at=at)


def make_due_letters(case: Case, *, at: datetime) -> list[Document]:
    """Makes every letter that is due; asked again there is nothing left to make."""
    return [_make(case, letter, at) for letter in letters_due(case)]


def _make(case: Case, letter: DueLetter, at: datetime) -> Document:
    if letter.kind is FORM_01:
        return make_receipt(case, at=at)
    if letter.kind is FORM_02:
        return make_supplement_letter(case, case.supplements.get(order=letter.order), at=at)
    if letter.kind is FORM_03:
        return make_refusal_letter(case, at=at)
    if letter.kind is FORM_04:
        return make_apology_letter(case, case.extensions.get(order=letter.order), at=at)
    return make_stop_letter(case, at=at)
