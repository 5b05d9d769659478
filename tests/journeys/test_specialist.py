"""The specialist's day with the keyboard alone: narrow, open, note, ask, request, go on; a supervisor allows; undo."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.hands import Keys, Person
from tests.journeys.test_counter import batch_taken_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visitor = Callable[..., Person]


def letters(page: Page, *keys: str) -> None:
    """Letters pressed with no field in focus."""
    page.evaluate("document.activeElement.blur()")
    for key in keys:
        page.keyboard.press(key)


@pytest.fixture
def two_dossiers(official: Visitor) -> list[str]:
    """Two batches of copies, taken in and handed over: they wait for the handler."""
    counter, numbers = official("tiepnhan"), []
    for _ in range(2):
        numbers.append(batch_taken_in(counter))
        counter.press("Chuyển hồ sơ")
        counter.reads("Đã chuyển hồ sơ")
    return numbers


def test_it_works(official: Visitor) -> None:
    specialist = official("thuly", Keys())
    specialist.go("/ban/viec")
    letters(specialist.page, "?")
    specialist.reads("Chọn cả trang")


def test_a_specialist_works_through_a_list_by_keyboard_alone(official: Visitor, two_dossiers: list[str]) -> None:
    specialist = official("thuly", Keys())
    page = specialist.page
    specialist.go("/ban/viec?ma=2.000815&sap=-nop")
    letters(page, "j", "o")
    page.wait_for_url("**/ban/ho-so/*")
    here = page.url
    letters(page, "n")
    page.keyboard.insert_text("bản chính có dấu giáp lai")  # letters typed into a field are no shortcuts
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    specialist.reads("Đã ghi chú.")
    letters(page, "u")
    page.keyboard.press("Enter")
    specialist.reads("Đã hoàn tác.")
    letters(page, "y")
    page.keyboard.press("ArrowDown")
    specialist.write("opinion-question", "Bản chính này có đúng không?")
    specialist.press("Gửi xin ý kiến")
    specialist.reads("Chờ trả lời")
    letters(page, "b")
    open_first_section(specialist)
    specialist.press("Xem trước")
    specialist.reads("Người nộp sẽ đọc: hồ sơ cần bổ sung")
    page.locator("#supplement-basis").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url != here and "/bo-sung" not in url)
    specialist.reads("Đã gửi yêu cầu bổ sung")
    assert page.url.rpartition("/")[2] in two_dossiers or "/ban/viec" in page.url


def open_first_section(specialist: Person) -> None:
    """Unfolds the first part of the declaration and says what is wrong with its first answer."""
    page = specialist.page
    specialist.hands.press(page.locator("#supplement details summary").first)
    field = page.locator("#supplement details [id^='supplement-what-question']").first
    specialist.hands.write(field, "Ghi đủ họ tên như trên căn cước")


def test_rows_are_chosen_by_letters_and_given_away_in_the_background(
    official: Visitor, two_dossiers: list[str]
) -> None:
    specialist = official("thuly", Keys())
    page = specialist.page
    specialist.go("/ban/viec?ma=2.000815&sap=-nop")
    letters(page, "j", "x")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    assert page.locator("[data-picked]").inner_text() == "(2)"
    specialist.press("Xem trước")
    specialist.reads("Sẽ làm 2 trong 2 hồ sơ đã chọn.")
    specialist.press("Làm ngay")
    page.wait_for_url("**/ban/hang-loat/*")
    page.get_by_text("Đã làm 2, không làm được 0, đang chờ 0").wait_for(timeout=30_000)
    specialist.press("Hoàn tác")
    page.get_by_text("Đã hoàn tác 2 trong 2 hồ sơ").wait_for(timeout=30_000)


def test_the_palette_leads_to_a_page_by_a_part_of_its_name(official: Visitor) -> None:
    specialist = official("thuly", Keys())
    specialist.go("/ban/viec")
    specialist.page.keyboard.press("Control+k")
    specialist.page.keyboard.insert_text("xin y kien")
    specialist.page.keyboard.press("Enter")
    specialist.page.wait_for_url("**/ban/y-kien")
