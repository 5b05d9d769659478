"""What a Vietnamese province starts with: standard hours, public holidays and swapped days 2025–2027.

Facts to be confirmed by the province each December. A day that a source was read for is marked
verified; a day that was recalled, chosen beside a holiday or estimated as for 2027 is not.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tinhso.kernel.calendar.rules.minutes import intervals_read
from tinhso.kernel.calendar.rules.promises import ClockChoices
from tinhso.kernel.calendar.rules.working_time import DayException, Week, WorkingCalendar, week_read

STANDARD_HOURS = [["07:00", "11:30"], ["13:30", "17:00"]]
STANDARD_WEEK = {str(day): STANDARD_HOURS for day in range(5)}

CLOCK_TABLES: dict[str, Any] = {
    "standard_hours": STANDARD_HOURS,
    "same_day_cutoff": "15:00",
    "counting": "by_day",
    "hours_per_day": 8,
}
# The 15:00 rule was read in procedures in force; the article was recalled, and its decree replaced.
CLOCK_BASIS = (
    "Nghị định 61/2018/NĐ-CP, Điều 18 (nay là Nghị định 118/2025/NĐ-CP); quy tắc 15 giờ trong thủ tục đang áp dụng; "
    "lựa chọn của tỉnh"
)
CLOCK_CHOICES = ClockChoices.from_tables(CLOCK_TABLES)

_LABOUR = "Bộ luật Lao động 2019, Điều 112"
_CULTURE = "Nghị quyết 80-NQ/TW"
_SWAPPED = "quyết định hoán đổi ngày làm việc của năm, cần bổ sung số"

# first day, last day, note, decision, verified
_OFF = (
    ("2025-01-01", "2025-01-01", "Tết Dương lịch", _LABOUR, True),
    ("2025-01-27", "2025-01-31", "Tết Nguyên đán", _LABOUR, False),
    ("2025-04-07", "2025-04-07", "Giỗ Tổ Hùng Vương", _LABOUR, True),
    ("2025-04-30", "2025-04-30", "Ngày Chiến thắng", _LABOUR, True),
    ("2025-05-01", "2025-05-01", "Quốc tế Lao động", _LABOUR, True),
    ("2025-05-02", "2025-05-02", "nghỉ hoán đổi với 26/04/2025", _SWAPPED, True),
    ("2025-09-01", "2025-09-01", "Quốc khánh, ngày liền kề", _LABOUR, False),
    ("2025-09-02", "2025-09-02", "Quốc khánh", _LABOUR, True),
    ("2026-01-01", "2026-01-01", "Tết Dương lịch", _LABOUR, True),
    ("2026-01-02", "2026-01-02", "nghỉ hoán đổi với 10/01/2026", _SWAPPED, False),
    ("2026-02-16", "2026-02-20", "Tết Nguyên đán", _LABOUR, True),
    ("2026-04-27", "2026-04-27", "nghỉ bù Giỗ Tổ Hùng Vương", _LABOUR, True),
    ("2026-04-30", "2026-04-30", "Ngày Chiến thắng", _LABOUR, True),
    ("2026-05-01", "2026-05-01", "Quốc tế Lao động", _LABOUR, True),
    ("2026-08-31", "2026-08-31", "nghỉ hoán đổi với 22/08/2026", _SWAPPED, True),
    ("2026-09-01", "2026-09-01", "Quốc khánh, ngày liền kề", _LABOUR, False),
    ("2026-09-02", "2026-09-02", "Quốc khánh", _LABOUR, True),
    ("2026-11-24", "2026-11-24", "Ngày Văn hóa Việt Nam", _CULTURE, True),
    ("2027-01-01", "2027-01-01", "Tết Dương lịch", _LABOUR, True),
    ("2027-02-04", "2027-02-05", "Tết Nguyên đán (dự kiến)", _LABOUR, False),
    ("2027-02-08", "2027-02-10", "Tết Nguyên đán (dự kiến)", _LABOUR, False),
    ("2027-04-16", "2027-04-16", "Giỗ Tổ Hùng Vương", _LABOUR, True),
    ("2027-04-30", "2027-04-30", "Ngày Chiến thắng", _LABOUR, True),
    ("2027-05-03", "2027-05-03", "nghỉ bù Quốc tế Lao động (dự kiến)", _LABOUR, False),
    ("2027-09-02", "2027-09-02", "Quốc khánh", _LABOUR, True),
    ("2027-09-03", "2027-09-03", "Quốc khánh, ngày liền kề (dự kiến)", _LABOUR, False),
    ("2027-11-24", "2027-11-24", "Ngày Văn hóa Việt Nam", _CULTURE, True),
)
_WORKED = (
    ("2025-04-26", "làm bù cho 02/05/2025", _SWAPPED, True),
    ("2026-01-10", "làm bù cho 02/01/2026", _SWAPPED, False),
    ("2026-08-22", "làm bù cho 31/08/2026", _SWAPPED, True),
)


def holidays() -> Iterator[DayException]:
    """Every day of 2025–2027 that differs from the week."""
    for first, last, note, decision, is_verified in _OFF:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            yield DayException(day, "off", (), decision, note, is_verified)
            day += timedelta(days=1)
    hours = intervals_read(STANDARD_HOURS)
    for text, note, decision, is_verified in _WORKED:
        yield DayException(date.fromisoformat(text), "work", hours, decision, note, is_verified)


def standard_calendar() -> WorkingCalendar:
    """The calendar of a province that has decided nothing of its own."""
    return WorkingCalendar("standard", [Week(week_read(STANDARD_WEEK))], holidays())
