"""Figures leave the house as a file."""

from datetime import date, datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import gettext_noop
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.service_centre.models import Centre
from tinhso.modules.citizens.service_centre.rules.roles import WATCH

register(Event("service_centre.exported", gettext_noop("Xuất số liệu tại quầy"), ("format", "since", "until", "rows")))


@transaction.atomic
def note_export(centre: Centre, form: str, since: date, until: date, rows: int, *, by: Actor, at: datetime) -> None:
    """Raises NotAllowed."""
    by.must(WATCH, centre.unit_id)
    payload = {"format": form, "since": since.isoformat(), "until": until.isoformat(), "rows": rows}
    write_entry("service_centre.exported", centre, by=by, at=at, payload=payload, unit_id=centre.unit_id)
