"""Who looked at a paper, took it again or was let see it: read from the ledger, told to its owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tinhso.base.moments import local_day
from tinhso.kernel.ledger.kinds import events
from tinhso.kernel.ledger.queries import entries_of
from tinhso.kernel.organisations.queries import units_on
from tinhso.modules.citizens.results.models import StoredPaper

TOLD = (
    "results.entered", "results.opened", "results.reused", "results.shared", "results.share_ended",
    "results.share_opened", "results.share_refused", "results.revoked", "results.replaced",
)  # fmt: skip
MOST = 200


@dataclass(frozen=True)
class Seen:
    """One line of the history; ``who`` is the unit that did it, empty where it was the owner or a reader let in."""

    at: datetime
    title: str
    who: str
    tone: str = "done"


def seen_of(paper: StoredPaper) -> Sequence[Seen]:
    """The newest first; the caller has decided that the paper may be seen."""
    entries = list(entries_of(paper).filter(event__in=TOLD).order_by("-at", "-id")[:MOST])
    found: list[Seen] = []
    for entry in entries:
        unit_id = entry.unit_id
        unit = units_on([unit_id], local_day(entry.at)).get(unit_id) if unit_id else None
        tone = "bad" if entry.event in ("results.revoked", "results.share_refused") else "done"
        title = _(events.get(entry.event).title)
        found.append(Seen(entry.at, title, unit.authority_name if unit else "", tone))
    return found
