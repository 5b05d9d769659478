"""Calendars as dated data: weekly patterns, exceptions by date, and which unit follows which."""

from django.db import models
from django.db.models import F, Q

from tinhso.base.ids import new_id


class Calendar(models.Model):
    """A named calendar of working time (lịch làm việc)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=200)

    class Meta:
        verbose_name = "lịch làm việc"


class WeekPattern(models.Model):
    """Working intervals of each weekday, in force from a day until another.

    ``week`` is {"0": [["07:00", "11:30"], …], …}, Monday is 0; a weekday left out is off.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="patterns")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True)
    week = models.JSONField("giờ làm việc trong tuần")
    decision = models.CharField("số quyết định", max_length=200, blank=True)

    class Meta:
        verbose_name = "giờ làm việc trong tuần"
        constraints = [
            models.UniqueConstraint(fields=["calendar", "valid_from"], name="cal_one_pattern_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="cal_pattern_period"
            ),
        ]


class ExceptionKind(models.TextChoices):
    OFF = "off", "nghỉ"
    WORK = "work", "làm việc"
    HOURS = "hours", "giờ khác"


class CalendarException(models.Model):
    """A date that differs from the week: a holiday, a swapped day, other hours."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="exceptions")
    date = models.DateField("ngày")
    kind = models.CharField("loại", max_length=5, choices=ExceptionKind.choices)
    intervals = models.JSONField("giờ làm việc ngày đó", null=True, blank=True)
    decision = models.CharField("số quyết định", max_length=200, blank=True)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    is_verified = models.BooleanField("đã đối chiếu văn bản gốc", default=False)

    class Meta:
        verbose_name = "ngày ngoại lệ"
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="cal_one_exception_a_day"),
            models.CheckConstraint(
                condition=Q(kind="off", intervals=None) | Q(kind__in=["work", "hours"], intervals__isnull=False),
                name="cal_exception_hours",
            ),
        ]


class UnitCalendar(models.Model):
    """Which calendar a unit follows, from a day until another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.CASCADE, related_name="+")
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True)

    class Meta:
        verbose_name = "lịch của đơn vị"
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="cal_one_calendar_a_unit"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="cal_assignment_period"
            ),
        ]


class CalendarVersion(models.Model):
    """What a calendar said when it was changed: a promise names it, and it is never changed."""

    version = models.CharField("bản", max_length=32, primary_key=True)
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    content = models.JSONField("nội dung")
    made_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "bản lịch làm việc"
