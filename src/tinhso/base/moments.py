"""Moments, days and how they are written (house.md section 5)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def now() -> datetime:
    """The present moment, aware. Only screens, APIs, jobs and the command line may call this."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on the province's clock. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(LOCAL)


def local_day(moment: datetime) -> date:
    """The date on the province's wall at that moment."""
    return local(moment).date()


def day_text(day: date) -> str:
    """dd/mm/yyyy."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def moment_text(moment: datetime) -> str:
    """hh:mm dd/mm/yyyy on the province's clock."""
    there = local(moment)
    return f"{there:%H:%M} {day_text(there.date())}"


def long_moment_text(moment: datetime) -> str:
    """17:00 thứ Sáu 27/11/2026."""
    there = local(moment)
    return f"{there:%H:%M} {WEEKDAYS[there.weekday()]} {day_text(there.date())}"
