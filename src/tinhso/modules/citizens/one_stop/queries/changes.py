"""What others did to a dossier since an official opened it, as the ledger tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.cases.models import Case
from tinhso.kernel.identity.queries import seats_by_id
from tinhso.kernel.ledger.kinds import events
from tinhso.kernel.ledger.queries import entries_of


@dataclass(frozen=True)
class Change:
    """``who`` is empty for the applicant and for the product itself."""

    at: datetime
    who: str
    title: str


def changes_since(case: Case, version: int) -> Sequence[Change]:
    """The entries written about a case after that version of it, oldest first."""
    entries = list(entries_of(case).filter(subject_version__gt=version)[:20])
    seats = seats_by_id({entry.seat_id for entry in entries if entry.seat_id})
    return [
        Change(
            entry.at, seats[entry.seat_id].full_name if entry.seat_id in seats else "", events.get(entry.event).title
        )
        for entry in entries
    ]
