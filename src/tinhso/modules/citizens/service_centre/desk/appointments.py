"""Who has a time today, or on another day, at the centres of the clerk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from tinhso.base.moments import local_day, now
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.service_centre.queries.booking import appointments_on, name_on
from tinhso.modules.citizens.service_centre.queries.line import number_of
from tinhso.modules.citizens.service_centre.queries.places import centres_with
from tinhso.modules.citizens.service_centre.rules.roles import SERVE
from tinhso.modules.citizens.service_centre.rules.sent import day_sent
from tinhso.shell.audience import ActorRequest, audience


@never_cache
@audience(SERVE)
def day_appointments(request: ActorRequest) -> HttpResponse:
    """By time, with the name given and the number of who is here."""
    today = local_day(now())
    day = day_sent(request.GET.get("ngay", "")) or today
    places = [
        {
            "unit": unit_on(centre.unit_id, day),
            "rows": [
                {
                    "row": row,
                    "name": name_on(row),
                    "number": number_of(row.ticket) if hasattr(row, "ticket") else "",
                }
                for row in appointments_on(centre, day)
            ],
        }
        for centre in centres_with(request.actor, SERVE)
    ]
    return render(request, "service_centre/desk/appointments.html", {"places": places, "day": day, "today": today})
