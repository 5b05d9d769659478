"""Writes of the calendar room: hours of a week, days that differ, and which unit follows which calendar."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import day_text
from tinhso.base.rights import Right
from tinhso.base.rights import register as register_rights
from tinhso.kernel.calendar import queries
from tinhso.kernel.calendar.actions import reorganised  # noqa: F401  (declares what goes to an heir)
from tinhso.kernel.calendar.models import (
    Calendar,
    CalendarException,
    CalendarVersion,
    ExceptionKind,
    UnitCalendar,
    WeekPattern,
)
from tinhso.kernel.calendar.rules import BadHours, vietnam
from tinhso.kernel.calendar.rules.minutes import intervals_data, intervals_read
from tinhso.kernel.calendar.rules.working_time import week_data, week_read
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event
from tinhso.kernel.ledger.kinds import register as register_events

T = TypeVar("T")
RIGHT = "calendar.change"
register_rights(Right(RIGHT, gettext_noop("Đặt giờ làm việc, ngày nghỉ và lịch của đơn vị")))
register_events(
    Event("calendar.created", gettext_noop("Lập lịch làm việc"), ("code",)),
    Event(
        "calendar.week_set", gettext_noop("Đặt giờ làm việc trong tuần"), ("code", "valid_from", "decision", "version")
    ),
    Event(
        "calendar.exception_set",
        gettext_noop("Đặt ngày ngoại lệ"),
        ("code", "date", "kind", "decision", "is_verified", "version"),
    ),
    Event("calendar.exception_removed", gettext_noop("Bỏ ngày ngoại lệ"), ("code", "date", "ground", "version")),
    Event(
        "calendar.exception_confirmed", gettext_noop("Xác nhận ngày ngoại lệ"), ("code", "date", "decision", "version")
    ),
    Event("calendar.assigned", gettext_noop("Giao lịch cho đơn vị"), ("code", "unit", "valid_from")),
    Event("calendar.standard_set_up", gettext_noop("Lập lịch chuẩn của tỉnh"), ("code", "version")),
)


class CalendarStands(Refused):
    code = "calendar-stands"
    status = 409
    title = gettext_noop("Đã có lịch làm việc mang mã “%(calendar)s”")
    mend = gettext_noop("Dùng lịch đó, hoặc chọn mã khác.")


class HoursFaulty(Refused):
    code = "hours-faulty"
    title = gettext_noop("Giờ làm việc chưa dùng được")
    mend = gettext_noop("Ghi từng buổi theo dạng 07:00–11:30, buổi trước kết thúc rồi mới đến buổi sau.")


class WeekOverlaps(Refused):
    code = "week-overlaps"
    status = 409
    title = gettext_noop("Lịch “%(calendar)s” đã có giờ làm việc áp dụng từ %(on)s")
    mend = gettext_noop("Chọn ngày áp dụng muộn hơn %(on)s.")


class ExceptionStands(Refused):
    code = "exception-stands"
    status = 409
    title = gettext_noop("Lịch “%(calendar)s” đã có ngày ngoại lệ %(on)s")
    mend = gettext_noop("Bỏ ngày ngoại lệ đó trước rồi đặt lại.")


class ExceptionMissing(NotFound):
    code = "exception-missing"
    title = gettext_noop("Lịch “%(calendar)s” không có ngày ngoại lệ %(on)s")
    mend = gettext_noop("Xem lại ngày.")


class DecisionMissing(Refused):
    code = "decision-missing"
    title = gettext_noop("Chưa ghi số quyết định")
    mend = gettext_noop("Ghi số và ngày của văn bản cho phép nghỉ hoặc làm việc ngày đó.")


class AssignmentOverlaps(Refused):
    code = "assignment-overlaps"
    status = 409
    title = gettext_noop("Đơn vị đã được giao lịch từ %(on)s")
    mend = gettext_noop("Chọn ngày áp dụng muộn hơn %(on)s.")


@transaction.atomic
def create_calendar(code: str, name: str, *, by: Actor, at: datetime) -> Calendar:
    """A calendar without hours: give it a week before a unit follows it. Raises CalendarStands."""
    by.must_everywhere(RIGHT)
    calendar, is_new = Calendar.objects.get_or_create(code=code, defaults={"name": name})
    if not is_new:
        raise CalendarStands(calendar=code)
    write_entry("calendar.created", calendar, by=by, at=at, payload={"code": code})
    return calendar


@transaction.atomic
def set_week(
    calendar: Calendar, week: object, *, valid_from: date, decision: str = "", by: Actor, at: datetime
) -> WeekPattern:
    """Hours of the weekdays from a day on; the week in force ends there. Raises HoursFaulty, WeekOverlaps.

    ``week`` is {"0": [["07:00", "11:30"], …], …}; Monday is 0, a weekday left out is off.
    """
    by.must_everywhere(RIGHT)
    _hold(calendar)
    pattern = WeekPattern(
        calendar=calendar, valid_from=valid_from, decision=decision, week=week_data(_read(week_read, week))
    )
    if later := WeekPattern.objects.filter(calendar=calendar, valid_from__gte=valid_from).first():
        raise WeekOverlaps(calendar=calendar.code, on=day_text(later.valid_from))
    WeekPattern.objects.filter(calendar=calendar, valid_to=None).update(valid_to=valid_from)
    pattern.save(force_insert=True)
    _changed("calendar.week_set", calendar, {"valid_from": valid_from.isoformat(), "decision": decision}, by, at)
    return pattern


@transaction.atomic
def set_exception(
    calendar: Calendar,
    day: date,
    kind: str,
    intervals: object = None,
    *,
    decision: str = "",
    note: str = "",
    is_verified: bool = False,
    by: Actor,
    at: datetime,
) -> CalendarException:
    """Makes a date differ from the week: off, work, or other hours. Raises HoursFaulty, ExceptionStands.

    A worked date without ``intervals`` has the standard hours of the province.
    """
    by.must_everywhere(RIGHT)
    _hold(calendar)
    if CalendarException.objects.filter(calendar=calendar, date=day).exists():
        raise ExceptionStands(calendar=calendar.code, on=day_text(day))
    row = CalendarException.objects.create(
        calendar=calendar,
        date=day,
        kind=kind,
        intervals=_exception_hours(day, kind, intervals),
        decision=decision,
        note=note,
        is_verified=is_verified,
    )
    payload = {"date": day.isoformat(), "kind": kind, "decision": decision, "is_verified": is_verified}
    _changed("calendar.exception_set", calendar, payload, by, at)
    return row


@transaction.atomic
def confirm_exception(calendar: Calendar, day: date, *, decision: str, by: Actor, at: datetime) -> CalendarException:
    """The province has the text in hand: the day carries its decision and no mark. Raises ExceptionMissing,
    DecisionMissing."""
    by.must_everywhere(RIGHT)
    _hold(calendar)
    row = CalendarException.objects.filter(calendar=calendar, date=day).first()
    if row is None:
        raise ExceptionMissing(calendar=calendar.code, on=day_text(day))
    if not decision.strip():
        raise DecisionMissing(fields={"decision": str(DecisionMissing.title)})
    row.decision, row.is_verified = decision.strip(), True
    row.save(update_fields=["decision", "is_verified"])
    payload = {"date": day.isoformat(), "decision": row.decision}
    _changed("calendar.exception_confirmed", calendar, payload, by, at)
    return row


@transaction.atomic
def remove_exception(calendar: Calendar, day: date, *, ground: str, by: Actor, at: datetime) -> None:
    """The date follows the week again. Raises ExceptionMissing."""
    by.must_everywhere(RIGHT)
    _hold(calendar)
    removed, _ = CalendarException.objects.filter(calendar=calendar, date=day).delete()
    if not removed:
        raise ExceptionMissing(calendar=calendar.code, on=day_text(day))
    payload = {"date": day.isoformat(), "ground": ground}
    _changed("calendar.exception_removed", calendar, payload, by, at)


@transaction.atomic
def assign_calendar(unit_id: UUID, calendar: Calendar, *, valid_from: date, by: Actor, at: datetime) -> UnitCalendar:
    """The unit, and the units under it without their own, follow a calendar from a day on.

    Raises AssignmentOverlaps, and CalendarMissing for a calendar without hours.
    """
    by.must(RIGHT, unit_id)
    queries.working_calendar(calendar)
    assigned = UnitCalendar.objects.select_for_update().filter(unit_id=unit_id)
    if later := assigned.filter(valid_from__gte=valid_from).first():
        raise AssignmentOverlaps(on=day_text(later.valid_from))
    assigned.filter(valid_to=None).update(valid_to=valid_from)
    row = UnitCalendar.objects.create(unit_id=unit_id, calendar=calendar, valid_from=valid_from)
    payload = {"code": calendar.code, "unit": str(unit_id), "valid_from": valid_from.isoformat()}
    write_entry("calendar.assigned", row, by=by, at=at, payload=payload, unit_id=unit_id)
    return row


@transaction.atomic
def set_up_standard(*, by: Actor, at: datetime) -> Calendar:
    """The province's ``standard`` calendar with the known holidays, for a new installation or a sample.

    One that stands is given back as it is. The clock's choices are law: see ``vietnam.CLOCK_TABLES``.
    """
    by.must_everywhere(RIGHT)
    calendar, is_new = Calendar.objects.get_or_create(code=queries.STANDARD, defaults={"name": "Lịch chuẩn của tỉnh"})
    if is_new:
        WeekPattern.objects.create(calendar=calendar, valid_from=date.min, week=vietnam.STANDARD_WEEK)
        CalendarException.objects.bulk_create(
            CalendarException(
                calendar=calendar,
                date=day.day,
                kind=day.kind,
                intervals=intervals_data(day.hours) or None,
                decision=day.decision,
                note=day.note,
                is_verified=day.is_verified,
            )
            for day in vietnam.holidays()
        )
        _changed("calendar.standard_set_up", calendar, {}, by, at)
    return calendar


def _hold(calendar: Calendar) -> None:
    """One change of a calendar at a time, so that two cannot overlap unseen."""
    Calendar.objects.select_for_update().get(id=calendar.id)


def _changed(event: str, calendar: Calendar, payload: dict[str, Any], by: Actor, at: datetime) -> None:
    """Keeps the calendar as it now stands, and writes the entry with its version."""
    built = queries.working_calendar(calendar)
    CalendarVersion.objects.get_or_create(
        version=built.version, defaults={"calendar": calendar, "content": built.as_data(), "made_at": at}
    )
    write_entry(event, calendar, by=by, at=at, payload={"code": calendar.code, "version": built.version, **payload})


def _exception_hours(day: date, kind: str, intervals: object) -> list[list[str]] | None:
    if kind not in ExceptionKind.values:
        raise HoursFaulty(reason=f"{kind!r} is no kind of exception")
    if kind == ExceptionKind.OFF:
        if intervals:
            raise HoursFaulty(reason="a day off has no hours")
        return None
    if intervals:
        return intervals_data(_read(intervals_read, intervals))
    if kind == ExceptionKind.HOURS:
        raise HoursFaulty(reason="other hours need their intervals")
    return intervals_data(queries.choices_on(day).standard_hours)


def _read(reader: Callable[[object], T], hours: object) -> T:
    try:
        return reader(hours)
    except BadHours as error:
        raise HoursFaulty(reason=str(error)) from error
