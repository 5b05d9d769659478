"""What every centre needs before its first ticket: its rules as dated data, with the mark of what is recalled."""

from datetime import date, datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.law.actions import enact_rule_set
from tinhso.kernel.law.models import RuleSet
from tinhso.modules.citizens.service_centre.law import BASIS, USUAL


@transaction.atomic
def enact_usual_rules(*, valid_from: date, by: Actor, at: datetime) -> list[str]:
    """Puts the usual rules in force where a province has none of its own; gives the codes of what it enacted."""
    standing = set(RuleSet.objects.values_list("code", flat=True))
    missing = [rule for rule in USUAL if rule[0] not in standing]
    for code, title, tables in missing:
        enact_rule_set(code, title=title, tables=tables, legal_basis=BASIS, valid_from=valid_from, by=by, at=at)
    return [code for code, _, _ in missing]
