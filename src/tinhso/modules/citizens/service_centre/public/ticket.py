"""A ticket on one's own phone: the place in the line, without a word about who holds it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.moments import local_day, now
from tinhso.modules.citizens.service_centre.actions.taking import give_up
from tinhso.modules.citizens.service_centre.models import QueueTicket
from tinhso.modules.citizens.service_centre.queries.line import Hall, number_of, ticket_by_token
from tinhso.modules.citizens.service_centre.queries.places import place_of
from tinhso.shell.audience import PUBLIC, ActorRequest, audience


@never_cache
@audience(PUBLIC)
def ticket(request: ActorRequest, token: str) -> HttpResponse:
    """Where the QR on the ticket leads; POST gives the number up."""
    if request.method == "POST":
        give_up(ticket_by_token(token), by=request.actor, at=now())
        messages.success(request, _("Đã bỏ số này."))
        return HttpResponseRedirect(reverse("service_centre:ticket", args=[token]))
    return render(request, "service_centre/public/ticket.html", facts_of(token))


@never_cache
@audience(PUBLIC)
def ticket_state(request: ActorRequest, token: str) -> HttpResponse:
    """The part of the page that follows by itself."""
    return render(request, "service_centre/public/_ticket.html", facts_of(token))


def facts_of(token: str) -> dict[str, Any]:
    found, at = ticket_by_token(token), now()
    is_today = found.day == local_day(at)
    is_waiting = found.state == QueueTicket.State.WAITING and is_today
    return {
        "ticket": found,
        "number": number_of(found),
        "place": place_of(found.centre.unit_id, found.day),
        "is_over": not is_today and found.finished_at is None,
        "outlook": Hall(found.centre, at).outlook_of(found) if is_waiting else None,
    }
