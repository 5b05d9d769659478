"""The catalogue in the database: imported, dated, found."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tinhso.base.actor import ANONYMOUS, staff_actor, system_actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed
from tinhso.base.text import fold
from tinhso.modules.citizens.one_stop.actions import catalogue as actions
from tinhso.modules.citizens.one_stop.models import ChannelLine, Procedure, ProcedureVersion
from tinhso.modules.citizens.one_stop.queries import catalogue as queries
from tinhso.modules.citizens.one_stop.rules.importing import Row
from tinhso.modules.citizens.one_stop.rules.sources import read_rows

WHO: dict[str, Any] = {"by": system_actor("test"), "at": datetime(2026, 11, 23, 2, tzinfo=UTC)}
JULY, TODAY = date(2026, 7, 20), date(2026, 11, 23)


@pytest.fixture(scope="module")
def carried(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The procedures the package carries, loaded once for the stories of this file and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        actions.load_procedure_facts(valid_from=JULY, **WHO)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def catalogue(carried: None, db: None) -> None:
    """The carried procedures, inside a transaction that is taken back."""


def rows(**changes: Any) -> list[Row]:
    """The carried list with changed fields in 1.001193."""
    with actions.FACTS.open("rb") as stream:
        read = list(read_rows(stream))
    return [
        replace(row, fields={**row.fields, **changes}) if row.fields and row.fields["code"] == "1.001193" else row
        for row in read
    ]


def again(valid_from: date, **changes: Any) -> Any:
    return actions.import_procedures(rows(**changes), source="test", valid_from=valid_from, **WHO).plan


def codes(text: str, **narrowed: Any) -> list[str]:
    return [hit.code for hit in queries.procedures_found(text, on=TODAY, **narrowed).hits]


def test_it_works(catalogue: None) -> None:
    assert Procedure.objects.count() == 1396
    birth = queries.procedure_on("1.001193", TODAY)
    assert (birth.name, birth.sector, birth.levels) == ("Thủ tục đăng ký khai sinh", "Hộ tịch", ["commune"])
    lines = queries.channel_lines(birth)
    assert [line.channel for line in lines] == ["online", "postal", "counter"]
    assert {(line.amount, line.unit, line.fee, line.fee_kind) for line in lines} == {(1, None, 0, "free")}
    assert lines[0].doubts == ["unit_missing"]


def test_a_land_procedure_whose_fee_the_council_sets_is_not_free(catalogue: None) -> None:
    split = queries.channel_lines(queries.procedure_on("1.012784", TODAY))
    assert [(line.amount, line.unit) for line in split] == [
        (12, "working_day"),
        (12, "working_day"),
        (22, "working_day"),
    ]
    assert {(line.fee, line.fee_kind) for line in split} == {(None, "set_elsewhere")}


def test_the_carried_facts_hold_no_prose(catalogue: None) -> None:
    with actions.FACTS.open("rb") as stream:
        names = {name for row in read_rows(stream) for name in row.fields or {}}
    assert not {name for name in names if name.endswith("_text") or name == "note"}


def test_a_second_import_writes_nothing(catalogue: None) -> None:
    plan = again(TODAY)
    assert (len(plan.new), len(plan.changed), plan.unchanged, plan.read) == (0, 0, 1396, 1396)
    assert ProcedureVersion.objects.count() == 1396


def test_a_changed_row_makes_a_dated_version_and_leaves_the_past(catalogue: None) -> None:
    plan = again(TODAY, name="Đăng ký khai sinh")
    assert (len(plan.changed), plan.unchanged) == (1, 1395)
    assert queries.procedure_on("1.001193", TODAY).name == "Đăng ký khai sinh"
    assert queries.procedure_on("1.001193", date(2026, 11, 22)).name == "Thủ tục đăng ký khai sinh"
    assert "1.001193" in codes("dang ky khai sinh")


def test_two_changes_on_one_day_leave_the_last_and_keep_the_first_for_its_cases(catalogue: None) -> None:
    again(TODAY, name="Tên thứ nhất")
    again(TODAY, name="Tên thứ hai")
    assert queries.procedure_on("1.001193", TODAY).name == "Tên thứ hai"
    assert ProcedureVersion.objects.filter(procedure__code="1.001193").count() == 3


def test_a_change_before_what_stands_is_refused(catalogue: None) -> None:
    with pytest.raises(actions.OlderThanCatalogue, match="20/07/2026"):
        again(date(2026, 7, 1), name="Tên cũ")


def test_a_trial_run_tells_and_writes_nothing(catalogue: None) -> None:
    done = actions.import_procedures(rows(name="Tên mới"), source="t", valid_from=TODAY, is_trial=True, **WHO)
    assert len(done.plan.changed) == 1
    assert ProcedureVersion.objects.count() == 1396


def test_a_hidden_procedure_is_neither_found_nor_shown_and_stays_hidden_when_it_changes(catalogue: None) -> None:
    version = queries.procedure_on("1.001193", TODAY)
    actions.show_procedure(version, is_published=False, **WHO)
    again(TODAY, name="Đăng ký khai sinh")
    assert "1.001193" not in codes("khai sinh")
    with pytest.raises(queries.ProcedureNotThere, match=r"1\.001193"):
        queries.procedure_on("1.001193", TODAY)


def test_without_the_right_in_the_whole_province_nothing_is_imported(db: None) -> None:
    for nobody in (ANONYMOUS, staff_actor([actions.RIGHT], new_id())):
        with pytest.raises(NotAllowed):
            actions.import_procedures([], source="t", valid_from=TODAY, by=nobody, at=WHO["at"])


def test_the_database_refuses_overlapping_versions_and_fees_that_contradict_themselves(catalogue: None) -> None:
    version = queries.procedure_on("1.001193", TODAY)
    with pytest.raises(IntegrityError, match="one_stop_versions_do_not_overlap"), transaction.atomic():
        ProcedureVersion.objects.create(
            procedure=version.procedure, name="x", source="x", valid_from=JULY, valid_to=TODAY,
            name_words="x", sector_words="", sort_key="x",
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="one_stop_fee_says_what_it_is"), transaction.atomic():
        ChannelLine.objects.create(version=version, position=9, channel="online", fee=5, fee_kind="free")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("khai sinh", "1.001193"),
        ("KHAI SINH", "1.001193"),
        ("khải sính", "1.001193"),
        ("khai sin", "1.001193"),
        ("đăng kí kết hôn", "1.000894"),
        ("dat dai tach thua", "1.012784"),
        ("tách thửa", "1.012784"),
        ("1.001193", "1.001193"),
        (" 1.00119 ", "1.001193"),
        ("012784", "1.012784"),
        ("chung thuc ban sao tu ban chinh", "2.000815"),
    ],
)
def test_the_procedure_meant_comes_first(catalogue: None, text: str, first: str) -> None:
    assert codes(text)[0] == first


def test_a_sentence_nobody_wrote_into_a_title_finds_its_procedures_loosely(catalogue: None) -> None:
    found = queries.procedures_found("tôi muốn xin làm giấy kết hôn cho em gái", on=TODAY)
    assert found.is_loose
    assert "kết hôn" in found.hits[0].name


@pytest.mark.parametrize("text", ["xyzzy", "qqqq wwww", "'; DROP TABLE x; --", "&|!:*()", "\x00", "%", "_", "9.999999"])
def test_nonsense_finds_nothing_or_everything_and_breaks_nothing(catalogue: None, text: str) -> None:
    found = queries.procedures_found(text, on=TODAY)
    assert found.hits == () or not fold(text) or found.is_loose


def test_pages_follow_one_another_without_gap_or_repeat(catalogue: None) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = queries.procedures_found("đất đai", on=TODAY, limit=7, cursor=cursor)
        seen += [hit.code for hit in page.hits]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) > 14
    assert sorted(seen) == sorted(codes("đất đai", limit=1000))
    assert queries.procedures_found("đất đai", on=TODAY, limit=7, cursor="junk").hits[0].code == seen[0]


def test_a_search_is_narrowed_by_level_and_sector(catalogue: None) -> None:
    at_commune = queries.procedures_found("khai sinh", on=TODAY, level="commune", limit=100).hits
    assert at_commune
    assert all("commune" in hit.levels for hit in at_commune)
    assert codes("1.001193", sector="Đất đai") == []
    assert all(hit.sector == "Hộ tịch" for hit in queries.procedures_found("", on=TODAY, sector="Hộ tịch").hits)


def test_before_the_list_came_there_is_nothing(catalogue: None) -> None:
    assert queries.procedures_found("khai sinh", on=date(2026, 7, 19)).hits == ()
    assert queries.sectors(date(2026, 7, 19)) == []


def test_sectors_are_counted_largest_first(catalogue: None) -> None:
    sectors = queries.sectors(TODAY)
    counts = [sector.count for sector in sectors]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == 1396
    at_commune = {sector.name: sector.count for sector in queries.sectors(TODAY, level="commune")}
    assert at_commune["Hộ tịch"] == len(codes("", level="commune", sector="Hộ tịch", limit=1000))


def test_searching_asks_the_database_once(catalogue: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        queries.procedures_found("khai sinh", on=TODAY)
    queries.procedures_found("tôi muốn khai sinh", on=TODAY)  # counts the words of the catalogue, once
    with django_assert_num_queries(3):
        queries.procedures_found("tôi muốn khai sinh", on=TODAY)
    with django_assert_num_queries(2):
        queries.procedure_on("1.001193", TODAY)


def test_every_procedure_name_folds_in_the_database_as_in_python(catalogue: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, vn_fold(name) FROM one_stop_procedureversion")
        pairs = cursor.fetchall()
    assert len(pairs) == 1396
    assert [folded for _, folded in pairs] == [fold(name) for name, _ in pairs]
