"""Texts, short messages and quiet hours, without a database."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.moments import LOCAL
from tinhso.kernel.notices.rules.quiet import held_until
from tinhso.kernel.notices.rules.short import cut, parts_of, without_accents
from tinhso.kernel.notices.rules.texts import faults_of, filled, one_line

NIGHT = {"from": "21:00", "until": "07:00"}


def test_it_works() -> None:
    assert filled("Hồ sơ {number}", {"number": "H36-1"}) == "Hồ sơ H36-1"


def test_a_line_that_has_nothing_to_say_is_left_out() -> None:
    template = "Hồ sơ {number}\n\nHẹn trả: {due}\nHẹn {due}, {left}\n\nXem {link}"
    assert filled(template, {"number": "1", "left": "còn 2 ngày"}) == "Hồ sơ 1\n\nHẹn , còn 2 ngày"


def test_what_a_value_holds_is_never_read_as_a_placeholder() -> None:
    assert filled("{a} {b}", {"a": "{b}", "b": "x"}) == "{b} x"


@pytest.mark.parametrize(
    ("template", "faults"),
    [
        ("{number} {link}", []),
        ("{Number}", ["{Number}"]),
        ("{ number }", []),
        ("{number", ["{"]),
        ("number}", ["}"]),
        ("{{number}}", ["{", "}"]),
        ("{}", ["{}"]),
        ("{number.pk} {number!r}", ["{number.pk}", "{number!r}"]),
    ],
)
def test_unknown_placeholders_and_lonely_braces_are_named(template: str, faults: list[str]) -> None:
    assert faults_of(template, {"number", "link"}) == faults


def test_a_subject_stays_on_its_line_whatever_was_typed() -> None:
    assert one_line("Hồ sơ\r\nBcc: ai@do.example") == "Hồ sơ Bcc: ai@do.example"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ă" * 70, 1),
        ("ă" * 71, 2),
        ("ă" * 134, 2),
        ("ă" * 135, 3),
        ("{" * 80, 1),
        ("{" * 81, 2),
        ("à" * 160, 1),  # in the default alphabet, as are è, é, ì, ò and ù
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_are_counted_as_operators_do(text: str, parts: int) -> None:
    assert parts_of(text) == parts


def test_accents_fall_away_and_the_case_stays() -> None:
    assert without_accents("ĐIỀU Ẫ: “hồ sơ” – ưỡn đặng…") == 'DIEU A: "ho so" - uon dang...'


@given(st.text(max_size=900), st.integers(1, 4))
def test_a_cut_message_fits_and_begins_as_the_whole_one(text: str, most: int) -> None:
    short = cut(text, most)
    assert parts_of(short) <= most
    assert short == text or text.startswith(short.removesuffix("..."))


@pytest.mark.parametrize(
    ("hour", "until"),
    [
        ("2026-11-25T20:59", None),
        ("2026-11-25T21:00", "2026-11-26T07:00"),
        ("2026-11-25T23:59", "2026-11-26T07:00"),
        ("2026-11-26T00:00", "2026-11-26T07:00"),
        ("2026-11-26T06:59", "2026-11-26T07:00"),
        ("2026-11-26T07:00", None),
        ("2026-12-31T22:00", "2027-01-01T07:00"),
    ],
)
def test_the_night_lasts_across_midnight(hour: str, until: str | None) -> None:
    at = datetime.fromisoformat(hour).replace(tzinfo=LOCAL)
    ends = datetime.fromisoformat(until).replace(tzinfo=LOCAL) if until else None
    assert held_until(at, NIGHT) == ends


@given(st.integers(0, 5 * 366 * 24 * 60), st.times(), st.times())
def test_whatever_is_held_is_let_go_within_a_day_and_outside_the_quiet(
    minutes: int, begins: object, ends: object
) -> None:
    hours = {"from": f"{begins:%H:%M}", "until": f"{ends:%H:%M}"}
    at = datetime(2024, 1, 1, tzinfo=LOCAL) + timedelta(minutes=minutes)
    until = held_until(at, hours)
    if until is not None:
        assert at < until <= at + timedelta(days=1)
        assert held_until(until, hours) is None
