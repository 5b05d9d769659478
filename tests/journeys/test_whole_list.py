"""A pile of sixty by the keyboard alone: the whole list, what would happen, a result a row, and back."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.hands import Keys, Person
from tests.journeys.looks import looks_right, prints_its_content

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visitor = Callable[..., Person]
PILE, SITTING = 60, 20
WAIT = 60_000  # the background works beside everything else


def token_of(page: Page) -> str:
    return page.locator("input[name=csrfmiddlewaretoken]").last.input_value()


def taken_in(counter: Person, family: str) -> None:
    """Sixty people with one original each, as the grid of the counter sends them: twenty in a sitting."""
    counter.go("/ban/chung-thuc")
    token = token_of(counter.page)
    for sitting in range(PILE // SITTING):
        form = {"csrfmiddlewaretoken": token, "key": f"{family}-{sitting}", "count": str(SITTING)}
        for at in range(SITTING):
            name = f"{family} {named(sitting * SITTING + at)}"
            form |= {f"r{at}-name": name, f"r{at}-title": "Bằng", f"r{at}-pages": "1", f"r{at}-copies": "1"}
        answer = counter.page.request.post(f"{counter.address}/ban/chung-thuc", form=form)
        assert f"Đã tiếp nhận {SITTING} trong {SITTING} người" in answer.text(), answer.text()


def named(order: int) -> str:
    """A name for a number: the register of persons takes no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(order)).capitalize()


def narrowed(person: Person, words: str) -> None:
    person.go("/ban/viec")
    person.write("tim", words)
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/ban/viec?*")


def handed_over(colleague: Person, picks: list[str]) -> None:
    """A colleague at the next counter goes on with some of them meanwhile."""
    for number, _colon, version in (pick.partition(":") for pick in picks):
        colleague.go(f"/ban/ho-so/{number}")
        form = {"csrfmiddlewaretoken": token_of(colleague.page), "version": version}
        answer = colleague.page.request.post(f"{colleague.address}/ban/ho-so/{number}/chuyen", form=form)
        assert "Đã chuyển hồ sơ" in answer.text()


def test_sixty_are_given_away_in_the_background_two_refuse_and_all_comes_back(official: Visitor) -> None:
    clerk, family = official("tiepnhan", Keys()), f"Rơ Châm {named(time.time_ns() % 10**9)}"
    page = clerk.page
    taken_in(clerk, family)
    narrowed(clerk, family)
    expect(page.locator("[data-rows] tbody tr")).to_have_count(50)  # a page; ten stand on the next
    clerk.tick("#whole")
    clerk.press("Xem trước")
    clerk.reads(f"Sẽ làm {PILE} trong {PILE} hồ sơ đã chọn.")
    picks = [str(box.get_attribute("value")) for box in page.locator("input[name=chon]").all()]
    gone = picks[7:9]
    handed_over(official("tiepnhan"), gone)
    page.locator("#seat").focus()
    page.keyboard.press("ArrowDown")
    clerk.press("Làm ngay")
    page.wait_for_url("**/ban/hang-loat/*")
    page.get_by_text(f"Đã làm {PILE - 2}, không làm được 2, đang chờ 0").wait_for(timeout=WAIT)
    rows = page.locator("#batch tbody tr")
    expect(rows).to_have_count(PILE)
    told = {row.locator("a").inner_text(): row.inner_text() for row in rows.all()[:2]}  # the refused stand first
    assert list(told) == [pick.partition(":")[0] for pick in gone]
    assert all("Người khác vừa thay đổi mục này" in text for text in told.values())
    looks_right(page)
    prints_its_content(page)
    clerk.press("Hoàn tác")
    page.get_by_text(f"Đã hoàn tác {PILE - 2} trong {PILE} hồ sơ").wait_for(timeout=WAIT)
    narrowed(clerk, family)
    clerk.tick("#whole")
    clerk.press("Xem trước")
    clerk.reads(f"Sẽ làm {PILE - 2} trong {PILE - 2} hồ sơ đã chọn.")
