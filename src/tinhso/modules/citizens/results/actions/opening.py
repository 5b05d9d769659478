"""An official opens a paper of somebody's store: its owner reads of it."""

from datetime import datetime, timedelta

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.queries import entries_of
from tinhso.modules.citizens.results.actions import declared  # noqa: F401
from tinhso.modules.citizens.results.models import StoredPaper

ONCE_IN = timedelta(minutes=15)


@transaction.atomic
def note_opening(paper: StoredPaper, *, by: Actor, at: datetime) -> bool:
    """One entry for each sitting of an official with a paper of the store; gives whether it was written."""
    if not by.is_staff or paper.entered_at is None:
        return False
    recent = entries_of(paper).filter(event="results.opened", actor_id=by.account_id, at__gt=at - ONCE_IN)
    if recent.exists():
        return False
    write_entry("results.opened", paper, by=by, at=at, payload={"code": paper.code}, unit_id=by.unit_id)
    return True
