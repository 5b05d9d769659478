"""Counters, what they serve and when they are staffed: screen 60, for who answers for the centre."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import WEEKDAYS, local_day, now
from tinhso.kernel.law.queries import RulesMissing
from tinhso.kernel.organisations.queries import UnitView, unit_on
from tinhso.modules.citizens.service_centre.actions import calling, places
from tinhso.modules.citizens.service_centre.desk.statistics import chosen_centre
from tinhso.modules.citizens.service_centre.models import (
    Centre,
    CounterShift,
    CounterSitting,
    ServiceCounter,
    ServiceGroup,
)
from tinhso.modules.citizens.service_centre.queries.places import (
    centre_of,
    code_of,
    counters_of,
    groups_of,
    offers_on,
    shifts_of,
    sittings_of,
)
from tinhso.modules.citizens.service_centre.queries.ruling import LineRules, line_rules
from tinhso.modules.citizens.service_centre.rules.roles import MANAGE
from tinhso.modules.citizens.service_centre.rules.sent import NOTHING, day_sent, id_sent, time_sent
from tinhso.shell.audience import ActorRequest, audience


@never_cache
@audience(MANAGE)
def setting(request: ActorRequest) -> HttpResponse:
    """As it stands today; what is set here begins on the day it says."""
    centre, centres = chosen_centre(request, MANAGE)
    day = local_day(now())
    context: dict[str, Any] = {"centre": centre, "centres": centres, "today": day, "own_unit": _unit_to_open(request)}
    if centre is not None:
        context |= _facts(centre, day)
    return render(request, "service_centre/desk/setting.html", context)


def _unit_to_open(request: ActorRequest) -> UnitView | None:
    """The actor's own unit while no number can be taken there."""
    unit_id = request.actor.unit_id
    if unit_id is None or not request.actor.may(MANAGE, unit_id) or centre_of(unit_id):
        return None
    return unit_on(unit_id, local_day(now()))


def _facts(centre: Centre, day: date) -> dict[str, Any]:
    counters, groups = list(counters_of(centre, day)), list(groups_of(centre, day))
    shifts = list(shifts_of(counters, day))
    seated = {one.counter_id: one for one in sittings_of(centre, day)}
    code = code_of(centre, day)
    return {
        "code": code,
        "groups": groups,
        "counters": [
            {
                "counter": one,
                "serves": set(offers_on(one, day)),
                "shifts": [(shift, WEEKDAYS[shift.weekday]) for shift in shifts if shift.counter_id == one.pk],
                "sitting": seated.get(one.pk),
                "tablet": _address("tablet", centre.kiosk_token, one.number),
            }
            for one in counters
        ],
        "weekdays": list(enumerate(WEEKDAYS)),
        "rules": _rules(day),
        "kiosk": _address("kiosk", centre.kiosk_token),
        "display": _address("display", code),
    }


def _rules(day: date) -> LineRules | None:
    """None where the province has not enacted any: the page says so."""
    try:
        return line_rules(day)
    except RulesMissing:
        return None


def _address(name: str, *parts: str) -> str:
    return settings.PUBLIC_URL + reverse(f"service_centre:{name}", args=parts)


T = TypeVar("T")
Act = Callable[[ActorRequest, Centre, datetime], None]


def _renew(request: ActorRequest, centre: Centre, at: datetime) -> None:
    places.renew_kiosk(centre, by=request.actor, at=at)


def _add_group(request: ActorRequest, centre: Centre, at: datetime) -> None:
    codes = request.POST.get("thu-tuc", "").replace(",", " ").split()
    code, title = request.POST.get("ma", ""), request.POST.get("ten", "")
    places.add_group(centre, code, title, procedures=codes, valid_from=_from(request, at), by=request.actor, at=at)


def _end_group(request: ActorRequest, centre: Centre, at: datetime) -> None:
    group = ServiceGroup.objects.select_related("centre").filter(centre=centre, pk=_id(request, "nhom")).first()
    places.end_group(_there(group), valid_to=_from(request, at), by=request.actor, at=at)


def _add_counter(request: ActorRequest, centre: Centre, at: datetime) -> None:
    number, title = request.POST.get("so", ""), request.POST.get("ten", "")
    places.add_counter(centre, number, title=title, valid_from=_from(request, at), by=request.actor, at=at)


def _end_counter(request: ActorRequest, centre: Centre, at: datetime) -> None:
    places.end_counter(_counter(request, centre), valid_to=_from(request, at), by=request.actor, at=at)


def _set_offers(request: ActorRequest, centre: Centre, at: datetime) -> None:
    wanted = [found for text in request.POST.getlist("nhom") if (found := id_sent(text))]
    places.set_offers(_counter(request, centre), wanted, valid_from=_from(request, at), by=request.actor, at=at)


def _add_shift(request: ActorRequest, centre: Centre, at: datetime) -> None:
    starts, ends = _time(request, "tu-gio"), _time(request, "den-gio")
    days = [int(text) for text in request.POST.getlist("thu") if text in "0123456" and len(text) == 1]
    if starts is None or ends is None or not days:
        raise places.ShiftWrong()
    counter = _counter(request, centre)
    for weekday in days:
        places.add_shift(counter, weekday, starts, ends, valid_from=_from(request, at), by=request.actor, at=at)


def _end_shift(request: ActorRequest, centre: Centre, at: datetime) -> None:
    rows = CounterShift.objects.select_related("counter__centre").filter(counter__centre=centre)
    shift = rows.filter(pk=_id(request, "ca")).first()
    places.end_shift(_there(shift), valid_to=_from(request, at), by=request.actor, at=at)


def _free_counter(request: ActorRequest, centre: Centre, at: datetime) -> None:
    rows = CounterSitting.objects.select_related("counter__centre").filter(counter__centre=centre, until_at=None)
    calling.leave(_there(rows.filter(pk=_id(request, "luot")).first()), by=request.actor, at=at)


ACTS: dict[str, Act] = {
    "doi-may": _renew,
    "them-nhom": _add_group,
    "thoi-nhom": _end_group,
    "them-quay": _add_counter,
    "thoi-quay": _end_counter,
    "dich-vu": _set_offers,
    "them-ca": _add_shift,
    "thoi-ca": _end_shift,
    "cho-roi": _free_counter,
}


@audience(MANAGE)
@require_POST
def open_here(request: ActorRequest) -> HttpResponse:
    """People may take numbers at the actor's own unit from now on."""
    if request.actor.unit_id is None:
        raise Http404
    places.open_centre(request.actor.unit_id, by=request.actor, at=now())
    return HttpResponseRedirect(reverse("service_centre:setting"))


@audience(MANAGE)
@require_POST
def act(request: ActorRequest, slug: str) -> HttpResponse:
    """One change; what is refused is said on the page."""
    centre, _centres = chosen_centre(request, MANAGE)
    if slug not in ACTS or centre is None:
        raise Http404
    try:
        ACTS[slug](request, centre, now())
    except Refused as error:
        messages.error(request, f"{_(error.title) % error.facts}. {_(error.mend) % error.facts}")
    else:
        messages.success(request, _("Đã ghi."))
    return HttpResponseRedirect(f"{reverse('service_centre:setting')}?trung-tam={code_of(centre, local_day(now()))}")


def _from(request: ActorRequest, at: datetime) -> date:
    """The day a change begins: as typed, else today; never in the past, which stays as it was."""
    return max(day_sent(request.POST.get("tu-ngay", "")) or local_day(at), local_day(at))


def _counter(request: ActorRequest, centre: Centre) -> ServiceCounter:
    rows = ServiceCounter.objects.select_related("centre").filter(centre=centre)
    return _there(rows.filter(pk=_id(request, "quay")).first())


def _there(row: T | None) -> T:
    if row is None:
        raise NotFound()
    return row


def _time(request: ActorRequest, name: str) -> time | None:
    return time_sent(request.POST.get(name, ""))


def _id(request: ActorRequest, name: str) -> UUID:
    return id_sent(request.POST.get(name, "")) or NOTHING
