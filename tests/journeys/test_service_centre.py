"""The service centre as the people in it meet it: kiosk, counter by keys alone, display, faces, an appointment."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.hands import Hands, Keys, Person
from tests.journeys.looks import looks_right
from tests.journeys.province import Province

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visitor = Callable[..., Person]
GROUP = "Trả kết quả, hỏi đáp"


@pytest.fixture
def addresses(official: Visitor) -> dict[str, str]:
    """What the head reads on the page of counters: where kiosk, display and the tablet of counter 1 are."""
    head = official("giamdoc")
    head.go("/ban/quay")
    found = {
        name: urlsplit(head.page.locator(f'main a[href*="{part}"]').first.get_attribute("href") or "").path
        for name, part in (("kiosk", "/lay-so/"), ("display", "/man-hinh/"), ("tablet", "/danh-gia/"))
    }
    assert all(found.values())
    return found


def stay(route: Route) -> None:
    """The page without the time after which it would go back to its start: axe must not be interrupted."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={name: text for name, text in answer.headers.items() if name != "refresh"})


def number_taken(kiosk: Person, address: str, *, priority: str = "Không, lấy số") -> str:
    """Two touches; the number on the ticket."""
    kiosk.go(address)
    kiosk.follow(GROUP)
    kiosk.press(priority)
    kiosk.page.wait_for_url("**/phieu/*")
    return kiosk.page.locator(".queue-number").inner_text()


def sat_down(clerk: Person) -> None:
    """At counter 1, with nobody before them."""
    clerk.go("/ban/goi-so")
    if clerk.page.get_by_role("button", name="Rời quầy").count():
        clerk.press("Rời quầy")
        clerk.reads("Đã rời quầy")
    clerk.pick("quay", "1 – Hộ tịch, chứng thực")
    clerk.press("Vào quầy")
    clerk.reads("Gọi số kế")


def call_by_enter(clerk: Person, wanted: str) -> None:
    """Nothing but the one key, until that number is at the counter."""
    for _ in range(8):
        expect(clerk.page.locator(".counter-next")).to_be_focused()
        with clerk.page.expect_navigation():
            clerk.page.keyboard.press("Enter")
        if clerk.page.locator(".counter-number").inner_text() == wanted:
            return
    raise AssertionError(f"{wanted} was not called")


def one_key(page: Page, letter: str) -> None:
    """A letter leads to its act, Enter does it."""
    page.keyboard.press(letter)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_it_works(visitor: Visitor, official: Visitor, addresses: dict[str, str]) -> None:
    """Without a script at the kiosk and the tablet, by keys alone at the counter; the display follows by itself."""
    hall = visitor()
    hall.go(addresses["display"])
    kiosk = visitor(java_script_enabled=False)
    number = number_taken(kiosk, addresses["kiosk"])
    clerk = official("tiepnhan", Keys())
    sat_down(clerk)
    call_by_enter(clerk, number)
    expect(hall.page.locator(".hall-newest td").first).to_have_text(number, timeout=15_000)
    expect(hall.page.locator(".hall-sentence")).to_contain_text("đến quầy một")
    one_key(clerk.page, "g")
    clerk.reads("đã gọi 2 lần")
    one_key(clerk.page, "h")
    expect(hall.page.locator(".hall-newest")).to_have_count(0, timeout=15_000)
    tablet = visitor(java_script_enabled=False)
    tablet.go(addresses["tablet"])
    tablet.reads(number)
    tablet.tick("#muc-5")
    tablet.tick("#ly-do-1")
    tablet.press("Gửi đánh giá")
    tablet.reads("Cảm ơn ông/bà đã đánh giá")
    one_key(clerk.page, "r")
    clerk.reads("Đã rời quầy")
    head = official("giamdoc")
    head.go("/ban/quay/thong-ke")
    head.reads("Giải quyết nhanh")


@pytest.mark.parametrize("hands", [Keys()], ids=["by keys"])
def test_a_time_is_booked_changed_and_given_back(hands: Hands, visitor: Visitor) -> None:
    phone = visitor(hands, width=360)
    phone.go("/hen")
    phone.page.locator("main .starts a").first.click()
    phone.follow("Đất đai, xây dựng")
    phone.page.locator(".slot-list a").last.click()
    phone.tick('input[name="gio"]:not([disabled]) >> nth=0')
    phone.write("ten", "Lê Thị Mẫu")
    phone.press("Đặt lịch hẹn")
    phone.reads("Lịch hẹn của ông/bà")
    code = re.sub(r"\s", "", phone.page.locator(".confirmation-number").inner_text())
    assert re.fullmatch(r"[2-9A-Z]{8}", code)
    looks_right(phone.page)
    phone.follow("Đổi giờ")
    phone.page.wait_for_url("**/doi")
    phone.reads("Đang hẹn")
    looks_right(phone.page)
    phone.page.locator(".slot-list a").first.click()
    phone.tick('input[name="gio"]:not([disabled]) >> nth=0')
    phone.press("Đổi sang giờ này")
    phone.reads("Đã đổi lịch hẹn")
    phone.page.get_by_text("Tôi không đến nữa").click()
    phone.press("Hủy lịch hẹn")
    phone.reads("Lịch hẹn đã hủy")


def test_every_page_looks_right(
    visitor: Visitor, official: Visitor, addresses: dict[str, str], province: Province
) -> None:
    """No violation in either light, nothing wider than 320 px; and the ticket fits on 80 mm."""
    person = visitor()
    for place in ("lay-so", "danh-gia", "man-hinh"):
        person.page.route(f"**/{place}/**", stay)
    for path in (addresses["kiosk"], addresses["kiosk"] + "?nhom=A", addresses["kiosk"] + "/hen"):
        person.go(path)
        looks_right(person.page)
    number_taken(visiting := visitor(), addresses["kiosk"], priority="Người cao tuổi")
    person.go(urlsplit(visiting.page.url).path)
    looks_right(person.page)
    person.page.emulate_media(media="print")
    person.page.set_viewport_size({"width": 280, "height": 900})  # 74 mm at 96 dots an inch
    assert person.page.evaluate("document.documentElement.scrollWidth") == 280
    person.page.emulate_media(media="screen")
    for path in (addresses["display"], addresses["tablet"], "/hen"):
        person.go(path)
        looks_right(person.page)
    head = official("giamdoc")
    for path in ("/ban/goi-so", "/ban/lich-hen", "/ban/quay", "/ban/quay/thong-ke"):
        head.go(path)
        looks_right(head.page)
    clerk = official("tiepnhan")
    sat_down(clerk)
    clerk.press("Gọi số kế")
    clerk.reads("Xong, gọi số kế")
    looks_right(clerk.page)
    clerk.press("Rời quầy")
    clerk.reads("Đã rời quầy")
