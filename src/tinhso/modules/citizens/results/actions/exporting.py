"""A list that leaves the house is an entry: who took it, how many rows."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.kernel.ledger.actions import SubjectRef, write_entry
from tinhso.modules.citizens.results.actions import declared  # noqa: F401
from tinhso.modules.citizens.results.rules.roles import SEE


@transaction.atomic
def note_export(rows: int, *, by: Actor, at: datetime) -> None:
    """Raises NotAllowed."""
    by.must(SEE)
    write_entry("results.exported", SubjectRef("results.list", new_id()), by=by, at=at, payload={"rows": rows})
