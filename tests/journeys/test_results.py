"""An old paper is scanned, confirmed and signed; its owner sees it, and it serves in a new dossier."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.hands import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visitor = Callable[..., Person]
# A citizen of the twin (connectors/vneid/twin/citizens.py) whose store is empty.
CITIZEN, NUMBER, NAME = "cd-04", "099195000048", "Điểu Thị Ngọc Ẩn"
TITLE, SYMBOL = "Giấy xác nhận tình trạng hôn nhân", "77/XNHN"


def test_it_works(visitor: Visitor, official: Visitor, tmp_path: Path) -> None:
    phone = visitor(None, width=360)
    phone.go("/giay-to")
    steps.sign_in_citizen(phone, CITIZEN)
    phone.page.wait_for_url("**/giay-to")

    desk = official("sohoa")
    desk.go("/ban/so-hoa/them")
    desk.hands.attach(desk.page.locator("#file"), [steps.photo(tmp_path)])
    desk.press("Gửi để kiểm tra")
    desk.page.wait_for_url("**/ban/so-hoa/0*")
    address = desk.page.url.removeprefix(desk.address)
    expect(desk.page.get_by_title("Bản quét")).to_be_visible()
    for field, text in (
        ("owner_number", NUMBER), ("owner_name", NAME), ("code", "KQ.G15.000038"), ("title", TITLE),
        ("number_text", SYMBOL), ("issued_on", "03/08/2026"), ("issuer", "Ủy ban nhân dân phường 4 (cũ)"),
    ):  # fmt: skip
        desk.write(field, text)
    desk.tick("#kind")
    desk.tick("#is_lasting")
    desk.press("Đã kiểm tra")
    desk.reads("chờ người khác xác nhận")

    second = official("xacnhan")
    second.go(address)
    second.reads(SYMBOL)
    second.press("Đúng với bản quét, xác nhận")
    second.reads("chờ ký")
    second.go(address)
    second.press("Ký và đưa vào kho")
    second.reads("đưa vào kho của chủ giấy tờ")

    phone.go("/giay-to")
    phone.follow(TITLE)
    phone.reads("đang có hiệu lực")
    phone.reads(SYMBOL)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    pdf = phone.fetch("main a.button")
    assert "PHIẾU SỐ HÓA" in steps.text_of(pdf)
    assert steps.signatures_of(pdf, tmp_path).count("Signature is Valid") == 2

    phone.go("/nop/1.004873")
    phone.tick("input[name='variant'][value='again']")
    phone.pick("desk", steps.WARD)
    phone.press("Bắt đầu")
    phone.page.wait_for_url("**/khai/*")
    phone.reads("Có sẵn trong kho giấy tờ của bạn, dùng lại được")
    phone.hands.press(phone.page.locator("a[href$='/giay-to/previous']").first)
    phone.page.wait_for_url("**/giay-to/previous")
    phone.press("Dùng bản này")
    phone.page.wait_for_url("**/khai/*")
    expect(phone.page.locator(".task-done", has_text="đã được cấp trước đó")).to_be_visible()
    phone.go("/giay-to")
    phone.follow(TITLE)
    phone.reads("Dùng lại giấy tờ trong kho")
