"""The operator by keyboard: a holiday and back; units, seats, delegation, step times, the ledger, queues, checks."""

import re
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import Keys, Person
from tests.journeys.looks import looks_right
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
    operator.press("Tính lại những hồ sơ đã chọn")
    operator.reads("Chưa ghi lý do")  # without a ground nothing is dated
    count = boxes.count()
    operator.write("ground", "12/QĐ-UBND")
    operator.press("Tính lại những hồ sơ đã chọn")
    page.wait_for_url(re.compile("/quan-tri/hen-tra/[0-9a-f-]{36}$"))
    expect(page.locator(".figures dd").first).to_have_text(str(count))
    looks_right(page)
    operator.press("Hoàn tác")
    operator.reads("Đang trả lại hẹn trả cũ.")
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


def test_a_day_of_the_operator_by_keys_alone(official: Official) -> None:
    operator = official("vanhanh", Keys())
    unit, today = f"Tổ rà soát đất đai {_mark()}", local_day(now())
    _opens_an_office(operator, unit, today)
    _seats_somebody(operator, unit, today)
    _delegates(operator, today)
    _changes_step_times(operator, today.replace(year=today.year + 1))
    _looks_around(operator)


def _mark() -> str:
    """No run meets what another one left."""
    return str(time.time_ns() % 10**6)


def _writes_day(person: Person, box: str, day: date) -> None:
    for part, text in zip((box, f"{box}-month", f"{box}-year"), (day.day, day.month, day.year), strict=True):
        person.write(part, str(text))


def _unfolds(person: Person, title: str) -> None:
    person.hands.press(person.page.locator("summary", has_text=title).first)


def _opens_an_office(operator: Person, name: str, today: date) -> None:
    """Founded under the ward, with a post, and renamed from tomorrow on."""
    operator.go("/quan-tri/don-vi")
    operator.write("tim", "xuan huong")
    operator.press("Xem")
    operator.page.wait_for_url("**tim=xuan+huong*")
    operator.follow("Phường Xuân Hương - Đà Lạt")
    _unfolds(operator, "Lập đơn vị trực thuộc")
    operator.write("found-name", name)
    _writes_day(operator, "found-on", today)
    operator.press("Lập đơn vị")
    operator.reads("Còn mục chưa điền đúng")  # a decision is missing; what was typed is still there
    assert operator.page.locator("#found-name").input_value() == name
    assert operator.page.locator("#found-on").input_value() == str(today.day)
    operator.write("found-decision", "7/QĐ-UBND")
    operator.press("Lập đơn vị")
    operator.reads("Đã lập đơn vị.")
    _unfolds(operator, "Lập chức danh")
    operator.write("post-title", "Tổ trưởng")
    _writes_day(operator, "post-from", today)
    operator.press("Lập chức danh")
    operator.reads("Đã lập chức danh.")
    _unfolds(operator, "Đổi tên, trụ sở, điện thoại")
    operator.write("change-name", f"{name} và môi trường")
    _writes_day(operator, "change-on", today + timedelta(days=1))
    operator.write("change-decision", "8/QĐ-UBND")
    operator.press("Ghi thay đổi")
    operator.reads("Đã ghi thay đổi; trước ngày đó đơn vị vẫn mang tên cũ.")
    operator.reads(f"{name} và môi trường")


def _account(operator: Person, login: str, name: str) -> None:
    operator.go("/quan-tri/can-bo")
    operator.write("text", login)
    operator.press("Tìm")
    expect(operator.page.locator("tbody tr")).to_have_count(1)
    operator.follow(name)
    operator.page.wait_for_url("**/quan-tri/can-bo/*-*")


def _seats_somebody(operator: Person, unit: str, today: date) -> None:
    _account(operator, "xaydung.vanthu", "Đỗ Hữu Tuấn")
    operator.write("unit", unit)
    operator.press("Tìm chức danh")
    operator.page.wait_for_url("**unit=*")
    operator.pick("post", f"Tổ trưởng – {unit}")
    operator.tick("input[name=roles][value='one_stop.handler']")
    _writes_day(operator, "from", today)
    operator.press("Bố trí")
    operator.reads("Đã bố trí vị trí công tác.")
    operator.reads(f"Tổ trưởng – {unit}")


def _delegates(operator: Person, today: date) -> None:
    """A deputy lends the signing for a week, and takes it back."""
    _account(operator, "xaydung.lanhdao", "Phạm Kim Diệu")
    _unfolds(operator, "Ghi nhận ủy quyền mới")
    operator.page.locator("#to_seat").focus()
    operator.page.keyboard.press("ArrowDown")
    operator.tick("input[name=lent][value='one_stop.signer']")
    _writes_day(operator, "lent-from", today + timedelta(days=30))
    _writes_day(operator, "lent-to", today + timedelta(days=37))
    operator.write("decision", "9/GUQ-SXD")
    operator.press("Ủy quyền")
    operator.reads("Đã ghi nhận ủy quyền.")
    operator.reads("9/GUQ-SXD")
    operator.press("Thu hồi")
    operator.reads("Đã thu hồi ủy quyền.")


def _changes_step_times(operator: Person, day: date) -> None:
    """Seen before it is published; running dossiers keep what they were taken in under."""
    operator.go("/quan-tri/quy-trinh")
    operator.follow("Đăng ký lại khai sinh")
    hours = int(operator.page.locator("#step-process-hours").input_value())
    operator.write("step-process-hours", str(hours - 2))
    operator.write("step-sign-hours", "8")
    _writes_day(operator, "valid_from", day)
    operator.write("legal_basis", "10/QĐ-UBND")
    operator.press("Xem trước thay đổi")
    operator.reads("Sẽ thay đổi")
    operator.reads(f"{hours} → {hours - 2}")
    operator.press("Ban hành bản mới")
    operator.reads("Đã ban hành bản mới. Hồ sơ đang giải quyết giữ quy trình lúc nhận.")


def _looks_around(operator: Person) -> None:
    """What was done stands in the ledger; the queues and the setup are seen."""
    operator.go("/quan-tri/so-cai")
    operator.write("find-login", "vanhanh")
    operator.pick("event", "Ban hành quy trình (definition.published)")
    operator.press("Tìm")
    rows = operator.page.locator("tbody tr")
    expect(rows.first).to_be_visible()
    operator.hands.press(rows.first.locator("th a"))
    operator.page.wait_for_url("**/so-cai/*")
    operator.reads("Bằng chứng")
    operator.go("/quan-tri/he-thong")
    operator.reads("Hàng chờ ra ngoài")
    operator.go("/quan-tri/kiem-tra")
    operator.reads("điều cần xem")
