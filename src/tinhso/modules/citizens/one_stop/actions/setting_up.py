"""What a province needs before its first dossier: units, calendar, rule sets, catalogue, ready procedures."""

from datetime import date, datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.calendar.actions import set_up_standard
from tinhso.kernel.calendar.rules import vietnam
from tinhso.kernel.law.actions import enact_rule_set
from tinhso.kernel.law.models import RuleSet
from tinhso.modules.citizens.one_stop.actions.catalogue import load_procedure_facts
from tinhso.modules.citizens.one_stop.actions.letter_templates import publish_usual_templates
from tinhso.modules.citizens.one_stop.actions.province import load_sample_province
from tinhso.modules.citizens.one_stop.actions.ready import publish_ready_procedures
from tinhso.modules.citizens.one_stop.rules.numbers import NUMBER_BASIS, NUMBER_TABLES
from tinhso.modules.citizens.one_stop.rules.province import PROVINCE_RULES

# The decree on the one-stop mechanism in force took effect that day (one-stop.md section 0).
SINCE = date(2025, 7, 1)
# The day the national catalogue was read for the facts the package carries (one-stop.md section 10).
CATALOGUE_OF = date(2026, 7, 20)


@transaction.atomic
def set_up_province(*, by: Actor, at: datetime) -> None:
    """Puts all of it in force since 1 July 2025; what stands already is left as it is."""
    load_sample_province(by=by, at=at)
    set_up_rules(by=by, at=at)


@transaction.atomic
def set_up_rules(*, by: Actor, at: datetime) -> None:
    """All but the units: for a province that brings its own."""
    set_up_standard(by=by, at=at)
    _enact("clock", "Cách tính thời hạn giải quyết", vietnam.CLOCK_TABLES, vietnam.CLOCK_BASIS, by=by, at=at)
    for code, title, tables, basis in PROVINCE_RULES:
        _enact(code, title, tables, basis, by=by, at=at)
    _enact("dossier-number", "Cấu trúc mã hồ sơ", NUMBER_TABLES, NUMBER_BASIS, by=by, at=at)
    load_procedure_facts(valid_from=CATALOGUE_OF, by=by, at=at)
    publish_ready_procedures(valid_from=SINCE, by=by, at=at)
    publish_usual_templates(valid_from=SINCE, by=by, at=at)


def _enact(code: str, title: str, tables: dict[str, object], basis: str, *, by: Actor, at: datetime) -> None:
    if not RuleSet.objects.filter(code=code).exists():
        enact_rule_set(code, title=title, tables=tables, legal_basis=basis, valid_from=SINCE, by=by, at=at)
