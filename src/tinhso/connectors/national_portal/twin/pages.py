"""The portal's doors under /twins/national-portal/, its files, and the page that chooses a fault."""

import random
import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tinhso.connectors.national_portal.driver import line
from tinhso.connectors.national_portal.twin import filing, papers, portal, store
from tinhso.shell.audience import PUBLIC, audience

SHOWN = 50


def _answer(data: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, headers={"Cache-Control": "no-store"})


def _before() -> JsonResponse | None:
    """The fault played before anything is read."""
    fault = store.fault()
    if fault == "down":
        return _answer({"error_code": portal.BUSY, "message": "Ngừng phục vụ"}, 503)
    if fault == "slow":
        time.sleep(line.TIME_LIMIT * 1.2)
    if fault == "reordering":
        time.sleep(random.random() * 0.02)  # noqa: S311 (whoever comes later may be served first)
    return None


def _after(data: dict[str, Any]) -> JsonResponse:
    """The answer, or none that can be used: what was asked is done."""
    if store.fault() == "duplicating" and random.random() < 0.7:  # noqa: S311
        return _answer({"error": "gateway timeout"}, 504)
    return _answer(data)


@csrf_exempt
@require_POST
@audience(PUBLIC)
def login(request: HttpRequest) -> HttpResponse:
    return _before() or _answer(portal.login(request.body))


@csrf_exempt
@require_POST
@audience(PUBLIC)
def service(request: HttpRequest) -> HttpResponse:
    if fault := _before():
        return fault
    headers = request.headers
    return _after(
        portal.serve(request.body, session=headers.get("session", ""), agency=headers.get("MaDinhDanhDV", ""))
    )


@never_cache
@audience(PUBLIC)
def shown(request: HttpRequest) -> HttpResponse:
    """What the portal got last, and which fault it plays."""
    if request.method == "POST" and request.POST.get("fault", "") in store.FAULTS:
        store.play(request.POST.get("fault", ""))
        return redirect("national_portal_twin:shown")
    choices = [{"value": code, "label": _(label)} for code, label in store.FAULTS.items()]
    field = {"id": "fault", "name": "fault", "label": _("Cổng giả lập đang"), "choices": choices}
    facts = {
        "field": {**field, "values": [store.fault()]},
        "rows": reversed(store.got(request.GET.get("so", "").strip() or None, limit=SHOWN)),
        "number": request.GET.get("so", "").strip(),
        "count": store.count(),
    }
    return render(request, "national_portal/twin.html", facts)


@never_cache
@audience(PUBLIC)
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """A file a citizen attached, for who has its link."""
    fault = store.fault()
    if (blocked := _before()) is not None:
        return blocked
    data = store.paper(code) if filing.is_key_of(code, request.GET.get("khoa", "")) else None
    if data is None:
        raise Http404
    if fault == "refusing":
        return HttpResponse(status=403)
    return HttpResponse(papers.broken(data) if fault == "broken_files" else data, content_type="application/pdf")
