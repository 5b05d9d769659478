"""The twin's page for citizens: file a prepared application, then supplement, withdraw or pay."""

import json
import random
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.moments import now
from tinhso.connectors.national_portal.twin import filing, papers, sending, store
from tinhso.shell.audience import PUBLIC, audience

SHOWN, AGENCY = 30, "H36"
# Made-up people; no province has the code 000.
FAMILY, MIDDLE, GIVEN = ("Nguyễn", "Trần", "Lê", "Phạm"), ("Văn", "Thị", "Minh"), ("Mẫu Anh", "Mẫu Bình", "Mẫu Châu")


@cache
def applications() -> list[dict[str, Any]]:
    """Prepared applications: procedure, variant, title, answers, papers."""
    text = (Path(__file__).parent / "applications.json").read_text(encoding="utf-8")
    return list(json.loads(text))


def somebody(rng: random.Random) -> dict[str, str]:
    """A made-up citizen."""
    name = " ".join(rng.choice(part) for part in (FAMILY, MIDDLE, GIVEN))
    return {"name": name, "number": f"000{rng.randint(0, 1)}{rng.randint(70, 99)}{rng.randint(0, 999999):06d}"}


def prepared(place: int, unit: str, rng: random.Random) -> filing.Application:
    """The application of that place in the list, by somebody, for the agency of that code."""
    one = applications()[place]
    return filing.Application(
        procedure=one["procedure"],
        unit=unit,
        owner={**somebody(rng), "phone": f"09{rng.randint(0, 99999999):08d}"},
        answers=one["answers"],
        variant=one["variant"],
        papers=[(code, title, papers.sheet(code)) for code, title in one["papers"]],
        title=one["title"],
    )


def passed_on(at: datetime) -> sending.Sent:
    """Sends what waits to the province of this installation."""
    with httpx.Client() as client:
        return sending.Sender(client, settings.PUBLIC_URL, AGENCY).send()


@never_cache
@audience(PUBLIC)
def filings(request: HttpRequest) -> HttpResponse:
    """What was filed lately with what became of it; POST files one more, or sends what waits."""
    if request.method == "POST":
        _filed(request)
        return redirect("national_portal_twin:filings")
    rows = [
        {
            "number": item["MaHoSo"],
            "title": item["TrichYeuHoSo"] or item["TenTTHC"],
            "unit": item["DonViXuLy"],
            "outbox": store.outbox_of(item["MaHoSo"]),
            "state": store.state_of(item["MaHoSo"]),
        }
        for item in store.lately_filed(SHOWN)
    ]
    choices = [
        {"value": place, "label": f"{one['procedure']} {one['title']}"} for place, one in enumerate(applications())
    ]
    waiting = len(store.waiting())
    return render(request, "national_portal/twin_filings.html", {"rows": rows, "choices": choices, "waiting": waiting})


def _filed(request: HttpRequest) -> None:
    at = now()
    try:
        if "send" not in request.POST:
            place = int(request.POST.get("application", "0"))
            unit = request.POST.get("unit", "").strip()
            application = prepared(place, unit, random.Random())  # noqa: S311
            number = filing.file_application(application, address=filing.own_address(), agency=AGENCY, at=at)
            messages.success(request, _("Đã nộp, mã hồ sơ %(number)s.") % {"number": number})
        _said(request, passed_on(at))
    except (filing.NotFiled, ValueError, IndexError) as problem:
        messages.error(request, str(problem))


@require_POST
@audience(PUBLIC)
def act(request: HttpRequest) -> HttpResponse:
    """Supplements, withdraws or pays, and passes it on."""
    at, number = now(), request.POST.get("number", "")
    try:
        if "withdraw" in request.POST:
            filing.withdraw(number, _("Tôi không còn nhu cầu"))
        elif "pay" in request.POST:
            line = {"TenPhiLePhi": "Phí, lệ phí", "MaPhiLePhi": "", "Gia": request.POST.get("amount", "").strip()}
            filing.pay(number, [line], at=at)
        else:
            sheet = (request.POST.get("paper", "").strip(), _("Giấy tờ bổ sung"), papers.sheet("bo sung"))
            filing.supplement(number, [sheet], address=filing.own_address())
        _said(request, passed_on(at))
    except filing.NotFiled as problem:
        messages.error(request, str(problem))
    return redirect("national_portal_twin:filings")


def _said(request: HttpRequest, sent: sending.Sent) -> None:
    if sent.problem or sent.refused:
        messages.error(request, sent.problem or _("Tỉnh không nhận: xem câu trả lời ở dưới."))
    else:
        messages.success(request, _("Đã chuyển %(n)d thông điệp về tỉnh.") % {"n": sent.taken})
