"""The platform's list of each day beside ours."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.modules.citizens.payments.actions import ask_for_list, settle_difference
from tinhso.modules.citizens.payments.desk.sent import day_of, refusal, text_of
from tinhso.modules.citizens.payments.desk.words import KINDS
from tinhso.modules.citizens.payments.queries import money as found
from tinhso.modules.citizens.payments.queries.messages import platform
from tinhso.modules.citizens.payments.rules.roles import SETTLE
from tinhso.shell.audience import ActorRequest, audience


@audience(SETTLE)
def days(request: ActorRequest) -> HttpResponse:
    """Days compared, differences still open; POST asks for the list of a day (again)."""
    if request.method != "POST":
        return _page(request)
    day = day_of(request.POST.get("day", ""), local_day(now()))
    try:
        ask_for_list(day, again=True, by=request.actor, at=now())
    except Refused as error:
        return _page(request, error)
    messages.success(request, _("Đã hỏi nền tảng; danh sách về sau ít giây."))
    return HttpResponseRedirect(reverse("payments:reconciling"))


@audience(SETTLE)
@require_POST
def settle(request: ActorRequest, difference_id: UUID) -> HttpResponse:
    difference = found.difference_seen(request.actor, difference_id)
    is_taken = request.POST.get("act") == "take"
    ground = text_of(request, "ground")
    try:
        settle_difference(difference, ground=ground, is_taken=is_taken, by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as error:
        return _page(request, error, failed=difference_id)
    messages.success(request, _("Đã ghi cách xử lý chênh lệch."))
    return HttpResponseRedirect(reverse("payments:reconciling"))


def _page(request: ActorRequest, error: Refused | None = None, failed: UUID | None = None) -> HttpResponse:
    context = {
        "days": found.days_reconciled(),
        "open": list(found.open_differences(request.actor)[: found.SHOWN]),
        "settled": list(found.settled_differences(request.actor)[:20]),
        "kinds": KINDS,
        "failed": failed,
        "has_platform": platform() is not None,
        "yesterday": local_day(now()) - timedelta(days=1),
    } | refusal(error)
    return render(request, "payments/desk/reconciling.html", context, status=error.status if error else 200)
