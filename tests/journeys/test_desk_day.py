"""A clerk's hour by keyboard alone: quick intake, copies of many people, results out; and without a script."""

import logging
import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.hands import Keys, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visitor = Callable[..., Person]
CARD = "068188000678||NGUYỄN THỊ LAN|14031988|Nữ|Tổ 4, Phường 1, Đà Lạt, Lâm Đồng|01072021"
log = logging.getLogger(__name__)
MOST_KEYS, MOST_SECONDS = 60, 30


class Typist:
    """Presses keys and counts them; a scanner's line counts as one."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.began = page, 0, time.monotonic()

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def scan(self, text: str) -> None:
        """A wedge scanner: all at once, with Enter at the end."""
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")
        self.keys += 1

    def seconds(self) -> float:
        return time.monotonic() - self.began


def fresh(counter: Person, path: str) -> None:
    """The form without what an earlier visitor of this seat left half typed."""
    counter.go(path)
    if counter.page.get_by_role("button", name="Bỏ, nhập mới").count():
        counter.press("Bỏ, nhập mới")
        expect(counter.page.get_by_role("button", name="Bỏ, nhập mới")).to_have_count(0)


def test_a_simple_dossier_is_taken_in_within_thirty_seconds_by_keys_alone(official: Visitor) -> None:
    counter = official("tiepnhan", Keys())
    fresh(counter, "/ban/tiep-nhan/2.000815")
    counter.go("/ban")
    typist = Typist(counter.page)
    typist.press("t")
    expect(counter.page.locator("#thu-tuc")).to_be_focused()
    typist.type("chung thuc ban")
    typist.press("Enter")
    expect(counter.page.locator("#card")).to_be_focused()
    typist.scan(CARD)
    expect(counter.page.locator("#applicant_name")).to_have_value("Nguyễn Thị Lan")
    assert counter.page.input_value("#card") == ""
    counter.reads("Nguồn: QR, chưa xác thực")
    expect(counter.page.locator("#applicant_phone")).to_be_focused()
    typist.press("Tab")
    typist.type("Bang lai xe")
    typist.press("Tab", "Tab")
    typist.type("2")
    typist.press("Tab")
    typist.type("3")
    counter.reads("12.000 đồng")  # 3 copies of 2 pages
    typist.press("Control+Enter")
    counter.page.wait_for_url("**/ban/da-nhan/*")
    with counter.page.expect_response(re.compile(r"/in/a5$")):
        typist.press("p")
    log.info("quick intake: %s keys, %.1f s", typist.keys, typist.seconds())
    assert typist.keys <= MOST_KEYS
    assert typist.seconds() <= MOST_SECONDS


def test_a_garbled_card_fills_nothing_and_leaves_no_trace(official: Visitor) -> None:
    counter = official("tiepnhan")
    sent: list[str] = []
    counter.page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    fresh(counter, "/ban/tiep-nhan/2.000815")
    counter.page.locator("#card").focus()
    Typist(counter.page).scan(CARD.replace("|Nữ|", "|Nưx|"))
    counter.reads("Tắt bộ gõ tiếng Việt rồi quét lại")
    for box in ("card", "applicant_name", "applicant_number", "who_address"):
        assert counter.page.input_value(f"#{box}") == ""
    Typist(counter.page).scan(CARD)
    counter.page.wait_for_timeout(800)
    assert not any("NGUY%E1" in line or "|14031988|" in line or "068188000678" in line.split(" ")[0] for line in sent)


def test_a_name_of_bare_keys_is_composed_by_one_key(official: Visitor) -> None:
    counter = official("tiepnhan")
    fresh(counter, "/ban/tiep-nhan/2.000815")
    counter.page.locator("#applicant_name").focus()
    counter.page.keyboard.type("Nguyeenx Vawn Ans")
    counter.reads("Ý bạn là “Nguyễn Văn Án”?")
    assert counter.page.input_value("#applicant_name") == "Nguyeenx Vawn Ans"
    counter.page.keyboard.press("F2")
    assert counter.page.input_value("#applicant_name") == "Nguyễn Văn Án"


def test_a_lost_connection_leaves_the_form_and_a_refresh_brings_it_back(official: Visitor) -> None:
    counter = official("tiepnhan")
    fresh(counter, "/ban/tiep-nhan/2.000815")
    with counter.page.expect_response(re.compile("/xem$")):
        counter.write("applicant_name", "Lê Văn Mạng")
    counter.write("originals-0-title", "Bằng")
    counter.write("originals-0-pages", "1")
    with counter.page.expect_response(re.compile("/xem$")):
        counter.write("originals-0-copies", "1")
    counter.page.context.set_offline(True)
    counter.page.keyboard.press("Control+Enter")
    counter.reads("Mất kết nối. Nội dung vẫn còn")
    assert counter.page.input_value("#applicant_name") == "Lê Văn Mạng"
    counter.page.context.set_offline(False)
    counter.page.goto(counter.page.url)
    counter.reads("Đã mở lại phần nhập dở")
    assert counter.page.input_value("#applicant_name") == "Lê Văn Mạng"
    counter.press("Tiếp nhận và lập giấy hẹn")
    counter.page.wait_for_url("**/ban/da-nhan/*")


def test_back_brings_the_form_and_its_fee(official: Visitor) -> None:
    counter = official("tiepnhan")
    fresh(counter, "/ban/tiep-nhan/2.000815")
    for name, text in (("title", "Bằng"), ("pages", "2"), ("copies", "3")):
        counter.write(f"originals-0-{name}", text)
    counter.reads("12.000 đồng")
    with counter.page.expect_response(re.compile("/xem$")):
        counter.write("applicant_name", "Lê Văn Lui")
    counter.page.goto(f"{counter.address}/ban")
    counter.page.go_back()
    assert counter.page.input_value("#originals-0-copies") == "3"
    counter.reads("12.000 đồng")


def test_a_machine_without_a_network_works_on_where_the_product_still_answers(official: Visitor) -> None:
    counter = official("tiepnhan")
    counter.page.add_init_script("Object.defineProperty(navigator, 'onLine', {get: () => false})")
    counter.go("/ban")
    counter.write("tim", "khong co ai")
    counter.press("Tìm")
    counter.page.wait_for_url("**/ban/tim")


def test_ten_copies_of_three_people_are_taken_in_and_led_to_their_end(official: Visitor) -> None:
    counter = official("tiepnhan", Keys())
    fresh(counter, "/ban/chung-thuc")
    typist = Typist(counter.page)
    expect(counter.page.locator("#r0-name")).to_be_focused()
    for at in range(10):
        if at % 4 == 0:
            counter.page.locator(f"#r{at}-name").focus()
            counter.page.keyboard.insert_text(f"Trần Thị {'ABC'[at // 4]}")
            typist.press("Tab", "Tab")
        typist.type(f"Bang {at}")
        typist.press("Tab", "Tab")
        typist.type("2")
        typist.press("Tab")
        typist.type("1")
        typist.press("Enter")
    counter.reads("40.000 đồng")
    typist.press("Control+Enter")
    counter.reads("Đã tiếp nhận 3 trong 3 người")
    log.info("ten copies: %s keys, %.1f s", typist.keys, typist.seconds())
    numbers = counter.page.locator("section[aria-labelledby='told-title'] a.code").all_inner_texts()
    counter.press("Thu tiền mặt cả lượt")
    counter.page.wait_for_url("**/ban/chung-thuc/cho")
    led(counter, "Chuyển bộ phận chứng thực")
    led(official("thuly"), "Lập lời chứng và trình ký")
    led(official("lanhdao"), "Ký chứng thực")
    led(official("vanthu"), "Đóng dấu, phát hành")
    returned_in_person(counter, numbers[0])
    returned_by_post(counter, numbers[1])


def led(person: Person, act: str) -> None:
    person.go("/ban/chung-thuc/cho")
    person.press(act)
    person.reads("Đã làm xong")


def returned_in_person(counter: Person, number: str) -> None:
    """By keys: search, look at the card, hand over."""
    counter.go("/ban/tra")
    counter.page.keyboard.type(number)
    counter.page.keyboard.press("Enter")
    counter.page.wait_for_url(f"**/ban/tra/{number}")
    counter.tick("#check-document")
    counter.write("paper", "Căn cước bản giấy")
    counter.page.keyboard.press("Control+Enter")
    counter.reads("Đã trả kết quả")
    counter.reads("xem giấy tờ tùy thân")
    slip = steps.text_of(counter.fetch("a[data-print]"))
    assert "Giấy biên nhận trả kết quả".upper() in slip.upper()
    assert number in slip


def returned_by_post(counter: Person, number: str) -> None:
    counter.go(f"/ban/tra/{number}")
    counter.pick("method", "bưu chính công ích")
    counter.write("parcel_code", "EF123456789VN")
    counter.press("Trả kết quả")
    counter.reads("Đã trả kết quả")
    counter.go("/ban/tra/buu-chinh")
    counter.reads("EF123456789VN")


def test_intake_and_return_work_without_a_script(official: Visitor) -> None:
    counter = official("tiepnhan", java_script_enabled=False)
    counter.go("/ban/tiep-nhan")
    counter.page.locator("#card").fill(CARD.replace("068188000678", "068188000679"))
    counter.page.locator("#thu-tuc").fill("2.000815")
    counter.page.keyboard.press("Enter")
    counter.page.wait_for_url("**/2.000815")
    assert counter.page.input_value("#applicant_name") == "Nguyễn Thị Lan"
    counter.write("originals-0-title", "Bằng")
    counter.write("originals-0-pages", "1")
    counter.write("originals-0-copies", "1")
    counter.press("Tiếp nhận và lập giấy hẹn")
    counter.page.wait_for_url("**/ban/da-nhan/*")
    number = steps.number_on(counter)
    for login, act in (
        ("tiepnhan", "Chuyển bộ phận chứng thực"),
        ("thuly", "Lập lời chứng và trình ký"),
        ("lanhdao", "Ký chứng thực"),
        ("vanthu", "Đóng dấu, phát hành"),
    ):
        led(official(login, java_script_enabled=False), act)
    counter.go(f"/ban/tra/{number}")
    counter.write("last_four", "0679")
    counter.write("given", "2.000")
    counter.press("Thu tiền và trả kết quả")
    counter.reads("Đã trả kết quả")


def test_the_days_numbers_follow_by_key_and_the_focus_stays(official: Visitor) -> None:
    counter = official("tiepnhan")
    counter.go("/ban")
    counter.page.locator("#figure-qua-han").focus()
    with counter.page.expect_response(re.compile("/ban/so$")):
        counter.page.evaluate("document.querySelector('[data-refresh]').dispatchEvent(new Event('refresh'))")
    counter.page.wait_for_timeout(200)
    expect(counter.page.locator("#figure-qua-han")).to_be_focused()
    with counter.page.expect_response(re.compile("/ban/so$")):
        counter.page.keyboard.press("l")
