"""A whole province is loaded at once, and once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tinhso.base.actor import system_actor
from tinhso.kernel.organisations import actions, queries
from tinhso.kernel.organisations.actions import Loaded, ProvinceFacts, SuccessionFacts, UnitFacts

WHO: dict[str, Any] = {"by": system_actor("test"), "at": datetime(2026, 11, 23, 2, tzinfo=UTC)}
MERGER = date(2025, 7, 1)
OLD, NEW = "statistics_until_2025", "statistics"

FACTS = ProvinceFacts(
    units=(
        UnitFacts("province", "Tỉnh Lâm Đồng", ((NEW, "68"), ("qd20", "H36")), MERGER, founded_on=MERGER),
        UnitFacts("commune", "Xã Tuy Phong", ((NEW, "22978"), ("qd20", "H36.8")), MERGER, parent=(NEW, "68")),
        UnitFacts("commune", "Xã Phong Phú", ((OLD, "22978"),), date(2025, 1, 1), abolished_on=MERGER),
    ),
    successions=(SuccessionFacts((OLD, "22978"), (NEW, "22978"), MERGER, is_partial=True),),
    sample_systems=frozenset({"qd20"}),
)

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    assert actions.load_province(FACTS, **WHO) == Loaded(units=3, codes=5, successions=1)
    unit_id = queries.unit_by_code(NEW, "22978")
    assert unit_id is not None
    unit = queries.unit_on(unit_id, MERGER)
    assert (unit.name, unit.parent_id) == ("Xã Tuy Phong", queries.unit_by_code(NEW, "68"))
    assert unit.is_sample_code
    assert [part.text for part in queries.parts_of(unit_id)] == ["Xã Phong Phú (một phần)"]


def test_a_second_load_adds_nothing() -> None:
    actions.load_province(FACTS, **WHO)
    assert actions.load_province(FACTS, **WHO) == Loaded(0, 0, 0)


def test_a_load_that_was_short_is_completed() -> None:
    actions.load_province(ProvinceFacts(units=FACTS.units[:1]), **WHO)
    assert actions.load_province(FACTS, **WHO) == Loaded(units=2, codes=3, successions=1)


def test_a_malformed_code_stops_the_whole_load() -> None:
    broken = UnitFacts("commune", "Xã Sai", ((NEW, "2297"),), MERGER)
    with pytest.raises(actions.CodeMalformed):
        actions.load_province(ProvinceFacts(units=(*FACTS.units, broken)), **WHO)
    assert queries.unit_by_code(NEW, "68") is None
