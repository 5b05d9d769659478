"""When something happens to a dossier, those it concerns are told, and the letters it calls for are made."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import structlog

from tinhso.base.messages import Refused
from tinhso.kernel.cases.models import Case
from tinhso.kernel.ledger.models import Entry
from tinhso.modules.citizens.one_stop.actions.letters import make_due_letters
from tinhso.modules.citizens.one_stop.actions.telling import tell_citizens, tell_officials

SUBJECT = "cases.case"
CALL_FOR_LETTERS = frozenset(
    {"case.accepted", "case.supplement_asked", "case.declined", "case.extended", "case.stopped"}
)
log = structlog.get_logger("tinhso.one_stop")


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


def calls_for_letter(entry: Entry) -> bool:
    return entry.subject_kind == SUBJECT and entry.event in CALL_FOR_LETTERS


def calls_in(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that call for papers, without what a sample rehearsed: a month of it is passed over at once."""
    calls = [entry for entry in entries if calls_for_letter(entry)]
    nobody = {entry.subject_id for entry in calls if entry.actor_id is None}
    samples = set(Case.objects.filter(pk__in=nobody, is_sample=True).values_list("pk", flat=True)) if nobody else set()
    return [entry for entry in calls if entry.actor_id is not None or entry.subject_id not in samples]


def make_letters_of(entry: Entry, *, at: datetime) -> int:
    """Makes what the act of this entry calls for and nobody made yet: in bulk, by another program, after a stop.

    Gives how many papers were made. A paper that is refused (no template, no register) is left to the dossier page,
    which offers it, and holds up no other.
    """
    case = Case.objects.filter(pk=entry.subject_id).first()
    if case is None or is_rehearsal(case, entry):
        return 0
    try:
        return len(make_due_letters(case, at=at))
    except Refused as refusal:
        log.warning("letter not made", case=str(case.pk), event=entry.event, code=refusal.code)
        return 0
