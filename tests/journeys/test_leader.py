"""A leader's morning on a telephone: read, sign, give one back with the reason, the red list, another holder."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import Keys, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Official = Callable[..., Person]


def sheets_are_read(leader: Person) -> None:
    """Every sheet of the paper is scrolled to and there."""
    sheets = leader.page.locator(".sheets img")
    expect(sheets).not_to_have_count(0)
    for sheet in sheets.all():
        sheet.scroll_into_view_if_needed()
        expect(sheet).to_have_js_property("complete", True)
        assert sheet.evaluate("one => one.naturalWidth") > 0


def test_a_morning_on_a_telephone(official: Official) -> None:
    """The land office's deputy director reads the paper of the sample and gives it back with the reason."""
    leader = official("datdai.lanhdao", width=360)
    page = leader.page
    leader.go("/ban/sang-nay")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sáng nay")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    waiting = page.locator(".morning a", has_text="Chờ ký")
    before = int(waiting.locator(".morning-value").inner_text())
    assert before > 0
    leader.follow("Đọc và ký")
    leader.follow("Đọc từ văn bản đầu")
    sheets_are_read(leader)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    # Given back without a reason: told beside the box.
    page.get_by_text("Trả lại kèm lý do").click()
    leader.press("Trả lại")
    leader.reads("Ghi một câu để người thụ lý biết phải sửa gì.")
    leader.write("reason", "Diện tích thửa 2 chưa khớp bản đồ")
    leader.press("Trả lại")
    leader.reads("Đã trả lại người thụ lý kèm lý do.")
    leader.go("/ban/sang-nay")
    expect(waiting.locator(".morning-value")).to_have_text(str(before - 1))


def test_the_ward_signs_what_was_read_and_changes_a_holder_by_keys_alone(official: Official) -> None:
    leader = official("lanhdao", Keys(), width=360)
    page = leader.page
    leader.go("/ban/sang-nay")
    leader.follow("Đọc và ký")
    leader.follow("Đọc từ văn bản đầu")
    sheets_are_read(leader)
    leader.go("/ban/ky")
    leader.reads("đã đọc")
    leader.press("Ký những văn bản đã chọn")
    leader.reads("Đã ký 1 văn bản.")
    # The red list: remind, then give it to somebody else.
    leader.go("/ban/danh-sach-do")
    leader.follow("Nhắc H")
    leader.write("text", "Xong trong sáng nay giúp tôi")
    leader.press("Nhắc")
    leader.reads("Xong trong sáng nay giúp tôi")
    leader.go("/ban/danh-sach-do")
    leader.follow("Chuyển người giữ")
    leader.page.locator("#seat").focus()
    page.keyboard.press("ArrowDown")
    leader.press("Chuyển người giữ")
    leader.reads("Đã chuyển người giữ hồ sơ.")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
