"""The units of the sample province and their history, counted exactly."""

import time
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from tinhso.base.actor import system_actor
from tinhso.kernel.organisations import queries
from tinhso.kernel.organisations.actions import Loaded
from tinhso.kernel.organisations.models import Succession
from tinhso.modules.citizens.one_stop.actions.province import found_commune_offices, load_sample_province

WHO: dict[str, Any] = {"by": system_actor("test"), "at": datetime(2026, 11, 23, 2, tzinfo=UTC)}
EVE, MERGER, TODAY = date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 23)
THEN, NOW = "statistics_until_2025", "statistics"

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> UUID:
    load_sample_province(**WHO)
    return unit(NOW, "68")


def unit(system: str, code: str) -> UUID:
    found = queries.unit_by_code(system, code)
    assert found is not None
    return found


def names(ids: list[UUID], on: date) -> list[str]:
    return sorted(view.name for view in queries.units_on(ids, on).values())


def test_it_works() -> None:
    begun = time.perf_counter()
    loaded = load_sample_province(**WHO)
    assert loaded.units == 1 + 16 + 124 + 3 + 28 + 329
    assert loaded.successions == 331 + 3
    assert time.perf_counter() - begun < 5
    assert load_sample_province(**WHO) == Loaded(0, 0, 0)


def test_today_there_are_103_rural_communes_20_wards_and_one_special_zone(province: UUID) -> None:
    communes = queries.units_in_force(TODAY, "commune", province)
    assert Counter(view.form for view in communes) == {"xã": 103, "phường": 20, "đặc khu": 1}
    assert [view.name for view in communes if view.form == "đặc khu"] == ["Đặc khu Phú Quý"]
    assert queries.units_in_force(TODAY, "district") == []
    assert len(queries.units_in_force(TODAY, "department", province)) == 13


def test_on_the_eve_there_were_three_provinces_28_districts_and_329_communes(province: UUID) -> None:
    by_kind = {kind: queries.units_in_force(EVE, kind) for kind in ("province", "district", "commune")}
    assert {kind: len(views) for kind, views in by_kind.items()} == {"province": 3, "district": 28, "commune": 329}
    assert [len(queries.children_of(unit(THEN, code), EVE)) for code in ("60", "67", "68")] == [10, 8, 10]


def test_every_commune_of_the_eve_went_somewhere_and_every_one_of_today_came_from_somewhere(province: UUID) -> None:
    old = {view.id for view in queries.units_in_force(EVE, "commune")}
    new = {view.id for view in queries.units_in_force(TODAY, "commune")}
    pairs = Succession.objects.filter(on=MERGER, predecessor__in=old).values_list("predecessor", "successor")
    assert {before for before, _ in pairs} == old
    assert {after for _, after in pairs} == new


def test_a_commune_that_was_divided_leads_to_both_its_heirs(province: UUID) -> None:
    phong_phu = unit(THEN, "22978")
    assert names(queries.successors_of(phong_phu, TODAY), TODAY) == ["Xã Phan Rí Cửa", "Xã Tuy Phong"]
    tuy_phong = unit(NOW, "22978")
    assert "Xã Phong Phú (một phần)" in [part.text for part in queries.parts_of(tuy_phong)]
    assert phong_phu in queries.predecessors_of(tuy_phong, EVE)


def test_the_codes_made_up_for_the_sample_are_marked(province: UUID) -> None:
    commune = queries.unit_on(unit(NOW, "22978"), TODAY)
    assert commune.codes["statistics"] == "22978"
    assert commune.codes["qd20"].startswith("H36.")
    assert commune.is_sample_code
    assert not queries.unit_on(unit(THEN, "22978"), EVE).is_sample_code


def test_a_commune_gets_its_offices_once(province: UUID) -> None:
    commune = unit(NOW, "22978")
    offices = found_commune_offices(commune, on=MERGER, **WHO)
    assert offices == found_commune_offices(commune, on=MERGER, **WHO)
    assert {view.id for view in queries.children_of(commune, TODAY)} == set(offices)
    assert "Trung tâm Phục vụ hành chính công" in names(offices, TODAY)


def test_the_provincial_centre_stands_under_the_provincial_office(province: UUID) -> None:
    (centre,) = queries.units_found("trung tam phuc vu hanh chinh cong tinh", TODAY)
    assert centre.parent_id == unit("qd20", "H36.1")
    assert queries.unit_on(unit("qd20", "H36.20"), TODAY).name == "Văn phòng đăng ký đất đai"
