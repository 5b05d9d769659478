"""Units in time: founded, renamed, merged, split, abolished; codes that are never used again."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from typer.testing import CliRunner

from tinhso.base.actor import ANONYMOUS, staff_actor, system_actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed
from tinhso.kernel.organisations import actions, commands, queries
from tinhso.kernel.organisations.models import Post, UnitCode, UnitVersion

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
WHO: dict[str, Any] = {"by": system_actor("test"), "at": AT}
START, MERGER, TODAY = date(2024, 1, 1), date(2025, 7, 1), date(2026, 11, 23)

pytestmark = pytest.mark.django_db


def commune(name: str = "Xã Gia Viễn", on: date = START, **more: Any) -> UUID:
    return actions.found_unit("commune", name, on=on, form="xã", **WHO, **more).id


def test_it_works() -> None:
    unit_id = commune(address="Thôn 1")
    actions.add_code(unit_id, "statistics", "25138", valid_from=START, **WHO)
    actions.add_code(unit_id, "qd20", "H36.124", valid_from=START, is_sample=True, **WHO)
    unit = queries.unit_on(unit_id, TODAY)
    assert (unit.name, unit.kind, unit.form, unit.address) == ("Xã Gia Viễn", "commune", "xã", "Thôn 1")
    assert unit.codes == {"statistics": "25138", "qd20": "H36.124"}
    assert unit.is_sample_code
    assert unit.code == "H36.124"
    assert queries.unit_by_code("statistics", "25138") == unit_id


def test_a_renamed_unit_keeps_its_old_name_on_old_days() -> None:
    unit_id = commune(phone="0263")
    actions.change_unit(unit_id, on=MERGER, name="Xã Cát Tiên 2", **WHO)
    assert queries.unit_on(unit_id, date(2025, 6, 30)).name == "Xã Gia Viễn"
    assert queries.unit_on(unit_id, MERGER).name == "Xã Cát Tiên 2"
    assert queries.unit_on(unit_id, MERGER).phone == "0263"


def test_a_change_inside_what_is_recorded_is_refused() -> None:
    unit_id = commune()
    actions.change_unit(unit_id, on=MERGER, name="Xã Cát Tiên 2", **WHO)
    for day in (START, date(2025, 1, 1), MERGER):
        with pytest.raises(actions.VersionsOverlap, match="01/07/2025"):
            actions.change_unit(unit_id, on=day, name="Xã Khác", **WHO)


def test_the_database_itself_refuses_overlapping_versions() -> None:
    unit_id = commune()
    with pytest.raises(IntegrityError, match="org_versions_do_not_overlap"), transaction.atomic():
        UnitVersion.objects.create(
            unit_id=unit_id, name="x", name_folded="x", sort_key="x", valid_from=MERGER, valid_to=TODAY
        )


def test_an_abolished_unit_is_gone_from_that_day_on_with_codes_and_posts() -> None:
    unit_id = commune()
    actions.add_code(unit_id, "statistics", "25138", valid_from=START, **WHO)
    actions.create_post(unit_id, "Chủ tịch", valid_from=START, **WHO)
    actions.abolish_unit(unit_id, on=MERGER, **WHO)
    assert queries.unit_on(unit_id, date(2025, 6, 30)).codes == {"statistics": "25138"}
    with pytest.raises(queries.UnitNotThere, match="01/07/2025"):
        queries.unit_on(unit_id, MERGER)
    assert Post.objects.get().valid_to == MERGER
    assert queries.unit_by_code("statistics", "25138") == unit_id


def test_a_unit_with_units_under_it_is_not_abolished() -> None:
    unit_id = commune()
    office = actions.found_unit("office", "Phòng Kinh tế", on=START, parent_id=unit_id, **WHO)
    with pytest.raises(actions.UnitHasUnits):
        actions.abolish_unit(unit_id, on=MERGER, **WHO)
    actions.abolish_unit(office.id, on=MERGER, **WHO)
    assert actions.abolish_unit(unit_id, on=MERGER, **WHO).abolished_on == MERGER


def test_a_code_is_never_given_to_another_unit() -> None:
    gone, heir = commune(), commune("Xã Mới", MERGER)
    actions.add_code(gone, "qd20", "H36.7", valid_from=START, **WHO)
    actions.abolish_unit(gone, on=MERGER, **WHO)
    with pytest.raises(actions.CodeUsed, match=r"H36\.7"):
        actions.add_code(heir, "qd20", "H36.7", valid_from=MERGER, **WHO)
    assert actions.add_code(gone, "qd20", "H36.7", valid_from=START, **WHO).unit_id == gone
    assert UnitCode.objects.count() == 1


@pytest.mark.parametrize(
    ("system", "code"),
    [
        ("qd20", "h36"), ("qd20", "H36."), ("qd20", "H36..1"), ("qd20", "H36." + "1" * 32), ("qd20", ""),
        ("legacy", "H36.1"), ("statistics", "2513"),
    ],
)  # fmt: skip
def test_a_malformed_code_is_refused(system: str, code: str) -> None:
    with pytest.raises(actions.CodeMalformed):
        actions.add_code(commune(), system, code, valid_from=START, **WHO)


def test_a_merger_and_a_split_lead_forth_and_back() -> None:
    whole, split = commune("Xã A"), commune("Xã B")
    north, south = commune("Xã Bắc", MERGER), commune("Xã Nam", MERGER)
    actions.record_succession(whole, north, on=MERGER, **WHO)
    actions.record_succession(split, north, on=MERGER, is_partial=True, **WHO)
    actions.record_succession(split, south, on=MERGER, is_partial=True, **WHO)
    for gone in (whole, split):
        actions.abolish_unit(gone, on=MERGER, **WHO)
    eve = date(2025, 6, 30)
    assert queries.successors_of(split, TODAY) == [north, south]
    assert queries.successors_of(split, eve) == [split]
    assert queries.predecessors_of(north, eve) == [whole, split]
    assert queries.predecessors_of(north, TODAY) == [north]
    assert [part.text for part in queries.parts_of(north)] == ["Xã A", "Xã B (một phần)"]


def test_a_line_of_two_mergers_is_followed_to_its_end() -> None:
    first, second, third = commune("Xã A"), commune("Xã B", date(2024, 12, 1)), commune("Xã C", MERGER)
    actions.record_succession(first, second, on=date(2024, 12, 1), **WHO)
    actions.record_succession(second, third, on=MERGER, **WHO)
    actions.abolish_unit(first, on=date(2024, 12, 1), **WHO)
    actions.abolish_unit(second, on=MERGER, **WHO)
    assert queries.successors_of(first, TODAY) == [third]
    assert queries.successors_of(first, date(2025, 1, 1)) == [second]
    assert queries.predecessors_of(third, date(2024, 6, 1)) == [first]


def test_nothing_succeeds_itself_and_nothing_is_recorded_twice() -> None:
    one, other = commune(), commune("Xã Mới", MERGER)
    with pytest.raises(actions.SuccessionOfItself):
        actions.record_succession(one, one, on=MERGER, **WHO)
    first = actions.record_succession(one, other, on=MERGER, **WHO)
    assert actions.record_succession(one, other, on=MERGER, **WHO).id == first.id


def test_lists_are_in_vietnamese_order_and_one_query_long(django_assert_num_queries: Any) -> None:
    province = actions.found_unit("province", "Tỉnh Lâm Đồng", on=START, **WHO).id
    for name in ("Xã Đơn Dương", "Xã Di Linh", "Xã Đạ Tẻh", "Xã Ka Đô"):
        unit_id = commune(name, parent_id=province)
        actions.add_code(unit_id, "axis", name[3:], valid_from=START, **WHO)
    with django_assert_num_queries(1):
        names = [unit.name for unit in queries.children_of(province, TODAY)]
    assert names == ["Xã Di Linh", "Xã Đạ Tẻh", "Xã Đơn Dương", "Xã Ka Đô"]
    assert len(queries.units_in_force(TODAY, "commune")) == 4
    assert queries.units_in_force(date(2023, 12, 31)) == []


def test_units_are_found_without_accents_by_any_words_and_by_code() -> None:
    da_teh, _other = commune("Xã Đạ Tẻh"), commune("Xã Đạ Tẻh 2")
    actions.add_code(da_teh, "qd20", "H36.121", valid_from=START, **WHO)
    assert [unit.name for unit in queries.units_found("da teh", TODAY)] == ["Xã Đạ Tẻh", "Xã Đạ Tẻh 2"]
    assert [unit.name for unit in queries.units_found("TẺH 2", TODAY)] == ["Xã Đạ Tẻh 2"]
    assert [unit.id for unit in queries.units_found("h36.121", TODAY)] == [da_teh]
    assert queries.units_found("  ", TODAY) == []
    assert queries.units_found("da teh", TODAY, kind="district") == []


def test_several_units_are_named_in_one_query(django_assert_num_queries: Any) -> None:
    ids = [commune("Xã A"), commune("Xã B"), new_id()]
    with django_assert_num_queries(2):  # the stamp of dated data, and the units
        units = queries.units_on(ids, TODAY)
    with django_assert_num_queries(1):
        assert queries.units_on(ids, TODAY) == units
    assert [units[each].name for each in ids[:2]] == ["Xã A", "Xã B"]
    assert len(units) == 2


def test_a_place_signs_as_its_peoples_committee() -> None:
    ward = actions.found_unit("commune", "Phường Xuân Hương - Đà Lạt", on=START, **WHO).id
    office = actions.found_unit("department", "Sở Tư pháp", on=START, **WHO).id
    assert queries.unit_on(ward, TODAY).authority_name == "Ủy ban nhân dân phường Xuân Hương - Đà Lạt"
    assert queries.unit_on(office, TODAY).authority_name == "Sở Tư pháp"


def test_posts_stand_in_their_unit() -> None:
    unit_id = commune()
    actions.create_post(unit_id, "Công chức tư pháp - hộ tịch", valid_from=MERGER, **WHO)
    assert [post.title for post in queries.posts_of(unit_id, TODAY)] == ["Công chức tư pháp - hộ tịch"]
    assert queries.posts_of(unit_id, START) == []


def test_without_the_right_nothing_is_founded() -> None:
    for nobody in (ANONYMOUS, staff_actor(["organisations.change"], new_id())):
        with pytest.raises(NotAllowed):
            actions.found_unit("commune", "Xã A", on=START, by=nobody, at=AT)


def test_the_right_in_a_unit_is_enough_for_what_stands_under_it() -> None:
    ward, other = commune(), commune("Xã Khác")
    keeper = staff_actor(["organisations.change"], ward)
    office = actions.found_unit("office", "Phòng Kinh tế", on=START, parent_id=ward, by=keeper, at=AT)
    assert queries.unit_on(office.id, TODAY).parent_id == ward
    with pytest.raises(NotAllowed):
        actions.found_unit("office", "Phòng Kinh tế", on=START, parent_id=other, by=keeper, at=AT)


def test_the_command_line_tells_a_unit_and_its_line() -> None:
    old, new = commune("Xã Gia Viễn"), commune("Xã Cát Tiên 2", MERGER)
    actions.add_code(old, "statistics_until_2025", "25138", valid_from=START, **WHO)
    actions.record_succession(old, new, on=MERGER, **WHO)
    actions.abolish_unit(old, on=MERGER, **WHO)
    then = CliRunner().invoke(commands.app, ["show", "25138", "--on", "2025-06-30"])
    assert then.stdout.startswith("Xã Gia Viễn\n")
    assert "Nay là: Xã Cát Tiên 2" in then.stdout
    now = CliRunner().invoke(commands.app, ["show", "25138", "--on", "2026-11-23"])
    assert now.stdout.startswith("Thay cho mã 25138:\nXã Cát Tiên 2")
    assert "Hợp thành từ: Xã Gia Viễn" in now.stdout
    listed = CliRunner().invoke(commands.app, ["list", "--on", "2025-06-30", "--json"])
    assert '"name": "Xã Gia Viễn"' in listed.stdout
    assert CliRunner().invoke(commands.app, ["show", "99999"]).exit_code == 1
    assert CliRunner().invoke(commands.app, ["show", "25138", "--on", "2020-01-01"]).exit_code == 1
    assert CliRunner().invoke(commands.app, ["list", "--kind", "galaxy"]).exit_code == 2
