"""The twin's door under /twins/population/, and its page that chooses a fault."""

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tinhso.connectors.population import driver
from tinhso.connectors.population.twin import database
from tinhso.shell.audience import PUBLIC, audience

XML = "text/xml; charset=utf-8"


@csrf_exempt
@require_POST
@audience(PUBLIC)
def look_up(request: HttpRequest) -> HttpResponse:
    fault = database.fault()
    if fault == "down":
        return HttpResponse(status=503)
    if fault == "slow":
        time.sleep(driver.TIME_LIMIT * 1.2)
    if not database.is_let_in(request.build_absolute_uri(), request.headers):
        return HttpResponse(status=401)
    if fault == "garbled":
        return HttpResponse("<html>", content_type=XML)
    if fault in ("refusing", "busy"):
        said = database.refusing() if fault == "refusing" else database.busy()
        return HttpResponse(said, content_type=XML, status=500)
    return HttpResponse(database.answer(request.body), content_type=XML)


@never_cache
@audience(PUBLIC)
def shown(request: HttpRequest) -> HttpResponse:
    """How many questions came, and which fault is played."""
    if request.method == "POST" and request.POST.get("fault", "") in database.FAULTS:
        database.play(request.POST.get("fault", ""))
        return redirect("population_twin:shown")
    choices = [{"value": code, "label": _(label)} for code, label in database.FAULTS.items()]
    field = {"id": "fault", "name": "fault", "label": _("CSDL dân cư giả lập đang"), "choices": choices}
    facts = {"field": {**field, "values": [database.fault()]}, "count": len(database.questions())}
    return render(request, "population/twin.html", facts)
