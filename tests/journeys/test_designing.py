"""A procedure that officials write by keys alone, published by a second person; then a dossier of it to its end."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.hands import Keys, Person
from tests.journeys.looks import looks_right
from tinhso.base.moments import local_day, now
from tinhso.modules.citizens.one_stop.rules.designing.carrying import packed
from tinhso.modules.citizens.one_stop.tests.designs import written

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Official = Callable[..., Person]
TITLE = "Xác nhận hoạt động ngoài trời"


def test_a_procedure_written_by_officials_goes_from_the_form_to_the_result(
    official: Official, visitor: Callable[..., Person], tmp_path: Path
) -> None:
    code = f"1.99{time.time_ns() % 10**4:04d}.H36"
    base = _write(official("soanthutuc", Keys()), code, tmp_path)
    _publish(official("congbothutuc", Keys()), base)
    citizen = visitor()
    number = _apply(citizen, code)
    for login, act, done in (
        ("tiepnhan", "Tiếp nhận hồ sơ", "Đã tiếp nhận hồ sơ"),
        ("tiepnhan", "Chuyển hồ sơ", "Đã chuyển hồ sơ"),
        ("thuly", "Lập dự thảo kết quả", "Đã lập dự thảo"),
        ("thuly", "Trình ký", "Đã trình ký"),
        ("lanhdao", "Cấp số và ký", "Đã cấp số và ký"),
        ("vanthu", "Ký số cơ quan và phát hành", "Đã phát hành kết quả"),
        ("tiepnhan", "Trả kết quả", "Đã trả kết quả"),
    ):
        steps.do(official(login), number, act, done)
    citizen.go(f"/ho-so/{number}")
    assert "Chạy bộ đêm" in steps.text_of(citizen.fetch("#ket-qua ~ ul a[href*='/van-ban/']"))


def _content(code: str) -> dict[str, Any]:
    """One case, free of charge, with a paper that may be brought."""
    content = written()
    content["general"] |= {"code": code, "title": TITLE}
    content["variants"], content["charges"], content["letters"] = content["variants"][:1], [], []
    content["papers"] = [content["papers"][0] | {"is_required": False}]
    return content


def _write(writer: Person, code: str, folder: Path) -> str:
    """From a file; a question more, moved, seen on the telephone; proposed from today. Gives the address."""
    page, file = writer.page, folder / "thu-tuc.json"
    file.write_bytes(packed(_content(code)))
    writer.go("/quan-tri/thu-tuc")
    looks_right(page)
    writer.follow("Nhập từ tệp")
    writer.hands.attach(page.locator("#file"), [file])
    writer.press("Xem trước")
    writer.reads("Không thiếu gì để công bố ở tỉnh này.")
    looks_right(page)
    writer.press("Nhập thành bản soạn")
    writer.reads("Đủ để công bố")
    base = page.url.removeprefix(writer.address)
    writer.go(f"{base}/to-khai")
    writer.write("new-label-phan_1", "Địa điểm ở đâu?")
    writer.press("Thêm câu hỏi")
    page.wait_for_url("**/to-khai/dia_diem_o_dau")
    writer.write("label", "Tổ chức ở địa điểm nào?")
    expect(page.locator("#saved")).to_contain_text("Đã lưu lúc")
    expect(page.frame_locator("#phone").get_by_role("heading", level=1)).to_contain_text("Tổ chức ở địa điểm nào?")
    looks_right(page)
    writer.write("label", " ")
    expect(page.locator("#label-says")).to_contain_text("Câu hỏi chưa có lời.")
    writer.write("label", "Địa điểm ở đâu?")
    expect(page.locator("#label-says")).to_be_empty()
    writer.go(f"{base}/to-khai")
    page.get_by_role("link", name="Địa điểm ở đâu?").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".questions > li").nth(4)).to_contain_text("Địa điểm ở đâu?")
    looks_right(page)
    for part in ("chung", "phan/quy-trinh", "phan/ket-qua"):
        writer.go(f"{base}/{part}")
        looks_right(page)
    _propose(writer, base)
    return base


def _propose(writer: Person, base: str) -> None:
    writer.go(f"{base}/cong-bo")
    today = local_day(now())
    for name, day in (("valid_from", today), ("signed_on", today)):
        for box, value in (("", day.day), ("-month", day.month), ("-year", day.year)):
            writer.write(f"{name}{box}", str(value))
    writer.write("issuer", "Ủy ban nhân dân tỉnh")
    writer.press("Trình công bố")
    writer.reads("Ghi số quyết định.")
    writer.write("number", "345/QĐ-UBND")
    writer.press("Trình công bố")
    writer.reads("Đã trình.")


def _publish(publisher: Person, base: str) -> None:
    publisher.go(f"{base}/so-sanh")
    publisher.reads("Thủ tục mới")
    looks_right(publisher.page)
    publisher.go(f"{base}/cong-bo")
    looks_right(publisher.page)
    publisher.press("Công bố")
    publisher.reads("Đã công bố.")
    looks_right(publisher.page)


def _apply(citizen: Person, code: str) -> str:
    """Found, filled in and filed as any other procedure."""
    steps.find_procedure(citizen, "hoat dong ngoai troi", code)
    citizen.follow("Nộp hồ sơ trực tuyến")
    steps.sign_in_citizen(citizen, next(iter(steps.LAST_FOUR)))
    citizen.page.wait_for_url(f"**/nop/{code}")
    tasks = steps.begin(citizen)
    answers = {"ten_hoat_dong": "Chạy bộ đêm", "ngay_to_chuc": "20/12/2026", "dia_diem_o_dau": "Hồ Xuân Hương"}
    assert "dia_diem_o_dau" in steps.answer_all(citizen, tasks, answers)
    return steps.submit(citizen)
