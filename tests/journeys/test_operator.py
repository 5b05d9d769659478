"""The operator by keyboard: a new holiday, what it would change, dating anew, and back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import Keys, Person
from tinhso.base.moments import day_text, local_day, now

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Official = Callable[..., Person]


def test_a_new_holiday_moves_dates_only_when_asked_and_back(official: Official) -> None:
    operator = official("vanhanh", Keys())
    page = operator.page
    operator.go("/quan-tri/hen-tra")
    operator.reads("Không hồ sơ nào có hạn khác")
    day = _a_day_that_counts(operator)
    operator.go("/quan-tri/lich/standard")
    for part, text in zip(("day", "day-month", "day-year"), day.split("/"), strict=True):
        operator.write(part, text)
    operator.write("decision", "12/QĐ-UBND")
    operator.press("Đặt ngày")
    operator.reads("Hẹn trả đã ghi không tự đổi.")
    operator.go("/quan-tri/hen-tra")
    boxes = page.locator("input[name=case]")
    expect(boxes.first).to_be_visible()
    count = boxes.count()
    operator.press("Tính lại những hồ sơ đã chọn")
    operator.reads("Chưa ghi lý do")  # without a ground nothing is dated
    operator.write("ground", "12/QĐ-UBND")
    operator.press("Tính lại những hồ sơ đã chọn")
    page.wait_for_url(re.compile("/quan-tri/hen-tra/[0-9a-f-]{36}$"))
    expect(page.locator(".figures dd").first).to_have_text(str(count))
    operator.press("Hoàn tác")
    operator.reads("Đã trả lại hẹn trả cũ.")
    expect(page.locator(".figures dd").last).to_have_text(str(count))
    operator.go("/quan-tri/hen-tra")
    expect(page.locator("input[name=case]")).to_have_count(count)
    # The other way back: without the holiday no date differs any more.
    operator.go(f"/quan-tri/lich/standard?nam={day[-4:]}")
    row = page.locator("tr", has_text=day)
    operator.hands.press(row.locator("summary"))
    operator.hands.write(row.locator("input[name=ground]"), "Đặt nhầm")
    operator.hands.press(row.get_by_role("button", name="Bỏ ngày này"))
    operator.reads("Đã bỏ ngày ngoại lệ.")
    operator.go("/quan-tri/hen-tra")
    operator.reads("Không hồ sơ nào có hạn khác")


def _a_day_that_counts(operator: Person) -> str:
    """The next working day, as the try-out tells it: it lies inside every promise that still runs."""
    today = day_text(local_day(now()))
    operator.go(f"/quan-tri/lich/standard?nhan={today}+08:00&so=1&don-vi=working_day")
    found = re.search(r"Hạn: \d\d:\d\d [^\d]+(\d\d/\d\d/\d{4})", operator.page.locator("main").inner_text())
    assert found
    return found[1]
