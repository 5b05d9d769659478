"""The kiosk: no account, big buttons, two touches to a number. It goes back to its start by itself."""

from base64 import b64encode
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.ids import new_id
from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.calendar.queries import calendar_of
from tinhso.kernel.calendar.rules.minutes import DAY, minute_of
from tinhso.kernel.documents.rules.qr import qr_svg
from tinhso.modules.citizens.service_centre.actions.booking import check_in
from tinhso.modules.citizens.service_centre.actions.taking import take_ticket
from tinhso.modules.citizens.service_centre.models import Centre, QueueTicket
from tinhso.modules.citizens.service_centre.queries.booking import appointment_by_code, group_by_code
from tinhso.modules.citizens.service_centre.queries.line import Hall, number_of, ticket_by_token
from tinhso.modules.citizens.service_centre.queries.places import centre_by_kiosk, place_of, served_groups
from tinhso.modules.citizens.service_centre.queries.ruling import line_rules
from tinhso.shell.audience import PUBLIC, ActorRequest, audience
from tinhso.shell.middleware import problem

IDLE, PRINTED = 60, 15  # seconds until the kiosk is ready for the next person


@never_cache
@audience(PUBLIC)
def kiosk(request: ActorRequest, token: str) -> HttpResponse:
    """First what for, then whether in a hurry by right; the second touch takes the number."""
    centre = centre_by_kiosk(token)
    try:
        return _taken(request, centre) if request.method == "POST" else _asked(request, centre)
    except Refused as error:
        # Never the page of the house: nobody at a kiosk could leave it.
        context = {"problem": problem(error, "")}
        return _then_start(_page(request, centre, "refused", context, status=error.status), token, PRINTED)


def _asked(request: ActorRequest, centre: Centre) -> HttpResponse:
    at, token = now(), centre.kiosk_token
    day = local_day(at)
    if code := request.GET.get("nhom", ""):
        context = {"group": group_by_code(centre, code, day), "rules": line_rules(day), "key": new_id()}
        return _then_start(_page(request, centre, "second", context), token, IDLE)
    hall = Hall(centre, at)
    groups = [(group, hall.outlook_for(group)) for group in served_groups(centre, day)]
    context = {"groups": groups, "is_working": _is_working(centre), "key": new_id()}
    return _then_start(_page(request, centre, "first", context), token, IDLE)


def _taken(request: ActorRequest, centre: Centre) -> HttpResponse:
    at = now()
    group = group_by_code(centre, request.POST.get("nhom", ""), local_day(at))
    key = request.POST.get("khoa", "")[:64] or str(new_id())
    ticket = take_ticket(group, priority=request.POST.get("dien", ""), key=key, by=request.actor, at=at)
    return HttpResponseRedirect(reverse("service_centre:kiosk_ticket", args=[centre.kiosk_token, ticket.token]))


@never_cache
@audience(PUBLIC)
def arrive(request: ActorRequest, token: str) -> HttpResponse:
    """Who has an appointment types its code and gets a number at once."""
    centre, error = centre_by_kiosk(token), ""
    if request.method == "POST":
        try:
            ticket = check_in(appointment_by_code(request.POST.get("ma", "")), centre, by=request.actor, at=now())
        except NotFound:
            error = _("Không có lịch hẹn nào có mã này. Xem lại mã trong trang lịch hẹn.")
        except Refused as refused:
            error = f"{_(refused.title)}. {_(refused.mend)}"
        else:
            return HttpResponseRedirect(reverse("service_centre:kiosk_ticket", args=[token, ticket.token]))
    errors = [{"href": "#ma", "message": error}] if error else []
    context = {"errors": errors, "typed": request.POST.get("ma", "")[:20]}
    response = _page(request, centre, "arrive", context, status=422 if errors else 200)
    return _then_start(response, token, IDLE)


@never_cache
@audience(PUBLIC)
def kiosk_ticket(request: ActorRequest, token: str, slug: str) -> HttpResponse:
    """The ticket for the 80 mm printer; the kiosk prints it and goes back to its start."""
    centre, ticket = centre_by_kiosk(token), ticket_by_token(slug)
    if ticket.centre_id != centre.pk:
        raise NotFound()
    at = now()
    is_waiting = ticket.state == QueueTicket.State.WAITING and ticket.day == local_day(at)
    qr = b64encode(qr_svg(settings.PUBLIC_URL + reverse("service_centre:ticket", args=[ticket.token]))).decode()
    context = {
        "ticket": ticket,
        "number": number_of(ticket),
        "outlook": Hall(centre, at).outlook_of(ticket) if is_waiting else None,
        "qr": f"data:image/svg+xml;base64,{qr}",
    }
    return _then_start(_page(request, centre, "ticket", context), token, PRINTED)


def _page(
    request: ActorRequest, centre: Centre, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    facts = {"centre": centre, "place": place_of(centre.unit_id, local_day(now())), **context}
    return render(request, f"service_centre/kiosk/{name}.html", facts, status=status)


def _then_start(response: HttpResponse, token: str, seconds: int) -> HttpResponse:
    """A kiosk belongs to the next person: what somebody left goes away by itself."""
    response["Refresh"] = f"{seconds}; url={reverse('service_centre:kiosk', args=[token])}"
    return response


def _is_working(centre: Centre) -> bool:
    """Whether the centre works at this minute; said, never a reason to refuse a number."""
    minute = minute_of(now())
    hours = calendar_of(centre.unit_id, local_day(now())).hours_of(minute // DAY)
    return bool(hours) and minute % DAY < hours[-1][1]
