"""Returning results: find by receipt, number or name; recognise, collect, sign off; by post or electronically."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.base.money import dong
from tinhso.kernel.cases.models import Case, Channel, State
from tinhso.kernel.cases.queries import case_by_number, visible_cases
from tinhso.kernel.documents.queries import documents_of
from tinhso.kernel.identity.queries import person_card
from tinhso.modules.citizens.one_stop.actions.handing import hand_out, hand_out_all
from tinhso.modules.citizens.one_stop.desk.changing import case_as_seen
from tinhso.modules.citizens.one_stop.desk.taken import cash_errors, money_of, say_collected, whole
from tinhso.modules.citizens.one_stop.documents import RETURN_SLIP
from tinhso.modules.citizens.one_stop.queries.boards import listed_case
from tinhso.modules.citizens.one_stop.queries.handing import (
    SHOWN,
    cash_book,
    parcels_on,
    ready_cases,
    returnable,
)
from tinhso.modules.citizens.one_stop.rules.handing import CHECKS, ELECTRONIC, METHODS, Handing
from tinhso.shell.audience import ActorRequest, audience

RETURN, COLLECT = "cases.return", "cases.collect"
TYPED = ("to_name", "last_four", "paper", "parcel_code", "given")


@audience(RETURN)
def find(request: ActorRequest) -> HttpResponse:
    """What waits to be handed out; POST finds by receipt, number or name (never in an address)."""
    text = request.POST.get("tim", "").strip()[:200]
    found = returnable(request.actor, text) if text else []
    if len(found) == 1:
        return HttpResponseRedirect(reverse("one_stop:hand_out", args=[found[0].number]))
    return _list(request, text, found[:SHOWN])


def _list(
    request: ActorRequest, text: str, found: list[Case], told: list[tuple[Case, str]] | None = None
) -> HttpResponse:
    at, ready = now(), ready_cases(request.actor)
    context = {
        "text": text,
        "found": [listed_case(case, at) for case in found],
        "ready": [(case, listed_case(case, at)) for case in ready[:SHOWN]],
        "count": ready.count(),
        "shown": SHOWN,
        "online": Channel.ONLINE,
        "told": told,
        "done": sum(1 for _case, why in told or () if not why),
    }
    return render(request, "one_stop/desk/returns.html", context)


@audience(RETURN)
def hand(request: ActorRequest, number: str) -> HttpResponse:
    """One result to hand out; POST does it."""
    if request.method != "POST":
        return _page(request, case_by_number(number, request.actor))
    try:
        done = hand_out(case_as_seen(request, number), _handing(request), by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as error:
        return _page(request, case_by_number(number, request.actor), error)
    if done.change:
        say_collected(request, done.change)
    messages.success(request, _("Đã trả kết quả. Hồ sơ kết thúc."))
    return HttpResponseRedirect(reverse("one_stop:hand_out", args=[number]))


def _handing(request: ActorRequest) -> Handing:
    typed = {name: request.POST.get(name, "").strip()[:200] for name in TYPED}
    given = whole(typed.pop("given"))
    typed["parcel_code"] = typed["parcel_code"][:60]
    return Handing(method=request.POST.get("method", ""), check=request.POST.get("check", ""), given=given, **typed)


def _page(request: ActorRequest, case: Case, error: Refused | None = None) -> HttpResponse:
    slip = next((one for one in documents_of(case) if one.kind == RETURN_SLIP.code and one.sealed_at), None)
    is_ready = case.state == State.RESULT_READY and request.actor.may(RETURN, case.receipt_unit_id)
    wished = case.result_method if case.result_method in METHODS else "counter"
    context: dict[str, Any] = {
        "case": case,
        "item": listed_case(case, now()),
        "applicant": person_card(case.applicant_id),
        "owner": case.owner if case.owner_id != case.applicant_id else None,
        "results": list(case.results.select_related("document").order_by("id")),
        "is_ready": is_ready,
        "slip": slip,
        "typed": request.POST if error else {"method": wished, "check": "number"},
        "wrong": {name: _(text) for name, text in error.fields.items()} if error else {},
        "errors": _errors(error),
        "unsent": [request.POST[name] for name in TYPED if request.POST.get(name)] if error and not is_ready else [],
        "methods": METHODS,
        "checks": CHECKS,
    } | money_of(case)
    return render(request, "one_stop/desk/hand_out.html", context, status=error.status if error else 200)


def _errors(error: Refused | None) -> list[dict[str, str]]:
    if error is not None and error.fields:
        return [{"href": f"#{name}", "message": _(text)} for name, text in error.fields.items()]
    return cash_errors(error)


@audience(RETURN)
@require_POST
def electronic(request: ActorRequest) -> HttpResponse:
    """All ticked results go to their owners' accounts; a line for each."""
    numbers = request.POST.getlist("ho-so")[:SHOWN]
    cases = visible_cases(request.actor).select_related("definition", "applicant").filter(number__in=numbers)
    by_account = [case for case in cases if case.channel == Channel.ONLINE or case.result_method == ELECTRONIC]
    return _list(request, "", [], hand_out_all(by_account, by=request.actor, at=now()))


@audience(RETURN)
def parcels(request: ActorRequest) -> HttpResponse:
    """The list the post signs for."""
    day = _day(request)
    rows = parcels_on(request.actor, day)
    return render(request, "one_stop/desk/parcels.html", {"rows": rows, "day": day, "today": local_day(now())})


@audience(COLLECT)
def cash(request: ActorRequest) -> HttpResponse:
    """What this seat collected on a day."""
    day = _day(request)
    book = cash_book(request.actor, day)
    return render(request, "one_stop/desk/cash.html", {"book": book, "day": day, "total": dong(book.total)})


def _day(request: ActorRequest) -> date:
    """The day in the address; today when there is none or it is no day."""
    try:
        return date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return local_day(now())
