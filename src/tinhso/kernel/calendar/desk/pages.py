"""The pages: all calendars, and one calendar with a year, its weeks, its days and a try-out."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import LOCAL, local_day, now
from tinhso.kernel.calendar import actions, queries
from tinhso.kernel.calendar.kinds import follow_ups
from tinhso.kernel.calendar.models import Calendar, ExceptionKind
from tinhso.kernel.calendar.rules import UNITS, Allotted, BadAllotted, promised_due
from tinhso.kernel.calendar.rules.minutes import Interval, intervals_read, intervals_text
from tinhso.kernel.calendar.rules.proposals import proposed_days
from tinhso.kernel.calendar.rules.working_time import week_read
from tinhso.kernel.calendar.rules.year import months_of
from tinhso.kernel.organisations.queries import units_on
from tinhso.shell.audience import ActorRequest, audience

_MOMENT = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s+(\d{1,2}):(\d{2}))?")
USUAL_HOURS = "07:00–11:30, 13:30–17:00"  # what the form begins with; the operator writes the province's own
UNIT_WORDS = {
    "working_day": "ngày làm việc",
    "working_hour": "giờ làm việc",
    "day": "ngày",
    "month": "tháng",
    "same_day": "trong ngày",
}


@never_cache
@audience(actions.RIGHT)
def calendars(request: ActorRequest) -> HttpResponse:
    """All calendars: who follows each, and whether the years at hand are confirmed."""
    return calendars_page(request)


def calendars_page(request: ActorRequest, refused: Refused | None = None) -> HttpResponse:
    on = local_day(now())
    rows = [
        {
            "calendar": one,
            "followers": _followers(one, on),
            "is_standard": one.code == queries.STANDARD,
            "years": [(year, queries.is_ready_for(one, year)) for year in (on.year, on.year + 1)],
        }
        for one in queries.calendars()
    ]
    context = {"rows": rows, "refused": refused, "typed": request.POST}
    return render(request, "calendar/calendars.html", context, status=refused.status if refused else 200)


@never_cache
@audience(actions.RIGHT)
def calendar(request: ActorRequest, code: str) -> HttpResponse:
    return calendar_page(request, calendar_named(code))


def calendar_named(code: str) -> Calendar:
    """Raises NotFound."""
    found = Calendar.objects.filter(code=code).first()
    if found is None:
        raise NotFound()
    return found


def calendar_page(request: ActorRequest, chosen: Calendar, refused: Refused | None = None) -> HttpResponse:
    on = local_day(now())
    year = _year(request, on)
    days = queries.exceptions_of_year(chosen, year)
    weekdays = list(enumerate((_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN"))))
    built = queries.working_calendar(chosen) if chosen.patterns.exists() else None
    context = {
        "calendar": chosen,
        "year": year,
        "months": list(months_of(built, year)) if built else [],
        "weeks": _weeks(chosen),
        "weekdays": weekdays,
        "new_week": _new_week(request, weekdays),
        "days": [{"row": day, "hours": intervals_text(_pairs(day.intervals))} for day in days],
        "kinds": [(kind.value, kind.label) for kind in ExceptionKind],
        "proposals": proposed_days(year, {day.date for day in days}),
        "followers": _followers(chosen, on),
        "follow_ups": [one for one in follow_ups if request.actor.may(one.right)],
        "tried": _tried(request, chosen),
        "unit_words": UNIT_WORDS,
        "refused": refused,
        "typed": request.POST,
    }
    return render(request, "calendar/calendar.html", context, status=refused.status if refused else 200)


def _followers(chosen: Calendar, on: date) -> list[dict[str, Any]]:
    rows = queries.followers_of(chosen, on)
    names = units_on([row.unit_id for row in rows], on)
    return [{"name": names[row.unit_id].name, "since": row.valid_from} for row in rows if row.unit_id in names]


def _weeks(chosen: Calendar) -> list[dict[str, Any]]:
    return [
        {"row": row, "hours": [(day, intervals_text(hours)) for day, hours in enumerate(week_read(row.week))]}
        for row in chosen.patterns.order_by("-valid_from")
    ]


def _new_week(request: ActorRequest, weekdays: list[tuple[int, str]]) -> dict[str, Any]:
    """The form for other hours: what was typed and refused, else the usual week to begin with."""
    typed = "day-0" in request.POST
    days = [
        (day, name, request.POST.get(f"day-{day}", "") if typed else (USUAL_HOURS if day < 5 else ""))
        for day, name in weekdays
    ]
    return {"is_typed": typed, "days": days}


def _pairs(intervals: Any) -> tuple[Interval, ...]:
    return intervals_read(intervals or [])


def _year(request: ActorRequest, on: date) -> int:
    text = request.GET.get("nam") or request.POST.get("nam") or ""
    return int(text) if text.isdecimal() and 2000 <= int(text) <= 2100 else on.year


def _tried(request: ActorRequest, chosen: Calendar) -> dict[str, Any]:
    """What would be promised: “nhận lúc …, hạn …”, with the explanation; or which field cannot be read."""
    typed = {name: request.GET.get(name, "").strip() for name in ("nhan", "so", "don-vi")}
    told: dict[str, Any] = {"typed": typed, "promise": None, "problem": ""}
    if not typed["nhan"]:
        return told
    received, amount = _moment(typed["nhan"]), _amount(typed["so"])
    if received is None:
        return told | {"problem": _("Ghi lúc nhận theo dạng 20/11/2026 09:15.")}
    if amount is None or typed["don-vi"] not in UNITS:
        return told | {"problem": _("Ghi thời hạn bằng số và chọn đơn vị.")}
    try:
        built = queries.working_calendar(chosen)
        promise = promised_due(received, Allotted(amount, typed["don-vi"]), built, queries.choices_on(received.date()))
    except BadAllotted:
        return told | {"problem": _("Thời hạn phải lớn hơn 0; ngày và tháng là số tròn.")}
    except Refused as refusal:
        return told | {"problem": str(refusal)}
    return told | {"promise": promise}


def _moment(text: str) -> datetime | None:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    day, month, year, hour, minute = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, tzinfo=LOCAL)
    except ValueError:
        return None


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(",", ".") or "1")
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None
