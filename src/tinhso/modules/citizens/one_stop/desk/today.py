"""The first page of an official, and finding a dossier."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.queries import Filters, cases_found, work_list
from tinhso.modules.citizens.one_stop.queries.boards import STEP_RIGHTS, listed, listed_case
from tinhso.modules.citizens.one_stop.queries.today import (
    LISTS,
    PAGE,
    SHOWN_ARRIVALS,
    arrivals_with_limits,
    figures_of,
)
from tinhso.shell.audience import STAFF, ActorRequest, audience


@audience(STAFF)
def today(request: ActorRequest) -> HttpResponse:
    """Numbers of the day, what arrived, and the ten most urgent dossiers."""
    at = now()
    rows, _more = work_list(request.actor, Filters(rights=STEP_RIGHTS), at)
    context = _numbers(request, at) | {"rows": [listed(row, at) for row in rows[:10]], "today": local_day(at)}
    return render(request, "one_stop/desk/today.html", context)


@audience(STAFF)
def numbers(request: ActorRequest) -> HttpResponse:
    """The part of the page that follows by itself."""
    return render(request, "one_stop/desk/_day.html", _numbers(request, now()))


def _numbers(request: ActorRequest, at: datetime) -> dict[str, Any]:
    new = LISTS["tiep-nhan"].cases(request.actor, at)
    return {
        "figures": figures_of(request.actor, at),
        "arrivals": arrivals_with_limits(new[:SHOWN_ARRIVALS], at),
        "more_arrivals": LISTS["tiep-nhan"],
        "may_receive": request.actor.may("cases.receive"),
        "at": at,
    }


@audience(STAFF)
def day_list(request: ActorRequest, slug: str) -> HttpResponse:
    """The dossiers that one of the numbers counts."""
    one = LISTS.get(slug)
    if one is None:
        raise Http404
    at, page = now(), _page(request)
    cases = one.cases(request.actor, at).select_related("definition", "applicant")
    found = list(cases[(page - 1) * PAGE : page * PAGE + 1])
    is_arrivals = slug == "tiep-nhan"
    context = {
        "list": one,
        "count": cases.count(),
        "arrivals": arrivals_with_limits(cases[(page - 1) * PAGE : page * PAGE], at) if is_arrivals else [],
        "rows": [] if is_arrivals else [listed_case(case, at) for case in found[:PAGE]],
        "page_number": page,
        "has_more": len(found) > PAGE,
    }
    return render(request, "one_stop/desk/day_list.html", context)


@audience(STAFF)
def find(request: ActorRequest) -> HttpResponse:
    """Finds by number, name, phone or personal number; sent by POST so that none of them stands in an address."""
    text, at = request.POST.get("tim", "").strip()[:200], now()
    rows = [listed_case(case, at) for case in cases_found(request.actor, text)] if text else []
    return render(request, "one_stop/desk/find.html", {"text": text, "rows": rows})


def _page(request: ActorRequest) -> int:
    text = request.GET.get("trang", "1")
    return min(int(text), 10_000) if text.isdecimal() and int(text) > 0 else 1
