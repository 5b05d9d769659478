"""How it was: five faces and reasons, on the tablet of a counter or on one's own phone."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.modules.citizens.service_centre.actions.rating import rate
from tinhso.modules.citizens.service_centre.models import QueueTicket, ServiceCounter
from tinhso.modules.citizens.service_centre.queries.line import number_of, open_call, ticket_by_token
from tinhso.modules.citizens.service_centre.queries.places import centre_by_kiosk, counters_of
from tinhso.modules.citizens.service_centre.queries.ruling import rating_rules
from tinhso.modules.citizens.service_centre.rules.words import FACES
from tinhso.shell.audience import PUBLIC, ActorRequest, audience

IDLE, ASKED, THANKED = 10, 45, 8  # seconds until the tablet looks again
LEAVING = timedelta(minutes=2)  # so long the one before may still say, while the next is served


@never_cache
@audience(PUBLIC)
def tablet(request: ActorRequest, token: str, slug: str) -> HttpResponse:
    """The tablet of a counter: asks who was served there last, once; then waits for the next."""
    centre = centre_by_kiosk(token)
    counter = counters_of(centre, local_day(now())).filter(number=slug).first()
    if counter is None:
        raise NotFound()
    here = reverse("service_centre:tablet", args=[token, slug])
    sent = request.POST.get("so", "")
    ticket = ticket_by_token(sent) if sent else _last_served(counter)
    if ticket is not None and ticket.centre_id != centre.pk:
        raise NotFound()
    response = _asked(request, ticket, counter, is_tablet=True)
    is_thanked = request.method == "POST" and response.status_code == 200
    response["Refresh"] = f"{THANKED if is_thanked else ASKED if ticket else IDLE}; url={here}"
    return response


@never_cache
@audience(PUBLIC)
def rating(request: ActorRequest, token: str) -> HttpResponse:
    """The same on the phone of who holds the ticket."""
    ticket = ticket_by_token(token)
    return _asked(request, ticket, ticket.counter, is_tablet=False)


def _asked(
    request: ActorRequest, ticket: QueueTicket | None, counter: ServiceCounter | None, *, is_tablet: bool
) -> HttpResponse:
    context: dict[str, Any] = {"ticket": ticket, "counter": counter, "is_tablet": is_tablet, "faces": FACES}
    if ticket is None:
        return render(request, "service_centre/public/faces.html", context)
    context |= {"number": number_of(ticket), "reasons": rating_rules(local_day(now())).reasons}
    if request.method != "POST":
        return render(request, "service_centre/public/faces.html", context)
    score = request.POST.get("muc", "")
    try:
        chosen = int(score) if score.isascii() and score.isdigit() and len(score) == 1 else 0
        rate(ticket, chosen, request.POST.getlist("ly-do"), by=request.actor, at=now())
    except Refused as error:
        context["errors"] = [{"href": "#muc-5", "message": f"{_(error.title)}. {_(error.mend)}"}]
        return render(request, "service_centre/public/faces.html", context, status=error.status)
    return render(request, "service_centre/public/thanks.html", context)


def _last_served(counter: ServiceCounter) -> QueueTicket | None:
    """Who was served there last, when it is not long ago, they have not said yet and nobody else sits there by now."""
    at = now()
    is_next_here = open_call(counter, local_day(at)) is not None
    since = at - (LEAVING if is_next_here else timedelta(minutes=rating_rules(local_day(at)).minutes))
    rows = QueueTicket.objects.filter(
        counter=counter, state=QueueTicket.State.SERVED, finished_at__gte=since, rating=None
    )
    return rows.select_related("group").order_by("-finished_at").first()
