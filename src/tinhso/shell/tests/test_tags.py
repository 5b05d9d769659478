"""How moments, money, numbers and states are written on pages."""

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

AT = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)


def shown(text: str, path: str = "/ban?trang=2&sap=han", **context: object) -> str:
    request = RequestFactory().get(path)
    return Template("{% load shell %}" + text).render(Context({"request": request, **context})).strip()


def test_it_works() -> None:
    assert shown("{{ at|moment }}", at=AT) == "17:00 27/11/2026"


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [
        ("{{ it|long_moment }}", AT, "17:00 thứ Sáu 27/11/2026"),
        ("{{ it|day }}", date(2026, 11, 5), "05/11/2026"),
        ("{{ it|day }}", datetime(2026, 11, 4, 18, 0, tzinfo=UTC), "05/11/2026"),
        ("{{ it|day }}", None, "–"),
        ("{{ it|moment }}", None, "–"),
        ("{{ it|dong }}", 120_000, "120.000 đồng"),
        ("{{ it|dong }}", 0, "0 đồng"),
        ("{{ it|dong }}", None, "–"),
        ("{{ it|masked }}", "068206000122", "068•••••••22"),
        ("{{ it|in_fours }}", "7F3K9QX2", "7F3K 9QX2"),
    ],
)
def test_values_are_written_the_vietnamese_way(text: str, value: object, wanted: str) -> None:
    assert shown(text, it=value) == wanted


@pytest.mark.parametrize(
    ("tag", "tone", "words"),
    [
        ('clock_chip "left" 5', "plain", "Còn 5 ngày"),
        ('clock_chip "soon" 1', "warn", "Sắp hạn: còn 1 ngày"),
        ('clock_chip "soon" 0', "warn", "Hết hạn hôm nay"),
        ('clock_chip "over" 2', "bad", "Quá hạn 2 ngày"),
        ('clock_chip "paused"', "plain", "Tạm dừng"),
        ('state_chip 5 "Chờ bổ sung"', "warn", "Chờ bổ sung"),
        ('state_chip 9 "Có kết quả"', "good", "Có kết quả"),
    ],
)
def test_a_state_is_always_icon_word_and_colour(tag: str, tone: str, words: str) -> None:
    chip = shown("{% " + tag + " %}")
    assert f"chip-{tone}" in chip
    assert "<svg" in chip
    assert words in chip


def test_words_of_a_chip_are_escaped() -> None:
    assert "<b>" not in shown('{% chip "info" word %}', word="<b>x</b>")


def test_a_heading_sorts_one_way_then_the_other_and_starts_at_page_one() -> None:
    first = shown('{% sort_header "so" "Mã" %}')
    assert 'href="?sap=so"' in first
    assert 'aria-sort="none"' in first
    again = shown('{% sort_header "han" "Hẹn trả" numeric=True %}')
    assert 'href="?sap=-han"' in again
    assert 'aria-sort="ascending"' in again
    assert 'class="number"' in again


def test_pages_keep_what_else_was_asked_for() -> None:
    links = shown("{% pagination page %}", page=Paginator(range(30), 10).page(2))
    assert 'href="?trang=1&amp;sap=han"' in links
    assert 'href="?trang=3&amp;sap=han"' in links
    assert "Trang 2 / 3" in links


def test_a_single_page_needs_no_links() -> None:
    assert shown("{% pagination page %}", page=Paginator(range(3), 10).page(1)) == ""


def test_hint_and_error_of_a_field_are_tied_to_it() -> None:
    field = {
        "id": "so",
        "name": "so",
        "label": "Số căn cước",
        "hint": "12 chữ số.",
        "error": "Thiếu 1 số.",
        "value": "<1",
    }
    page = shown('{% include "shell/_field.html" %}', field=field)
    assert 'aria-describedby="so-hint so-error"' in page
    assert 'aria-invalid="true"' in page
    assert 'value="&lt;1"' in page
