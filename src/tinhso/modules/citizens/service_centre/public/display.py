"""The display in the hall: which number goes to which counter, big enough to be read from five metres."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from tinhso.base.moments import local_day, now
from tinhso.modules.citizens.service_centre.queries.line import number_of, shown_calls, waiting_in
from tinhso.modules.citizens.service_centre.queries.places import centre_by_code, place_of, sittings_of
from tinhso.modules.citizens.service_centre.rules.words import calling_text
from tinhso.shell.audience import PUBLIC, ActorRequest, audience

WHOLE = 60  # seconds; without a script it follows as well, and nobody has to touch it after a fault


@never_cache
@audience(PUBLIC)
def display(request: ActorRequest, code: str) -> HttpResponse:
    """For a television; it asks for what is new every few seconds, and is drawn anew each minute."""
    response = render(request, "service_centre/public/display.html", _facts(code))
    response["Refresh"] = str(WHOLE)
    return response


@never_cache
@audience(PUBLIC)
def display_calls(request: ActorRequest, code: str) -> HttpResponse:
    """The part that follows by itself."""
    return render(request, "service_centre/public/_calls.html", _facts(code))


def _facts(code: str) -> dict[str, Any]:
    centre, at = centre_by_code(code), now()
    day = local_day(at)
    rows = [(number_of(call.ticket), call.counter.number, call.times) for call in shown_calls(centre, day)]
    called = {counter for _, counter, _ in rows}
    free = [one.counter.number for one in sittings_of(centre, day) if one.counter.number not in called]
    return {
        "code": code,
        "place": place_of(centre.unit_id, day),
        "rows": rows,
        "free": sorted(free, key=int),
        "sentence": calling_text(rows[0][0], rows[0][1]) if rows else "",
        "waiting": waiting_in(centre, day).count(),
        "at": at,
    }
