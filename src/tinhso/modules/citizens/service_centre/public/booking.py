"""Booking a time on a phone: what for, which day, which hour; changing it and giving it back."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.ids import new_id
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.queries import definitions_in_force
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.service_centre.actions.booking import SlotFull, book, cancel, move
from tinhso.modules.citizens.service_centre.models import Appointment, Centre, ServiceGroup
from tinhso.modules.citizens.service_centre.queries.booking import (
    appointment_by_code,
    days_to_book,
    group_by_code,
    group_with,
    slots_on,
)
from tinhso.modules.citizens.service_centre.queries.places import (
    centre_by_code,
    code_of,
    open_centres,
    place_of,
    served_groups,
)
from tinhso.modules.citizens.service_centre.rules.sent import day_sent, moment_sent
from tinhso.shell.audience import PUBLIC, ActorRequest, audience


@audience(PUBLIC)
def centres(request: ActorRequest) -> HttpResponse:
    """Where one can go."""
    day = local_day(now())
    rows = [(code_of(centre, day), place_of(unit.id, day)) for centre, unit in open_centres(day)]
    return render(request, "service_centre/public/centres.html", {"rows": [row for row in rows if row[0]]})


@never_cache
@audience(PUBLIC)
def booking(request: ActorRequest, code: str) -> HttpResponse:
    """One question a page: what for, which day, which hour and who comes."""
    centre, at = centre_by_code(code), now()
    day = local_day(at)
    procedure = request.GET.get("thu-tuc", "")[:30]
    base = {"code": code, "place": place_of(centre.unit_id, day), "procedure": procedure}
    if not (chosen := request.GET.get("nhom", "") or (procedure and group_with(centre, procedure, day))):
        return render(request, "service_centre/public/book_group.html", base | {"groups": _groups(centre, day)})
    group = group_by_code(centre, chosen, day)
    on = day_sent(request.GET.get("ngay", ""))
    if on is None:
        return render(request, "service_centre/public/book_day.html", base | _days(group, at))
    if request.method == "POST":
        try:
            made = _booked(request, group)
        except Refused as error:
            return _times(request, base, group, on, error)
        return HttpResponseRedirect(reverse("service_centre:appointment", args=[made.code]))
    return _times(request, base, group, on)


def _groups(centre: Centre, day: date) -> list[tuple[ServiceGroup, list[tuple[str, str]]]]:
    """The groups with the names of their procedures."""
    groups = list(served_groups(centre, day))
    wanted = {code for group in groups for code in group.procedures}
    titles = dict(definitions_in_force(day).filter(code__in=wanted).values_list("code", "title"))
    return [(group, [(code, titles[code]) for code in group.procedures if code in titles]) for group in groups]


def _days(group: ServiceGroup, at: datetime) -> dict[str, Any]:
    days = [(day, sum(places for _, _, places in slots_on(group, day, at))) for day in days_to_book(group, at)]
    return {"group": group, "days": days}


def _times(
    request: ActorRequest, base: dict[str, Any], group: ServiceGroup, on: date, error: Refused | None = None
) -> HttpResponse:
    wrong = error.fields if error else {}
    errors = [{"href": f"#{name}", "message": _(text)} for name, text in wrong.items()]
    if error and not errors:
        errors = [{"href": "#main", "message": f"{_(error.title)}. {_(error.mend)}"}]
    context = base | {
        "group": group,
        "day": on,
        "slots": slots_on(group, on, now()),
        "key": request.POST.get("khoa") or new_id(),
        "typed": request.POST,
        "wrong": wrong,
        "errors": errors,
    }
    return render(request, "service_centre/public/book_time.html", context, status=error.status if error else 200)


def _booked(request: ActorRequest, group: ServiceGroup) -> Appointment:
    starts_at = moment_sent(request.POST.get("gio", ""))
    if starts_at is None:
        raise Refused(fields={"gio": gettext_noop("Chọn một khung giờ.")})
    key, at = request.POST.get("khoa", "")[:64] or str(new_id()), now()
    name, procedure = request.POST.get("ten", ""), request.POST.get("thu-tuc", "")
    return book(group, starts_at, name, procedure=procedure, key=key, by=request.actor, at=at)


@never_cache
@audience(PUBLIC)
def appointment(request: ActorRequest, token: str) -> HttpResponse:
    """The appointment of who knows its code; POST gives it back."""
    found = appointment_by_code(token)
    if request.method == "POST":
        cancel(found, by=request.actor, at=now())
        messages.success(request, _("Đã hủy lịch hẹn. Chỗ này dành cho người khác."))
        return HttpResponseRedirect(reverse("service_centre:appointment", args=[found.code]))
    day = local_day(found.starts_at)
    unit = unit_on(found.group.centre.unit_id, day)
    place = place_of(found.group.centre.unit_id, day)
    context = {"appointment": found, "unit": unit, "place": place, "is_past": found.ends_at < now()}
    return render(request, "service_centre/public/appointment.html", context)


@never_cache
@audience(PUBLIC)
def change(request: ActorRequest, token: str) -> HttpResponse:
    """Another day or hour of the same service."""
    found, at = appointment_by_code(token), now()
    error = None
    if request.method == "POST":
        starts_at = moment_sent(request.POST.get("gio", ""))
        try:
            if starts_at is None:
                raise SlotFull()
            move(found, starts_at, by=request.actor, at=at)
        except Refused as refused:
            error = refused
        else:
            messages.success(request, _("Đã đổi lịch hẹn."))
            return HttpResponseRedirect(reverse("service_centre:appointment", args=[found.code]))
    on = day_sent(request.GET.get("ngay", ""))
    errors = [{"href": "#main", "message": f"{_(error.title)}. {_(error.mend)}"}] if error else []
    context = {"appointment": found, "day": on, "errors": errors} | _days(found.group, at)
    if on is not None:
        context["slots"] = slots_on(found.group, on, at)
    return render(request, "service_centre/public/change.html", context, status=error.status if error else 200)
