"""A fee is paid on a phone: the dossier goes on by itself and the receipt is there."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.hands import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visitor = Callable[..., Person]
# The dossier of the sample that waits for its fee (modules/citizens/payments/sample.py).
DIGITS, AMOUNT = "2635", "16.000 đồng"
PATIENCE = 60  # seconds; the ledger's feed waits for every open transaction


def waited(person: Person, path: str, text: str) -> None:
    """Opens the page until it says so."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        person.go(path)
        if text in person.page.locator("main").inner_text():
            return
        time.sleep(0.5)
    raise AssertionError(f"{path} does not say {text!r}")


def number_of_the_waiting(desk: Person) -> str:
    """As the clerk reads it out on the telephone."""
    desk.go("/ban/viec?trang-thai=6")
    link = desk.page.locator("main a[href*='/ban/ho-so/']", has_text="-").first
    return str(link.get_attribute("href")).partition("/ban/ho-so/")[2].partition("?")[0]


def test_it_works(visitor: Visitor, official: Visitor) -> None:
    desk = official("thuly")
    number = number_of_the_waiting(desk)
    phone = visitor(None, width=360, java_script_enabled=False)
    steps.track(phone, number, DIGITS)
    phone.page.wait_for_url(f"**/tra-cuu/{number}")
    phone.reads("Chờ nghĩa vụ tài chính")
    phone.follow("Nộp phí, lệ phí")
    phone.page.wait_for_url(f"**/nop-tien/{number}")
    phone.reads(AMOUNT)
    phone.reads("Hồ sơ đang chờ bạn nộp tiền")
    phone.press("Nộp trực tuyến")
    expect(phone.page.get_by_alt_text("Mã VietQR")).to_be_visible()
    width = phone.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360, width

    waited(phone, f"/nop-tien/{number}", "Đến trang thanh toán")
    phone.follow("Đến trang thanh toán")
    phone.page.wait_for_url("**/twins/payment-platform/trang/*")
    phone.reads("Không có đồng tiền thật nào bị trừ")
    phone.press("Nộp tiền (giả lập)")
    phone.page.wait_for_url(f"**/nop-tien/{number}")
    waited(phone, f"/nop-tien/{number}", "Đã nhận đủ tiền")
    phone.go(f"/tra-cuu/{number}")
    phone.reads("Đang giải quyết")
    phone.reads("Thu phí, lệ phí")

    waited(desk, f"/ban/ho-so/{number}/bien-lai", "EBL01")
    desk.reads(AMOUNT)
    desk.reads("đã ghi vào hồ sơ")
