"""A table that leaves the house is an entry: who took it, of which period, how many rows."""

from datetime import date, datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.kernel.ledger.actions import SubjectRef, write_entry
from tinhso.modules.citizens.payments.actions import declared  # noqa: F401
from tinhso.modules.citizens.payments.rules.roles import SETTLE


@transaction.atomic
def note_table(since: date, until: date, rows: int, *, by: Actor, at: datetime) -> None:
    """Raises NotAllowed."""
    by.must(SETTLE)
    payload = {"since": since.isoformat(), "until": until.isoformat(), "rows": rows}
    write_entry("payments.table_exported", SubjectRef("payments.table", new_id()), by=by, at=at, payload=payload)
