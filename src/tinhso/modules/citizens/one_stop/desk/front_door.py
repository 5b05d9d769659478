"""The operator's screen: which procedures are filed online at the national portal, since when and why."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.modules.citizens.one_stop.actions.front_door import set_front_door
from tinhso.modules.citizens.one_stop.queries.front_door import (
    coming_doors,
    door_on,
    doors_on,
    is_known_procedure,
    is_national_by_default,
    past_doors,
)
from tinhso.modules.citizens.one_stop.rules.roles import FRONT_DOOR
from tinhso.shell.audience import ActorRequest, audience


@audience(FRONT_DOOR)
def listed(request: ActorRequest) -> HttpResponse:
    """Every procedure with its door of today; a form that sets all at once."""
    error = _tried(request, "") if request.method == "POST" else None
    if request.method == "POST" and error is None:
        return HttpResponseRedirect(reverse("one_stop:front_doors"))
    on = local_day(now())
    context = {"rows": doors_on(on), "coming": coming_doors(on), "is_default_national": is_national_by_default()}
    return _page(request, "front_doors", context, error)


@audience(FRONT_DOOR)
def one(request: ActorRequest, code: str) -> HttpResponse:
    """One procedure: where it is filed, since when, and the form that changes it."""
    on = local_day(now())
    if not is_known_procedure(code, on):
        raise NotFound()
    error = _tried(request, code) if request.method == "POST" else None
    if request.method == "POST" and error is None:
        return HttpResponseRedirect(reverse("one_stop:front_door", args=[code]))
    context = {"code": code, "door": door_on(code, on), "past": past_doors(code, on), "today": on}
    return _page(request, "front_door", context, error)


def _tried(request: ActorRequest, code: str) -> Refused | None:
    try:
        set_front_door(
            code,
            is_national=_chosen(request),
            valid_from=_day(request),
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=now(),
        )
    except Refused as error:
        return error
    messages.success(request, _("Đã đặt nơi nộp trực tuyến từ ngày đã chọn."))
    return None


def _chosen(request: ActorRequest) -> bool:
    where = request.POST.get("where", "")
    if where not in ("national", "local"):
        raise Refused(fields={"where": _("Chọn nơi nộp.")})
    return where == "national"


def _day(request: ActorRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("valid_from", ""))
    except ValueError:
        raise Refused(fields={"valid_from": _("Chọn một ngày.")}) from None


def _page(request: ActorRequest, name: str, context: dict[str, Any], error: Refused | None) -> HttpResponse:
    wrong = {field: _(text) for field, text in error.fields.items()} if error else {}
    errors = [{"href": f"#{field}", "message": text} for field, text in wrong.items()]
    if error is not None and not errors:
        errors = [{"href": "#main", "message": str(error)}]
    typed = request.POST if error is not None else {}
    facts = {
        "errors": errors,
        "wrong": wrong,
        "where": typed.get("where", ""),
        "valid_from": typed.get("valid_from") or local_day(now()).isoformat(),
        "reason": typed.get("reason", ""),
    }
    status = error.status if error else 200
    return render(request, f"one_stop/desk/{name}.html", context | facts, status=status)
