"""The leader's phone: this morning's numbers, the rows behind each, the red list, the offices beside one another."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from tinhso.base.messages import NotFound
from tinhso.base.moments import now
from tinhso.modules.citizens.one_stop.queries.leading import cases_behind, counted, figure_of, red_cases
from tinhso.modules.citizens.one_stop.queries.led_rows import led_rows, office_names
from tinhso.modules.citizens.one_stop.queries.led_units import is_led, unit_lines
from tinhso.modules.citizens.one_stop.rules.roles import LEAD
from tinhso.modules.citizens.one_stop.rules.sent import id_sent
from tinhso.shell.audience import ActorRequest, audience

FEW = 5


@audience(LEAD)
def morning(request: ActorRequest) -> HttpResponse:
    """Seven numbers, and the five dossiers that need a word most."""
    at, unit_id = now(), _unit(request)
    rows, more = led_rows(red_cases(request.actor, at, unit_id), at, size=FEW)
    context = _about(request, unit_id) | {
        "figures": counted(request.actor, at, unit_id),
        "rows": rows,
        "has_more": more,
        "at": at,
    }
    return render(request, "one_stop/leader/morning.html", context)


@audience(LEAD)
def rows_behind(request: ActorRequest, figure: str) -> HttpResponse:
    """Exactly the dossiers that a number counts."""
    at, unit_id, wanted = now(), _unit(request), figure_of(figure)
    cases = cases_behind(wanted, request.actor, at, unit_id)
    return _list(request, cases, at, wanted.title, unit_id)


@audience(LEAD)
def red_list(request: ActorRequest) -> HttpResponse:
    at, unit_id = now(), _unit(request)
    return _list(request, red_cases(request.actor, at, unit_id), at, "", unit_id)


@audience(LEAD)
def units(request: ActorRequest) -> HttpResponse:
    """The handling offices, ranked."""
    at = now()
    return render(request, "one_stop/leader/units.html", {"lines": unit_lines(request.actor, at), "at": at})


def _list(request: ActorRequest, cases: Any, at: Any, title: str, unit_id: UUID | None) -> HttpResponse:
    page = _page(request)
    rows, more = led_rows(cases, at, page=page)
    facts = {"rows": rows, "has_more": more, "page_number": page, "title": title, "at": at, "total": cases.count()}
    return render(request, "one_stop/leader/rows.html", _about(request, unit_id) | facts)


def _unit(request: ActorRequest) -> UUID | None:
    """The office the leader looks into; one that is not theirs is not there."""
    text = request.GET.get("don-vi", "")
    if not text:
        return None
    unit_id = id_sent(text)
    if not is_led(request.actor, unit_id):
        raise NotFound()
    return unit_id


def _about(request: ActorRequest, unit_id: UUID | None) -> dict[str, Any]:
    if unit_id is None:
        return {"unit_query": "", "unit_name": ""}
    at = now()
    return {"unit_query": f"?don-vi={unit_id}", "unit_name": office_names([unit_id], at).get(unit_id, "")}


def _page(request: ActorRequest) -> int:
    text = request.GET.get("trang", "1")
    return min(int(text), 10_000) if text.isdecimal() and int(text) > 0 else 1
