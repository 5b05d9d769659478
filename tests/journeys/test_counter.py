"""At the counter: a batch of certified copies paid in cash, and a parcel split with its two allotted times."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.journeys import steps
from tests.journeys.hands import Hands, Keys, Mouse, Person
from tests.journeys.province import Province
from tinhso.base.moments import local_day, now
from tinhso.site.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visitor = Callable[..., Person]
BATCH = (("Bằng tốt nghiệp đại học", "3", "2"), ("Giấy khai sinh", "1", "4"))
FEE = "18.000 đồng"  # Circular 226/2016: 2,000 a page, 1,000 from the third on: (2000·2 + 1000)·2 + 2000·4
TAKE_IN = "Tiếp nhận và lập giấy hẹn"
SPLIT = {
    "certificate_number": "MA 123456",
    "parcel_commune-province": "Tỉnh Lâm Đồng",
    "parcel_commune-commune": steps.WARD,
    "sheet_number": "12",
    "parcel_number": "345",
    "parcel_area": "300",
    "land_use": "đất ở",
    "reason": "Tặng cho con",
    "new_parcels-0-area": "100",
    "new_parcels-0-land_use": "đất ở",
    "new_parcels-1-area": "200",
    "new_parcels-1-land_use": "đất ở",
    "applicant_name": "Điểu Thị Ngọc Ẩn",
    "applicant_number": "099195000048",
    "applicant_address-province": "Tỉnh Lâm Đồng",
    "applicant_address-commune": steps.WARD,
    "applicant_phone": "0912000004",
}
VARIANTS = {
    "standard": "Thửa đất ở khu vực thông thường",
    "remote": "Thửa đất ở xã miền núi, hải đảo, vùng sâu, vùng xa",
}


def test_it_works(official: Visitor) -> None:
    counter = official("tiepnhan")
    counter.go("/ban/tiep-nhan")
    counter.reads("Chứng thực bản sao từ bản chính")


@pytest.mark.parametrize("hands", [Mouse(), Keys()], ids=["by mouse", "by keys"])
def test_copies_are_certified_in_a_batch_and_paid_in_cash(hands: Hands, official: Visitor, tmp_path: Path) -> None:
    counter = official("tiepnhan", hands)
    number = batch_taken_in(counter)
    counter.reads(FEE)
    counter.press("Thu tiền mặt")
    counter.reads("Đã ghi thu tiền mặt")
    counter.reads("đã thu lúc")
    assert counter.page.get_by_role("button", name="Thu tiền mặt").count() == 0
    steps.do(counter, number, "Chuyển hồ sơ", "Đã chuyển hồ sơ")
    handler = official("thuly", hands)
    steps.do(handler, number, "Lập dự thảo kết quả", "Đã lập dự thảo")
    steps.do(handler, number, "Trình ký", "Đã trình ký")
    steps.do(official("lanhdao", hands), number, "Cấp số và ký", "Đã cấp số và ký")
    steps.do(official("vanthu", hands), number, "Ký số cơ quan và phát hành", "Đã phát hành kết quả")
    steps.do(counter, number, "Trả kết quả", "Đã trả kết quả")
    counter.reads("Hồ sơ đã kết thúc")


def batch_taken_in(counter: Person) -> str:
    counter.go("/ban")
    counter.follow("Tiếp nhận tại quầy")
    counter.page.wait_for_url("**/ban/tiep-nhan")
    choose(counter, "chung thuc ban sao", "2.000815")
    counter.write("applicant_name", "Lê Hữu Phước")
    counter.write("applicant_number", "099072000055")
    for order, (title, pages, copies) in enumerate(BATCH):
        counter.write(f"originals-{order}-title", title)
        counter.write(f"originals-{order}-pages", pages)
        counter.write(f"originals-{order}-copies", copies)
    counter.press(TAKE_IN)
    counter.page.wait_for_url("**/ban/da-nhan/*")
    return steps.number_on(counter)


def choose(counter: Person, words: str, code: str) -> None:
    """Types some words of a procedure and takes what the list offers first."""
    counter.write("thu-tuc", words)
    counter.page.keyboard.press("Enter")
    counter.page.wait_for_url(f"**/{code}")


def test_what_was_typed_at_the_counter_stays_when_something_is_wrong(official: Visitor) -> None:
    counter = official("tiepnhan")
    counter.go("/ban/tiep-nhan/2.000815")
    counter.write("applicant_name", "Lê Hữu Phước")
    counter.write("originals-0-title", "Bảng điểm")
    counter.write("originals-0-pages", "không rõ")
    counter.press(TAKE_IN)
    counter.page.locator(".error-summary").wait_for()
    kept = {name: counter.page.locator(f"#{name}").input_value() for name in ("applicant_name", "originals-0-pages")}
    assert kept == {"applicant_name": "Lê Hữu Phước", "originals-0-pages": "không rõ"}
    assert counter.page.locator("#originals-0-title").input_value() == "Bảng điểm"


def test_a_parcel_split_is_promised_in_twelve_or_twenty_two_working_days(official: Visitor, province: Province) -> None:
    counter = official("datdai.tiepnhan")
    due = {variant: promised(counter, title) for variant, title in VARIANTS.items()}
    closed = closed_days(province)
    assert working_days(local_day(now()), due["standard"], closed) in (12, 13)  # 13: taken in after hours
    assert working_days(due["standard"], due["remote"], closed) == 10


def promised(counter: Person, variant: str) -> date:
    """Takes a split in and reads the day from the dossier."""
    counter.go("/ban/tiep-nhan/1.012784")
    counter.pick("variant", variant)
    for name, text in SPLIT.items():
        counter.write(name, text)
    for paper in ("certificate", "drawing"):
        counter.tick(f"#paper-{paper}")
    counter.press(TAKE_IN)
    counter.page.wait_for_url("**/ban/da-nhan/*")
    counter.go(f"/ban/ho-so/{steps.number_on(counter)}")
    counter.reads("chưa đối chiếu")
    found = re.search(
        r"[Hh]ẹn trả\D*?(?:\d\d:\d\d|\d+ giờ[ \d]*)?[^\d]*(\d\d/\d\d/\d{4})", counter.page.inner_text("main")
    )
    assert found, counter.page.inner_text("main")
    day, month, year = map(int, found[1].split("/"))
    return date(year, month, day)


def closed_days(province: Province) -> set[date]:
    """The weekdays on which the standard calendar of the sample is closed."""
    with psycopg.connect(Installation(province.data).url("tinhso_app")) as connection:
        rows = connection.execute("SELECT date FROM calendar_calendarexception WHERE kind <> 'open'").fetchall()
    return {row[0] for row in rows}


def working_days(after: date, until: date, closed: set[date]) -> int:
    """Working days in (after, until], counted one by one."""
    days = [after + timedelta(days=step) for step in range(1, (until - after).days + 1)]
    return sum(day.weekday() < 5 and day not in closed for day in days)
