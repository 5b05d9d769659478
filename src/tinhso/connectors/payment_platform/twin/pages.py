"""The platform's doors for machines, the page where people pay, and the page that chooses a fault."""

import threading
from typing import Any

import httpx
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tinhso.base.moments import now
from tinhso.connectors.payment_platform import driver, wire
from tinhso.connectors.payment_platform.twin import platform, store
from tinhso.shell.audience import PUBLIC, audience

SHOWN = 50
AFTER, MUCH_LATER = 0.3, 25.0  # seconds until the platform tells


def _served(request: HttpRequest, kind: str) -> HttpResponse:
    if store.fault() == "down":
        return JsonResponse(platform.refusal("99", "Ngừng phục vụ"), status=503)
    return JsonResponse(platform.serve(kind, request.body), headers={"Cache-Control": "no-store"})


@csrf_exempt
@require_POST
@audience(PUBLIC)
def open_order(request: HttpRequest) -> HttpResponse:
    return _served(request, wire.ORDER)


@csrf_exempt
@require_POST
@audience(PUBLIC)
def cancel(request: HttpRequest) -> HttpResponse:
    return _served(request, wire.CANCEL)


@csrf_exempt
@require_POST
@audience(PUBLIC)
def state(request: HttpRequest) -> HttpResponse:
    return _served(request, wire.STATE)


@csrf_exempt
@require_POST
@audience(PUBLIC)
def day_list(request: HttpRequest) -> HttpResponse:
    return _served(request, wire.LIST)


@never_cache
@audience(PUBLIC)
def payer(request: HttpRequest, reference: str) -> HttpResponse:
    """Where somebody pays. The browser goes back at once; what counts is told from server to server."""
    order = store.order_by("reference", reference)
    if order is None:
        raise Http404
    if request.method == "POST":
        for paid in platform.pay(reference, now()):
            wait = MUCH_LATER if store.fault() == "late" else AFTER
            threading.Timer(wait, send, [paid]).start()
        return redirect(str(order.item["UrlBack"]))
    facts = {"order": order, "item": order.item, "is_paid": bool(store.paid_of(order.code, wire.PAID))}
    return render(request, "payment_platform/twin_payer.html", facts)


def send(paid: store.Paid) -> None:
    """Tells of a transaction as the fault has it; an answer is not waited for long."""
    for fields in platform.tellings(paid):
        deliver(fields)


def deliver(fields: dict[str, Any]) -> None:
    try:
        httpx.post(f"{settings.PUBLIC_URL}/{driver.CALLBACK}", json=fields, timeout=5)
    except httpx.HTTPError:
        return  # as real platforms: what nobody takes is found when asked, or in the day's list


@never_cache
@audience(PUBLIC)
def shown(request: HttpRequest) -> HttpResponse:
    """What was paid last, and which fault is played."""
    if request.method == "POST" and request.POST.get("fault", "") in store.FAULTS:
        store.play(request.POST.get("fault", ""))
        return redirect("payment_platform_twin:shown")
    choices = [{"value": code, "label": _(label)} for code, label in store.FAULTS.items()]
    field = {"id": "fault", "name": "fault", "label": _("Nền tảng giả lập đang"), "choices": choices}
    facts = {"field": {**field, "values": [store.fault()]}, "rows": store.latest(SHOWN)}
    return render(request, "payment_platform/twin.html", facts)
