"""Rows of a list become facts; every row is accounted for."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.modules.citizens.one_stop.rules.doubts import DOUBTS, REFUSALS
from tinhso.modules.citizens.one_stop.rules.importing import (
    Plan,
    ProcedureFacts,
    Refusal,
    Row,
    as_data,
    facts_of,
    plan,
    read_applicants,
    read_levels,
)

SHORT_LIST = frozenset({"name", "ministry", "agencies", "sector"})


def fields(**facts: Any) -> dict[str, Any]:
    return {
        "code": "1.001193",
        "name": "Thủ tục đăng ký khai sinh",
        "decision": "163/QĐ-BTP",
        "levels": ["Cấp xã"],
        "sector": "Hộ tịch",
        "ministry": "bo-tu-phap",
        "applicants": ["Công dân Việt Nam"],
        "implementing_agencies": "Ủy ban nhân dân cấp xã",
        "channels": [{"channel": "online", "time": 1.0, "unit": "working_day", "fee_vnd": 0, "note": None}],
        "results": [{"name": "Giấy khai sinh", "code": "KQ.G15.000031"}],
    } | facts


def read(**facts: Any) -> ProcedureFacts:
    found = facts_of(Row(1, fields(**facts)))
    assert isinstance(found, ProcedureFacts)
    return found


def counted(done: Plan) -> tuple[int, int, int, int, int]:
    return done.read, len(done.new), len(done.changed), done.unchanged, len(done.refused)


def test_it_works() -> None:
    facts = read()
    assert facts.all_doubts == ()
    assert (facts.levels, facts.ministry, facts.channels[0].fee_kind) == (("commune",), "Bộ Tư pháp", "free")
    assert facts.results == (("Giấy khai sinh", "KQ.G15.000031"),)


def test_every_row_read_is_new_changed_unchanged_or_refused() -> None:
    known = read()
    rows = [
        Row(1, fields()),
        Row(2, fields(code="1.000001")),
        Row(3, fields(code="1.000002", name="Tên mới")),
        Row(4, fields()),
        Row(5, fields(code="khai sinh")),
        Row(6, refusal="json_broken"),
    ]
    done = plan(rows, {"1.001193": known, "1.000002": replace(known, code="1.000002")})
    assert counted(done) == (6, 1, 1, 1, 3)
    assert [(each.place, each.reason) for each in done.refused] == [
        (4, "code_twice"),
        (5, "code_malformed"),
        (6, "json_broken"),
    ]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"code": None}, "code_missing"),
        ({"code": 1.001193}, "code_missing"),
        ({"code": "1.00119"}, "code_malformed"),
        ({"code": "1.٠٠١١٩٣"}, "code_malformed"),
        ({"name": " \n "}, "name_missing"),
        ({"name": ["x"]}, "name_missing"),
        ({"name": "x" * 2001}, "name_too_long"),
    ],
)
def test_a_row_without_code_or_name_is_refused(facts: dict[str, Any], reason: str) -> None:
    found = facts_of(Row(7, fields(**facts)))
    assert isinstance(found, Refusal)
    assert (found.place, found.reason) == (7, reason)


def test_a_name_with_a_line_break_is_joined_and_named() -> None:
    facts = read(name="Công nhận đăng kiểm viên bậc\ncao")
    assert facts.name == "Công nhận đăng kiểm viên bậc cao"
    assert facts.doubts == ("name_broken",)
    assert read(name="\tĐăng ký ").doubts == ()


def test_levels_that_are_unknown_or_no_more_are_left_out_and_named() -> None:
    assert read_levels(["Cấp xã", "Cấp tỉnh"]) == (("province", "commune"), ())
    assert read_levels(["Cấp huyện", "Cấp xã"]) == (("commune",), ("level_abolished",))
    assert read_levels(["Cấp vũ trụ"]) == ((), ("level_unknown",))
    assert read_levels(None) == ((), ("levels_missing",))


def test_names_that_were_cut_at_their_commas_are_joined_again() -> None:
    cut = ["Cán bộ", "công chức", "viên chức", "Tổ chức (không bao gồm doanh nghiệp", "HTX)", "Hợp tác xã"]
    assert read_applicants(cut) == (
        "Cán bộ, công chức, viên chức",
        "Tổ chức (không bao gồm doanh nghiệp, HTX)",
        "Hợp tác xã",
    )


def test_channels_that_cannot_be_read_are_named() -> None:
    assert read(channels=None).doubts == ("channels_missing",)
    assert read(channels="x").doubts == ("channels_unread",)
    assert read(channels=[{}] * 201).doubts == ("channels_unread",)
    assert read(channels=[{"channel": "pigeon"}, 3]).doubts == ("channel_unknown",)
    assert read(results="x").doubts == ("results_unread",)


def test_a_short_list_leaves_what_it_does_not_know_as_it_is() -> None:
    known = read()
    short = {"code": "1.001193", "name": "Đăng ký khai sinh", "sector": "", "ministry": "Bộ Tư pháp"}
    done = plan([Row(3, short, given=SHORT_LIST)], {"1.001193": known})
    assert done.changed == [replace(known, name="Đăng ký khai sinh", doubts=("sector_missing",))]
    assert [each.reasons for each in done.doubtful] == [("sector_missing",)]


def test_a_procedure_known_only_from_a_short_list_says_what_is_missing() -> None:
    short = {"code": "1.009999", "name": "Thủ tục mới", "sector": "Hộ tịch", "ministry": "Bộ Tư pháp"}
    done = plan([Row(3, short, given=SHORT_LIST)], {})
    assert set(done.new[0].doubts) == {"levels_missing", "channels_missing", "decision_missing"}


def test_how_badly_a_row_was_written_makes_no_new_version() -> None:
    broken = Row(1, fields(name="Thủ tục đăng ký\nkhai sinh"))
    assert counted(plan([broken], {"1.001193": read()})) == (1, 0, 0, 1, 0)


def test_facts_written_to_a_file_are_read_back_as_the_very_same() -> None:
    channels = [
        {"channel": "counter", "time": 1.5, "unit": None, "fee_vnd": 0, "note": "(Theo quy định của HĐND)"},
        {"channel": "online", "time": None, "unit": None, "fee_vnd": 100, "note": ""},
        {"channel": "postal", "time": 3, "unit": "day", "fee_vnd": 20_000, "note": "ngày làm việc"},
    ]
    facts = read(channels=channels, levels=["Cấp xã", "?"], decision="")
    assert facts_of(Row(1, as_data(facts))) == facts
    assert len(facts.all_doubts) == 7


def test_a_line_that_only_pretends_to_be_judged_is_judged_here() -> None:
    pretended = {"channel": "online", "time": 1, "unit": "day", "fee_vnd": 7, "fee_kind": "fixed", "doubts": "none"}
    assert read(channels=[pretended]).channels[0].fee is None
    pretended |= {"fee_vnd": 0, "doubts": []}
    assert read(channels=[pretended]).channels[0].fee_kind == "free"


def test_text_a_database_cannot_hold_is_cleaned() -> None:
    assert read(name="Đăng ký\x00 \ud800 khai sinh").name == "Đăng ký ? khai sinh"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(fields())), JSON, st.sampled_from(["channel", "time", "unit", "fee_vnd", "note"]), JSON)
def test_no_value_however_odd_stops_the_import(name: str, value: Any, part: str, odd: Any) -> None:
    line = {"channel": "online", "time": 1.0, "unit": "day", "fee_vnd": 5000, "note": ""} | {part: odd}
    done = plan([Row(1, fields(**{name: value})), Row(2, fields(code="1.000001", channels=[line]))], {})
    assert done.read == len(done.new) + len(done.refused) == 2
    assert {reason for each in done.doubtful for reason in each.reasons} <= set(DOUBTS)
    assert {each.reason for each in done.refused} <= set(REFUSALS)
