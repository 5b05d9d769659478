"""The first page of an official, the work list, and finding a dossier."""

from django.http import HttpResponse
from django.shortcuts import render

from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.models import State
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
def work(request: ActorRequest) -> HttpResponse:
    """All that waits for this official, most urgent first, narrowed by the address."""
    at, page = now(), _page(request)
    filters = Filters(
        rights=STEP_RIGHTS,
        states=_states(request),
        code=request.GET.get("ma", "").strip(),
        is_mine=request.GET.get("cua-toi") == "1",
        is_overdue=request.GET.get("qua-han") == "1",
    )
    rows, more = work_list(request.actor, filters, at, page=page)
    context = {
        "rows": [listed(row, at) for row in rows],
        "filters": filters,
        "is_filtered": bool(filters.states or filters.code or filters.is_mine or filters.is_overdue or page > 1),
        "states": [(state.value, state.label) for state in State],
        "chosen_state": request.GET.get("trang-thai", ""),
        "page_number": page,
        "has_more": more,
    }
    return render(request, "one_stop/desk/work.html", context)


@audience(STAFF)
def find(request: ActorRequest) -> HttpResponse:
    """Finds by number, name, phone or personal number; sent by POST so that none of them stands in an address."""
    text, at = request.POST.get("tim", "").strip()[:200], now()
    rows = [listed_case(case, at) for case in cases_found(request.actor, text)] if text else []
    return render(request, "one_stop/desk/find.html", {"text": text, "rows": rows})


def _page(request: ActorRequest) -> int:
    text = request.GET.get("trang", "1")
    return min(int(text), 10_000) if text.isdecimal() and int(text) > 0 else 1


def _states(request: ActorRequest) -> tuple[State, ...]:
    text = request.GET.get("trang-thai", "")
    return (State(int(text)),) if text.isdecimal() and int(text) in State.values else ()
