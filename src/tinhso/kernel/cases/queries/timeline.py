"""What happened to a case, as told to the applicant and to officials."""

from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.cases.models import Case
from tinhso.kernel.ledger.kinds import events
from tinhso.kernel.ledger.queries import entries_of


@dataclass(frozen=True)
class TimelineLine:
    at: datetime
    title: str
    event: str
    entry_id: object


def timeline_of(case: Case) -> list[TimelineLine]:
    """The ledger entries of the case, oldest first; no names of officials, no payloads."""
    return [
        TimelineLine(at=entry.at, title=events.get(entry.event).title, event=entry.event, entry_id=entry.id)
        for entry in entries_of(case)
    ]
