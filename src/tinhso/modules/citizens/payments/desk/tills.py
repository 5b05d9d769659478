"""The end of the day at the counter: count the drawer, close it once, print the slip."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.messages import Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.payments.actions import close_till
from tinhso.modules.citizens.payments.desk.sent import amount_of, refusal, text_of
from tinhso.modules.citizens.payments.queries.cash import (
    charges_counted,
    closing_of,
    closing_seen,
    closings_seen,
    sums_of,
    till_of,
)
from tinhso.shell.audience import STAFF, ActorRequest, audience

COLLECT = "cases.collect"


@audience(COLLECT)
def till(request: ActorRequest) -> HttpResponse:
    """What one's own drawer must hold now; POST closes it."""
    if request.method != "POST":
        return _page(request)
    try:
        closing = close_till(
            drawer=text_of(request, "drawer", 40),
            counted=amount_of(text_of(request, "counted", 30)),
            ground=text_of(request, "ground"),
            by=request.actor,
            at=now(),
        )
    except Refused as error:
        return _page(request, error)
    messages.success(request, _("Đã chốt quỹ."))
    return HttpResponseRedirect(reverse("payments:closing", args=[closing.pk]))


def _page(request: ActorRequest, error: Refused | None = None) -> HttpResponse:
    day = local_day(now())
    context = {
        "day": day,
        "till": till_of(request.actor.seat_id, day),
        "closing": closing_of(request.actor.seat_id, day),
        "others": closings_seen(request.actor),
        "typed": request.POST,
    } | refusal(error)
    return render(request, "payments/desk/till.html", context, status=error.status if error else 200)


@audience(STAFF)
def closing(request: ActorRequest, closing_id: UUID) -> HttpResponse:
    """The slip of a closing, for the printer and for who takes the money over."""
    found = closing_seen(request.actor, closing_id)
    if found is None:
        raise Http404
    rows = charges_counted(found)
    context = {
        "closing": found,
        "unit": unit_on(found.unit_id, found.day),
        "rows": rows,
        "kinds": sums_of(rows),
        "clerk": found.seat.person.full_name,
    }
    return render(request, "payments/desk/closing.html", context)
