"""Screens that come after an act: previews, findings, webhooks, imports, results of many. In every light and width."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.hands import Person
from tests.journeys.looks import looks_right, prints_its_content

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Official = Callable[..., Person]
SETTINGS = (
    "/ban/thong-bao/cach-nhan",
    "/quan-tri/thong-bao",
    "/quan-tri/thong-bao/kenh",
    "/quan-tri/can-bo",
)
PLAN = {
    "applicant_name": "Đỗ Thị Quy Hoạch",
    "applicant_number": "068188000999",
    "applicant_address-province": "Tỉnh Lâm Đồng",
    "applicant_address-commune": "Phường Xuân Hương - Đà Lạt",
    "applicant_phone": "0912000999",
    "site_address-province": "Tỉnh Lâm Đồng",
    "site_address-commune": "Phường Xuân Hương - Đà Lạt",
    "parcels-0-sheet_number": "12",
    "parcels-0-parcel_number": "34",
    "parcels-0-area": "200",
    "purpose": "Tìm hiểu trước khi xin giấy phép",
}
UNITS = "Mã định danh,Loại,Tên,Mã đơn vị cấp trên\nH36.999,office,Phòng Mẫu,H36.6\n,office,Thiếu mã,H36.6\n"


def taken_in(desk: Person) -> str:
    """A request for planning information at the counter; gives its number."""
    desk.go("/ban/tiep-nhan/1.014159")
    if desk.page.get_by_role("button", name="Bỏ, nhập mới").count():
        desk.press("Bỏ, nhập mới")
    for name, text in PLAN.items():
        desk.write(name, text)
    desk.tick("#applicant_kind")
    desk.tick("#wanted")
    desk.press("Tiếp nhận và lập giấy hẹn")
    desk.page.wait_for_url("**/ban/da-nhan/*")
    return steps.number_on(desk)


def previewed(page: Page, title: str, ground: str) -> None:
    """Unfolds an act, writes the ground and asks what the applicant would read."""
    fold = page.locator("details", has=page.get_by_text(title, exact=True)).last
    fold.locator("summary").first.click()
    fold.locator("textarea[name=ground]").fill(ground)
    fold.get_by_role("button", name="Xem trước").click()
    expect(page.locator(".preview")).to_be_visible()
    assert page.locator("textarea[name=ground]").filter(has_text=ground).count() == 1
    looks_right(page)


@pytest.mark.parametrize("path", SETTINGS)
def test_a_page_of_settings_looks_right(official: Official, path: str) -> None:
    operator = official("vanhanh")
    operator.go(path)
    looks_right(operator.page)
    prints_its_content(operator.page)


def test_what_an_applicant_would_read_looks_right(official: Official) -> None:
    desk = official("datdai.tiepnhan")
    desk.go("/ban/viec?trang-thai=1&giu=moi-nguoi")
    desk.hands.press(desk.page.locator("[data-open]").first)
    previewed(desk.page, "Không tiếp nhận", "Thửa đất đang có tranh chấp")
    prints_its_content(desk.page)
    desk.go(f"/ban/ho-so/{taken_in(desk)}")
    previewed(desk.page, "Rút hồ sơ theo đề nghị của người nộp", "Người nộp đổi ý")


def test_what_a_specialist_finds_looks_right_and_stays_without_a_connection(official: Official) -> None:
    desk, specialist = official("datdai.tiepnhan"), official("xaydung.thuly")
    number = taken_in(desk)
    steps.do(desk, number, "Chuyển hồ sơ", "Đã chuyển hồ sơ")
    specialist.go(f"/ban/ho-so/{number}")
    page = specialist.page
    looks_right(page)
    box = page.locator("[id='draft-findings/land_use']")
    box.fill("Đất ở tại đô thị")
    page.context.set_offline(True)
    specialist.press("Lập dự thảo kết quả")
    specialist.reads("Mất kết nối. Nội dung vẫn còn")
    assert box.input_value() == "Đất ở tại đô thị"
    page.context.set_offline(False)
    specialist.press("Lập dự thảo kết quả")
    specialist.reads("Đã lập dự thảo kết quả")
    previewed(page, "Dừng hồ sơ này", "Người nộp không bổ sung")


def test_a_webhook_is_opened_looked_at_and_closed(official: Official) -> None:
    operator = official("vanhanh")
    page = operator.page
    operator.go("/quan-tri/webhook/moi")
    looks_right(page)
    operator.write("url", "https://vi-du.example/nhan")
    operator.write("title", "Sổ theo dõi thử")
    page.get_by_label("Mọi sự kiện").check()
    operator.press("Thêm webhook")
    operator.reads("Khóa ký")
    looks_right(page)
    operator.go("/quan-tri/webhook")
    operator.follow("Sổ theo dõi thử")
    looks_right(page)
    operator.hands.press(page.locator("summary", has_text="Đóng hẳn"))
    operator.press("Đóng hẳn webhook này")
    operator.go("/quan-tri/webhook")
    looks_right(page)


def test_an_import_with_a_faulty_row_is_told_row_by_row(official: Official, tmp_path: Path) -> None:
    operator = official("vanhanh")
    page = operator.page
    operator.go("/quan-tri/nhap/don-vi")
    path = tmp_path / "don-vi.csv"
    path.write_text(UNITS, encoding="utf-8")
    operator.hands.attach(page.locator("input[type=file]"), [path])
    operator.press("Gửi và xem trước")
    page.wait_for_url(re.compile("/quan-tri/nhap/xem/"))
    expect(page.locator("#import tbody tr")).to_have_count(2)
    looks_right(page)
    prints_its_content(page)
    operator.go("/quan-tri/nhap")
    operator.reads("không nhập được")
    looks_right(page)
