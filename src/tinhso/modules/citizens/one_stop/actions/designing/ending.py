"""A version is taken back before its day; a procedure takes no new dossiers from a day."""

from datetime import date, datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.cases.actions import end_definition, withdraw_definition
from tinhso.kernel.cases.models import Definition
from tinhso.kernel.forms.actions import withdraw_form
from tinhso.kernel.forms.models import FormDefinition
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.one_stop.actions.catalogue import end_in_catalogue, withdraw_from_catalogue
from tinhso.modules.citizens.one_stop.actions.designing.publishing import SOURCE
from tinhso.modules.citizens.one_stop.actions.designing.rights import PUBLISH
from tinhso.modules.citizens.one_stop.actions.letter_templates import withdraw_templates
from tinhso.modules.citizens.one_stop.models import Design, DesignState


@transaction.atomic
def withdraw_version(definition: Definition, *, by: Actor, at: datetime) -> Definition:
    """Takes back a version before its day, with its form, letters and line in the catalogue; its design opens again.

    Raises NotAllowed, NotWithdrawable, FormInForce.
    """
    by.must_everywhere(PUBLISH)
    row = withdraw_definition(definition, by=by, at=at)
    form = FormDefinition.objects.filter(code=row.form_code, valid_from=row.valid_from, valid_to=None).first()
    if form is not None and not _is_needed(row):
        withdraw_form(form, by=by, at=at)
    withdraw_templates(row.code, valid_from=row.valid_from, by=by, at=at)
    withdraw_from_catalogue(f"{SOURCE}{row.pk}", by=by, at=at)
    Design.objects.filter(definition=row).update(state=DesignState.DRAFTING, definition=None, changed_at=at)
    write_entry("one_stop.version_withdrawn", row, by=by, at=at, payload={"code": row.code, "version": row.version})
    return row


def _is_needed(row: Definition) -> bool:
    """Whether another procedure has begun to use the form on the same day."""
    others = Definition.objects.filter(form_code=row.form_code, valid_from=row.valid_from, valid_to=None)
    return others.exclude(code=row.code).exists()


@transaction.atomic
def end_procedure(code: str, *, on: date, by: Actor, at: datetime) -> Definition:
    """No new dossiers from that day; those received go on under their version. Raises NotAllowed, EndsTooEarly."""
    by.must_everywhere(PUBLISH)
    row = end_definition(code, on=on, by=by, at=at)
    end_in_catalogue(code, on=on, by=by, at=at)
    write_entry("one_stop.procedure_ended", row, by=by, at=at, payload={"code": code, "on": on.isoformat()})
    return row
