"""What happened to a case, as told to the applicant and to officials."""

import json
from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.cases.models import Case
from tinhso.kernel.ledger.kinds import events
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.ledger.queries import entries_of

MOVED = ("case.handed_over", "case.step_finished", "case.sent_back")


@dataclass(frozen=True)
class TimelineLine:
    at: datetime
    title: str
    event: str
    entry_id: object
    step: str = ""  # the step the case came to, by its code


def _step(entry: Entry) -> str:
    payload = json.loads(entry.payload)
    return str(payload.get("step", "")) if entry.event in MOVED else ""


def timeline_of(case: Case) -> list[TimelineLine]:
    """The ledger entries of the case, oldest first; no names of officials, of the payloads the step alone."""
    return [
        TimelineLine(entry.at, events.get(entry.event).title, entry.event, entry.id, _step(entry))
        for entry in entries_of(case)
    ]
