"""When something happens to a dossier, those it concerns are told."""

from collections.abc import Iterable
from datetime import datetime

from tinhso.kernel.cases.models import Case
from tinhso.kernel.ledger.models import Entry
from tinhso.modules.citizens.one_stop.actions.telling import tell_citizens, tell_officials

SUBJECT = "cases.case"


def tell_of(entries: Iterable[Entry], *, at: datetime) -> int:
    """Tells of each entry about a dossier; of one told before, nothing more. Gives how many it looked at."""
    about = [entry for entry in entries if entry.subject_kind == SUBJECT]
    cases = Case.objects.defer("promise", "rule_versions").in_bulk({entry.subject_id for entry in about})
    for entry in about:
        case = cases.get(entry.subject_id)
        if case is not None and not is_rehearsal(case, entry):
            tell_citizens(case, entry, at=at)
            tell_officials(case, entry, at=at)
    return len(about)


def is_rehearsal(case: Case, entry: Entry) -> bool:
    """A sample dossier led by the sample itself: nobody really did anything, so nobody is told."""
    return case.is_sample and entry.actor_id is None
