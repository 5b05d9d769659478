"""1 July 2025 carried out on the sample province as it stood the day before (full measure: bench/reorganisation.py)."""

import pytest

from bench.reorganisation import BY, DAY, approved_plan, fingerprint, prepare, unreachable
from tinhso.kernel.cases.models import Case
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.organisations import actions
from tinhso.kernel.organisations.models import UnitKind
from tinhso.kernel.organisations.queries import units_in_force
from tinhso.kernel.organisations.queries.reorganising import plan_of, tree_on
from tinhso.modules.citizens.one_stop.queries.province import KNOWN_FROM, MERGER, province_facts

DOSSIERS = 1_500


@pytest.mark.django_db
def test_it_works() -> None:
    prepare(DOSSIERS)
    before, eve, plan = fingerprint(), tree_on(KNOWN_FROM), approved_plan()
    assert plan_of(plan).troubles == []
    done = actions.execute_reorganisation(plan, by=BY, at=DAY)
    assert done.moved["cases.open"] == DOSSIERS
    assert fingerprint() == before
    assert unreachable() == 0
    wanted = {unit.name for unit in province_facts().units if unit.kind == "commune" and not unit.abolished_on}
    assert {unit.name for unit in units_in_force(MERGER, UnitKind.COMMUNE)} == wanted
    assert units_in_force(MERGER, UnitKind.DISTRICT) == []
    assert tree_on(KNOWN_FROM) == eve
    told = Entry.objects.filter(event="case.continued", subject_id__in=Case.objects.values("pk"))
    assert told.count() == DOSSIERS
    assert Case.objects.filter(received_at__isnull=False, former_receipt_unit=None).count() == 0
