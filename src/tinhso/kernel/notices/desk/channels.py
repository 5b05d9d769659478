"""The channels of this installation: whether they work, how letters went, and trying one (ux.md screen 151)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import now
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.notices.actions.testing import send_trial
from tinhso.kernel.notices.kinds import DEFINE, IN_APP, TRIAL, Channel, channels
from tinhso.kernel.notices.models import Delivery, State
from tinhso.shell.audience import ActorRequest, audience

TRIALS_SHOWN = 10


@dataclass(frozen=True)
class Carrier:
    """A channel as the page shows it; ``counts`` of its letters by state."""

    channel: Channel
    is_ready: bool
    down_since: datetime | None
    counts: list[tuple[str, int]]
    field: dict[str, Any]


@never_cache
@audience(DEFINE)
def list_channels(request: ActorRequest) -> HttpResponse:
    return _page(request)


def _page(request: ActorRequest, wrong: str = "", refusal: Refused | None = None) -> HttpResponse:
    down = dict(Partner.objects.exclude(down_since=None).values_list("code", "down_since"))
    rows = Delivery.objects.values_list("channel", "state").annotate(count=Count("id")).order_by("channel", "state")
    counts: dict[str, list[tuple[str, int]]] = {}
    for code, state, count in rows:
        counts.setdefault(code, []).append((_(str(State(state).label)), count))
    carriers = [
        Carrier(
            one, one.is_ready(), down.get(one.partner), counts.get(one.code, []), _field(one, wrong, refusal, request)
        )
        for one in channels
    ]
    seat_id = request.actor.seat_id
    trials = (
        Delivery.objects.filter(notice__kind=TRIAL.code, notice__seat_id=seat_id)
        if seat_id
        else Delivery.objects.none()
    )
    context = {
        "carriers": carriers,
        "in_app": IN_APP,
        "may_try": request.actor.seat_id is not None,
        "trials": [(one, channels.get(one.channel)) for one in trials.order_by("-changed_at")[:TRIALS_SHOWN]],
        "errors": [{"href": f"#address-{wrong}", "message": _(refusal.title)}] if refusal else [],
    }
    return render(request, "notices/channels.html", context, status=refusal.status if refusal else 200)


def _field(channel: Channel, wrong: str, refusal: Refused | None, request: ActorRequest) -> dict[str, Any]:
    is_wrong = channel.code == wrong and refusal is not None
    return {
        "id": f"address-{channel.code}",
        "name": "address",
        "label": _(channel.address_title) if channel.address_title else "",
        "width": 20,
        "error": _(refusal.title) if is_wrong and refusal else "",
    }


@require_POST
@audience(DEFINE)
def try_channel(request: ActorRequest, channel: str) -> HttpResponse:
    """Sends a trial letter; what became of it stands on the page."""
    try:
        send_trial(channel, request.POST.get("address", ""), by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, channel, refusal)
    messages.success(request, _("Đã đưa thư thử vào hàng gửi. Tải lại trang để xem kết quả."))
    return redirect("notices:channels")
