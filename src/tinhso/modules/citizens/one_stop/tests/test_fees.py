"""Times and fees of channel lines with the flaws the national list really has."""

from decimal import Decimal
from typing import Any

import pytest

from tinhso.modules.citizens.one_stop.rules.fees import Fee, parts_of_note, read_amount_of_time, read_fee, read_unit


def line(**facts: Any) -> dict[str, Any]:
    return {"channel": "counter", "time": 3.0, "unit": "working_day", "fee_vnd": 0, "note": None} | facts


def test_it_works() -> None:
    assert read_fee(line(fee_vnd=50_000)) == Fee(50_000, "fixed")
    assert read_amount_of_time(line()).value == Decimal("3.00")
    assert read_unit(line(), Decimal(3)).value == "working_day"


@pytest.mark.parametrize(
    "note", [None, "", "(Không)", "(Không có.)", "(Không quy định)", "(không thu phí)", "(Miễn phí)"]
)
def test_zero_is_free_where_nothing_speaks_against_it(note: str | None) -> None:
    assert read_fee(line(note=note)) == Fee(0, "free")


@pytest.mark.parametrize("note", ["06 ngày làm việc, kể từ ngày nhận đủ hồ sơ", "(1) Nộp tại trụ sở", "(a) Trực tiếp"])
def test_a_note_about_the_way_does_not_make_a_free_line_doubtful(note: str) -> None:
    assert read_fee(line(note=note)) == Fee(0, "free")


@pytest.mark.parametrize(
    "note",
    [
        "(Mức lệ phí cụ thể do Hội đồng nhân dân tỉnh quyết định.)",
        "(Theo quy định của Luật phí và lệ phí)",
        "(Thông tư số 60/2023/TT-BTC)",
        "(Không có)Lệ phí do Hội đồng nhân dân cấp tỉnh quy định",
        "((do Ủy ban nhân dân cấp tỉnh quy định.))",
    ],
)
def test_zero_with_a_note_that_points_elsewhere_is_not_free(note: str) -> None:
    assert read_fee(line(note=note)) == Fee(None, "set_elsewhere", ("fee_set_elsewhere",))


def test_zero_with_an_amount_in_the_note_is_not_free_and_the_amount_is_not_taken() -> None:
    assert read_fee(line(note="(150.000 đồng/giấy)")) == Fee(None, "unknown", ("fee_in_note",))


def test_a_fee_below_a_thousand_is_not_mended_by_guess() -> None:
    assert read_fee(line(fee_vnd=100, note="(100.000 đồng/lần.)")) == Fee(None, "unknown", ("fee_off_by_thousand",))


@pytest.mark.parametrize("fee", [None, 0, 50])
def test_foreign_money_is_no_fee_in_dong(fee: int | None) -> None:
    assert read_fee(line(fee_vnd=fee, note="(Phí 50USD/chuyến bay)")) == Fee(None, "unknown", ("fee_foreign",))
    assert read_fee(line(fee_vnd=fee, note="10 USD(/bản)Tại cơ quan")) == Fee(None, "unknown", ("fee_foreign",))


def test_a_fee_the_note_gives_otherwise_too_is_kept_and_named() -> None:
    note = "(Cấp mới 40.000 đồng; cấp lại 20.000 đồng)"
    assert read_fee(line(fee_vnd=40_000, note=note)) == Fee(40_000, "fixed", ("fee_varies",))


def test_no_fee_in_the_source_stays_none() -> None:
    assert read_fee(line(fee_vnd=None)) == Fee(None, "unknown", ("fee_missing",))
    assert read_fee(line(fee_vnd=None, note="2,000 Việt Nam Đồng(/trang)")).doubts == ("fee_in_note",)
    assert read_fee(line(fee_vnd=None, note="Phí: Hội đồng nhân dân tỉnh quy định")) == Fee(None, "set_elsewhere")


@pytest.mark.parametrize("fee", [-1, 1.5, True, "50000", 10**13, [], {}])
def test_what_is_no_amount_of_money_is_not_read(fee: object) -> None:
    assert read_fee(line(fee_vnd=fee)) == Fee(None, "unknown", ("fee_unread",))


def test_a_bare_number_gets_no_unit() -> None:
    assert read_unit(line(unit=None), Decimal(3)).doubts == ("unit_missing",)
    assert read_unit(line(unit="fortnight"), Decimal(3)).doubts == ("unit_unknown",)
    assert read_unit(line(unit=["day"]), Decimal(3)).doubts == ("unit_unknown",)


def test_calendar_days_that_the_note_calls_working_days_are_neither() -> None:
    read = read_unit(line(unit="day", note="Trong 20 ngày làm việc"), Decimal(20))
    assert (read.value, read.doubts) == (None, ("day_or_working_day",))


def test_a_time_run_together_with_the_money_is_left_out() -> None:
    read = read_amount_of_time(line(time=120.0, unit=None, note="VNĐ(20.000 vnđ /tờ khai)"))
    assert (read.value, read.doubts) == (None, ("time_merged_with_fee",))


@pytest.mark.parametrize("time", [0, -1, 1100.0, float("nan"), float("inf"), "3", True, [3]])
def test_a_time_that_cannot_be_is_left_out(time: object) -> None:
    assert read_amount_of_time(line(time=time)).doubts == ("time_unread",)


@pytest.mark.parametrize(
    ("note", "parts"),
    [
        ("(a (b) c) d", ("", "a (b) c", " d")),
        ("50 USD(x)y", ("50 USD", "x", "y")),
        ("(never closed", ("", "never closed", "")),
        ("plain", ("", "", "plain")),
        ("", ("", "", "")),
    ],
)
def test_the_remark_on_the_fee_stands_in_the_first_brackets(note: str, parts: tuple[str, str, str]) -> None:
    assert parts_of_note(note) == parts
