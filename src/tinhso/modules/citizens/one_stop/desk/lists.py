"""The work list: narrowed by its address, kept under a name, taken away as a table."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import now
from tinhso.kernel.cases.models import Channel, State
from tinhso.kernel.cases.queries import Place, WorkPage, place_of, work_page
from tinhso.modules.citizens.one_stop.actions import lists as actions
from tinhso.modules.citizens.one_stop.desk.cells import written_rows
from tinhso.modules.citizens.one_stop.desk.exporting import exported
from tinhso.modules.citizens.one_stop.desk.remembered import keep_list, keep_words, words_of, words_under
from tinhso.modules.citizens.one_stop.queries.bulk import acts_for
from tinhso.modules.citizens.one_stop.queries.worklists import Around, around_list, listed_page, tabs_of
from tinhso.modules.citizens.one_stop.rules import lists
from tinhso.modules.citizens.one_stop.rules.lists import ListChoice, as_filters, as_query, read_choice
from tinhso.modules.citizens.one_stop.rules.places import place_as_text, read_place
from tinhso.shell.audience import STAFF, ActorRequest, audience

COLUMNS_COOKIE = "tinhso_cot"
YEAR = 365 * 24 * 3600


@audience(STAFF)
def work(request: ActorRequest) -> HttpResponse:
    """All that waits for this official, most urgent first; a POST narrows it, so that no word stands in an address."""
    if request.method == "POST":
        return _narrowed(request)
    at, choice, text = now(), _choice(request), words_of(request)
    filters = as_filters(choice, at, text=text)
    place = _place(request)
    page = work_page(request.actor, filters, at, order=choice.order, place=place)
    names = around_list(request.actor, page, at)
    keep_list(request, request.GET.urlencode(), [row.number for row in page.rows])
    items, acts = listed_page(page, names, at, with_steps="buoc" in choice.shown), acts_for(request.actor)
    choices = _choices(choice, names)
    context = {
        "rows": list(written_rows(items, choices["shown"], with_pick=bool(acts))),
        "choice": choice,
        "text": text,
        "is_narrowed": choice.is_narrowed or bool(text) or place is not None,
        "tabs": _tabs(request, choice, text),
        "query": _query(choice, request.GET.get("tim", "")),
        "acts": acts,
        "may_share": request.actor.may(actions.SHARE, request.actor.unit_id),
        **_places(page, choice),
        **choices,
    }
    return render(request, "one_stop/desk/work.html", context)


def _choice(request: ActorRequest) -> ListChoice:
    """What the address says; columns not named there are those last chosen in this browser."""
    columns = tuple(request.GET.getlist("cot")) or tuple(request.COOKIES.get(COLUMNS_COOKIE, "").split("."))
    return read_choice(request.GET.dict(), columns)


def _place(request: ActorRequest) -> Place | None:
    for name, is_before in (("sau", False), ("truoc", True)):
        if name in request.GET:
            return read_place(request.GET[name], is_before=is_before)
    return None


def _narrowed(request: ActorRequest) -> HttpResponse:
    """The same list at an address of its own."""
    columns = tuple(request.POST.getlist("cot"))
    choice = read_choice(request.POST.dict(), columns)
    key = keep_words(request, request.POST.get("tim", "").strip()[:100])
    response = HttpResponseRedirect(_address(_query(choice, key)))
    if columns:
        response.set_cookie(COLUMNS_COOKIE, ".".join(choice.columns), max_age=YEAR, samesite="Lax", httponly=True)
    return response


def _query(choice: ListChoice, key: str = "") -> str:
    parts = [as_query(choice), urlencode({"tim": key}) if key else ""]
    return "&".join(part for part in parts if part)


def _address(query: str) -> str:
    url = reverse("one_stop:work_list")
    return f"{url}?{query}" if query else url


def _places(page: WorkPage, choice: ListChoice) -> dict[str, str]:
    """Where the pages before and after begin."""
    first, last = (page.rows[0], page.rows[-1]) if page.rows else (None, None)
    return {
        "before": place_as_text(place_of(first, choice.order)) if first and page.has_previous else "",
        "after": place_as_text(place_of(last, choice.order)) if last and page.has_next else "",
    }


def _tabs(request: ActorRequest, choice: ListChoice, text: str) -> list[dict[str, Any]]:
    return [
        {
            "title": tab.title,
            "url": _address(as_query(tab.choice)),
            "count": tab.count,
            "is_current": not text and as_query(tab.choice) == as_query(choice),
            "tab": tab,
        }
        for tab in tabs_of(request.actor, now())
    ]


def _choices(choice: ListChoice, names: Around) -> dict[str, Any]:
    """What the filters offer."""
    colleagues = [(str(seat.id), seat.full_name) for seat in names.colleagues]
    units = [(str(unit.id), unit.name) for unit in names.units]
    return {
        "states": [(str(state.value), state.label) for state in State],
        "steps": [(name, title) for name, (_right, title) in lists.STEPS.items()],
        "holders": list(lists.HOLDERS.items()),
        "colleagues": colleagues,
        "dues": list(lists.DUES.items()),
        "channels": [(str(channel.value), channel.label) for channel in Channel],
        "units": units,
        "columns": [(name, title, name in choice.shown) for name, title in lists.COLUMNS.items()],
        "shown": [(name, _(lists.COLUMNS[name])) for name in choice.shown],
        "sorts": {"hen-tra": "han", "han-buoc": "han-buoc", "nop": "nop", "tiep-nhan": "tiep-nhan"},
        "sort": choice.sort or "han",
    }


@audience(STAFF)
@require_POST
def save(request: ActorRequest) -> HttpResponse:
    """Keeps the list as it is narrowed now; words searched for are not kept."""
    query = QueryDict(request.POST.get("query", ""))
    choice = read_choice(query.dict(), tuple(query.getlist("cot")))
    try:
        actions.save_list(
            request.POST.get("ten", ""), choice, is_shared="chung" in request.POST, by=request.actor, at=now()
        )
    except NotFound:
        raise
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã lưu danh sách. Danh sách hiện thành một thẻ ở đầu trang."))
    return HttpResponseRedirect(_address(as_query(choice)))


@audience(STAFF)
@require_POST
def remove(request: ActorRequest, list_id: UUID) -> HttpResponse:
    actions.remove_list(list_id, by=request.actor, at=now())
    messages.success(request, _("Đã bỏ danh sách."))
    return HttpResponseRedirect(_address(""))


@audience(STAFF)
@require_POST
def export(request: ActorRequest) -> HttpResponseBase:
    """The whole list, not the page alone, as XLSX or CSV; written down in the ledger."""
    query = QueryDict(request.POST.get("query", ""))
    choice = read_choice(query.dict(), tuple(query.getlist("cot")))
    words = words_under(request, query.get("tim", ""))
    form = "csv" if request.POST.get("dang") == "csv" else "xlsx"
    return exported(form, choice, words, by=request.actor, at=now())
