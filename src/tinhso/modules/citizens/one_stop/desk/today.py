"""The first page of an official, and finding a dossier."""

from django.http import HttpResponse
from django.shortcuts import render

from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.queries import Filters, cases_found, work_list
from tinhso.modules.citizens.one_stop.queries.boards import STEP_RIGHTS, board_of, listed, listed_case
from tinhso.shell.audience import STAFF, ActorRequest, audience


@audience(STAFF)
def today(request: ActorRequest) -> HttpResponse:
    """Numbers of the day and the ten most urgent dossiers."""
    at = now()
    rows, _more = work_list(request.actor, Filters(rights=STEP_RIGHTS), at)
    context = {
        "board": board_of(request.actor, at),
        "rows": [listed(row, at) for row in rows[:10]],
        "today": local_day(at),
    }
    return render(request, "one_stop/desk/today.html", context)


@audience(STAFF)
def find(request: ActorRequest) -> HttpResponse:
    """Finds by number, name, phone or personal number; sent by POST so that none of them stands in an address."""
    text, at = request.POST.get("tim", "").strip()[:200], now()
    rows = [listed_case(case, at) for case in cases_found(request.actor, text)] if text else []
    return render(request, "one_stop/desk/find.html", {"text": text, "rows": rows})
