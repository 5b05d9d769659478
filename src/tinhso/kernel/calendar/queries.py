"""Which calendar a unit follows, as it stood, and what the province chose for the clock."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.remembering import remembered
from tinhso.kernel.calendar.models import (
    Calendar,
    CalendarException,
    CalendarVersion,
    UnitCalendar,
    WeekPattern,
)
from tinhso.kernel.calendar.rules import ClockChoices, DayException, Week, WorkingCalendar
from tinhso.kernel.calendar.rules.minutes import intervals_read
from tinhso.kernel.calendar.rules.working_time import calendar_read, week_read
from tinhso.kernel.law.queries import pinned_rules, rules_in_force, standing
from tinhso.kernel.organisations.queries import unit_near

STANDARD = "standard"


class CalendarMissing(Refused):
    code = "calendar-missing"
    status = 503
    title = gettext_noop("Chưa có lịch làm việc “%(calendar)s”")
    mend = gettext_noop("Nhờ người quản trị lập lịch làm việc và giờ làm việc trong tuần rồi làm lại.")


class VersionUnknown(NotFound):
    code = "calendar-version-unknown"
    title = gettext_noop("Không có bản lịch làm việc này")


@remembered
def calendar_of(unit_id: UUID, on: date) -> WorkingCalendar:
    """The unit's own calendar on that day, else its parent's, else the province's ``standard``.

    A day before or after the unit's time is counted where it stood nearest to it. Raises CalendarMissing, UnitNotThere.
    """
    return standing(("calendar_of", unit_id, on), lambda: _read_calendar_of(unit_id, on))


def _read_calendar_of(unit_id: UUID, on: date) -> WorkingCalendar:
    above: UUID | None = unit_id
    while above is not None:
        followed = _followed_by(above, on)
        if followed is not None:
            return working_calendar(followed)
        above = unit_near(above, on).parent_id
    return calendar_by_code(STANDARD)


@remembered
def calendar_by_code(code: str) -> WorkingCalendar:
    """The calendar as it stands now. Raises CalendarMissing."""
    return standing(("calendar", code), lambda: _read_calendar(code))


def _read_calendar(code: str) -> WorkingCalendar:
    calendar = Calendar.objects.filter(code=code).first()
    if calendar is None:
        raise CalendarMissing(calendar=code)
    return working_calendar(calendar)


def working_calendar(calendar: Calendar) -> WorkingCalendar:
    """The calendar with its weeks and exceptions; the same content is built once. Raises CalendarMissing."""
    weeks = WeekPattern.objects.filter(calendar=calendar).order_by("valid_from")
    exceptions = CalendarException.objects.filter(calendar=calendar).order_by("date")
    if not weeks:
        raise CalendarMissing(calendar=calendar.code)
    return _built(calendar.code, tuple(map(_week, weeks)), tuple(map(_exception, exceptions)))


def calendars() -> list[Calendar]:
    """All calendars by name."""
    return list(Calendar.objects.order_by("name", "code"))


def current_versions() -> list[str]:
    """The version of each calendar as it stands now; those without hours have none."""
    return [working_calendar(one).version for one in calendars() if one.patterns.exists()]


def followers_of(calendar: Calendar, on: date) -> list[UnitCalendar]:
    """The units given this calendar, now or from a later day."""
    rows = UnitCalendar.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), calendar=calendar)
    return list(rows.order_by("valid_from", "id"))


def exceptions_of_year(calendar: Calendar, year: int) -> list[CalendarException]:
    return list(CalendarException.objects.filter(calendar=calendar, date__year=year).order_by("date"))


def is_ready_for(calendar: Calendar, year: int) -> bool:
    """Whether the days off of a year were entered and every one of them confirmed by the province."""
    days = exceptions_of_year(calendar, year)
    return bool(days) and all(day.is_verified for day in days)


@lru_cache(maxsize=256)
def calendar_version(version: str) -> WorkingCalendar:
    """The calendar a promise was made under, whatever became of it. Raises VersionUnknown."""
    row = CalendarVersion.objects.select_related("calendar").filter(version=version).first()
    if row is None:
        raise VersionUnknown
    return calendar_read(row.calendar.code, row.content)


@remembered
def choices_on(on: date) -> ClockChoices:
    """What the province chose for the clock on that day. Raises law's RulesMissing."""
    return _choices(rules_in_force("clock", on).id)


def follows_since(unit_id: UUID, on: date) -> UnitCalendar | None:
    """The assignment of a calendar to the unit itself that is in force on that day."""
    in_force = UnitCalendar.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), unit_id=unit_id, valid_from__lte=on)
    return in_force.select_related("calendar").first()


def _followed_by(unit_id: UUID, on: date) -> Calendar | None:
    assigned = follows_since(unit_id, on)
    return assigned.calendar if assigned else None


@lru_cache(maxsize=64)
def _choices(rule_set_id: UUID) -> ClockChoices:
    return ClockChoices.from_tables(pinned_rules(rule_set_id).tables)


@lru_cache(maxsize=64)
def _built(code: str, weeks: tuple[Week, ...], exceptions: tuple[DayException, ...]) -> WorkingCalendar:
    return WorkingCalendar(code, weeks, exceptions)


def _week(row: WeekPattern) -> Week:
    return Week(week_read(row.week), row.valid_from, row.valid_to, row.decision)


def _exception(row: CalendarException) -> DayException:
    hours = intervals_read(row.intervals or [])
    return DayException(row.date, row.kind, hours, row.decision, row.note, row.is_verified)
