"""The papers a dossier calls for and does not have yet: the receipt and forms 02 to 05."""

from collections.abc import Iterator
from dataclasses import dataclass

from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.documents.kinds import DocumentKind
from tinhso.kernel.documents.queries import documents_of
from tinhso.kernel.ledger.queries import entries_of
from tinhso.modules.citizens.one_stop.documents import FORM_01, FORM_02, FORM_03, FORM_04, FORM_05
from tinhso.modules.citizens.one_stop.rules.wording import nth_title


@dataclass(frozen=True)
class DueLetter:
    """A paper by its kind, and which of several it is (a second request, a second apology)."""

    kind: DocumentKind
    order: int = 1

    @property
    def title(self) -> str:
        return nth_title(self.kind.title, self.order)


def letters_due(case: Case) -> list[DueLetter]:
    """What is called for and missing, in the order of the forms."""
    wanted = list(_called_for(case))
    if not wanted:
        return []
    there = set(documents_of(case).values_list("kind", "title"))
    return [letter for letter in wanted if (letter.kind.code, letter.title) not in there]


def _called_for(case: Case) -> Iterator[DueLetter]:
    if case.received_at is not None and not _was_received_elsewhere(case):
        yield DueLetter(FORM_01)
    for order in case.supplements.filter(asked_at__isnull=False).order_by("order").values_list("order", flat=True):
        yield DueLetter(FORM_02, order)
    if case.state == State.NOT_RECEIVED:
        yield DueLetter(FORM_03)
    for order in case.extensions.order_by("order").values_list("order", flat=True):
        yield DueLetter(FORM_04, order)
    if case.state == State.STOPPED:
        yield DueLetter(FORM_05)


def _was_received_elsewhere(case: Case) -> bool:
    """A dossier taken over with its receipt: the former system gave one, and its promise stands."""
    told = entries_of(case).filter(event__in=("case.taken_over", "case.accepted")).values_list("event", flat=True)
    return set(told) == {"case.taken_over"}
