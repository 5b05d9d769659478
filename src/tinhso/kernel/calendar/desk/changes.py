"""The acts of the operator, each a POST that comes back to the page it was asked on."""

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.calendar import actions
from tinhso.kernel.calendar.desk.pages import calendar_named, calendar_page, calendars_page
from tinhso.kernel.calendar.models import Calendar
from tinhso.kernel.calendar.rules.proposals import proposed_days
from tinhso.kernel.organisations.queries import units_found
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.fields import posted_day

Act = Callable[[ActorRequest, Calendar], str]


class DayUnclear(Refused):
    code = "day-unclear"
    title = gettext_noop("Ngày chưa đúng")
    mend = gettext_noop("Ghi ngày, tháng, năm bằng số.")


class UnitUnclear(Refused):
    code = "unit-unclear"
    title = gettext_noop("Chưa rõ đơn vị nào")
    mend = gettext_noop("Ghi mã định danh, hoặc tên đủ để chỉ một đơn vị.")


def act_on_calendar(act: Act) -> Callable[[HttpRequest, str], HttpResponse]:
    """A POST that changes one calendar; a refusal stands on its page with what was typed."""

    @wraps(act)
    def view(request: ActorRequest, code: str) -> HttpResponse:
        chosen = calendar_named(code)
        try:
            said = act(request, chosen)
        except NotFound:
            raise
        except Refused as refusal:
            return calendar_page(request, chosen, refusal)
        messages.success(request, said)
        year = request.POST.get("nam", "")
        back = reverse("calendar:calendar", args=[chosen.code])
        return redirect(f"{back}?nam={year}" if year.isdecimal() else back)

    return never_cache(audience(actions.RIGHT)(require_POST(view)))  # type: ignore[return-value]


@never_cache
@require_POST
@audience(actions.RIGHT)
def create(request: ActorRequest) -> HttpResponse:
    code, name = request.POST.get("code", "").strip().lower(), request.POST.get("name", "").strip()
    try:
        if not code.replace("-", "").isalnum() or not code.isascii() or not name:
            raise NameMissing()
        actions.create_calendar(code[:60], name[:200], by=request.actor, at=now())
    except Refused as refusal:
        return calendars_page(request, refusal)
    messages.success(request, _("Đã lập lịch. Đặt giờ làm việc trong tuần trước khi giao cho đơn vị."))
    return redirect("calendar:calendar", code)


class NameMissing(Refused):
    code = "calendar-name-missing"
    title = gettext_noop("Lịch cần mã và tên")
    mend = gettext_noop("Mã gồm chữ thường không dấu, số và gạch nối, ví dụ “sang-thu-bay”.")


@act_on_calendar
def set_day(request: ActorRequest, chosen: Calendar) -> str:
    kind, hours = request.POST.get("kind", ""), _hours(request.POST.get("hours", ""))
    actions.set_exception(
        chosen,
        _day(request, "day"),
        kind,
        hours or None,
        decision=request.POST.get("decision", "").strip()[:200],
        note=request.POST.get("note", "").strip()[:200],
        is_verified=request.POST.get("is_verified") == "1",
        by=request.actor,
        at=now(),
    )
    return _("Đã đặt ngày ngoại lệ. Hẹn trả đã ghi không tự đổi.")


@act_on_calendar
def remove_day(request: ActorRequest, chosen: Calendar) -> str:
    ground = request.POST.get("ground", "").strip()
    actions.remove_exception(chosen, _iso(request), ground=ground, by=request.actor, at=now())
    return _("Đã bỏ ngày ngoại lệ. Hẹn trả đã ghi không tự đổi.")


@act_on_calendar
def confirm_day(request: ActorRequest, chosen: Calendar) -> str:
    decision = request.POST.get("decision", "")
    actions.confirm_exception(chosen, _iso(request), decision=decision, by=request.actor, at=now())
    return _("Đã xác nhận ngày ngoại lệ.")


@act_on_calendar
def take_proposals(request: ActorRequest, chosen: Calendar) -> str:
    """Takes over the proposed holidays that were ticked; they are confirmed by the decision named here."""
    decision = request.POST.get("decision", "").strip()
    if not decision:
        raise actions.DecisionMissing()
    wanted, year = set(request.POST.getlist("day")), request.POST.get("nam", "")
    proposals = proposed_days(int(year), ()) if year.isdecimal() and 2000 <= int(year) <= 2100 else []
    days = [(day, note) for day, note in proposals if day.isoformat() in wanted]
    for day, note in days:
        actions.set_exception(
            chosen, day, "off", decision=decision[:200], note=note, is_verified=True, by=request.actor, at=now()
        )
    return _("Đã thêm %(count)d ngày nghỉ.") % {"count": len(days)}


@act_on_calendar
def set_week(request: ActorRequest, chosen: Calendar) -> str:
    week = {str(day): hours for day in range(7) if (hours := _hours(request.POST.get(f"day-{day}", "")))}
    decision = request.POST.get("decision", "").strip()[:200]
    actions.set_week(chosen, week, valid_from=_day(request, "from"), decision=decision, by=request.actor, at=now())
    return _("Đã đặt giờ làm việc trong tuần. Hẹn trả đã ghi không tự đổi.")


@act_on_calendar
def assign(request: ActorRequest, chosen: Calendar) -> str:
    found = units_found(request.POST.get("unit", ""), local_day(now()), limit=2)
    if len(found) != 1:
        raise UnitUnclear(fields={"unit": "; ".join(unit.name for unit in found) or str(UnitUnclear.mend)})
    actions.assign_calendar(found[0].id, chosen, valid_from=_day(request, "since"), by=request.actor, at=now())
    return _("Đã giao lịch cho %(unit)s.") % {"unit": found[0].name}


def _day(request: ActorRequest, name: str) -> date:
    day = posted_day(request, name)
    if day is None:
        raise DayUnclear(fields={name: str(DayUnclear.mend)})
    return day


def _iso(request: ActorRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise DayUnclear() from None


def _hours(text: str) -> list[list[str]]:
    """“07:00–11:30, 13:30–17:00” as pairs; the action refuses what cannot be meant."""
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    return [[end.strip() for end in part.replace("–", "-").split("-", 1)] for part in parts]
