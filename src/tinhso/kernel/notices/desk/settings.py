"""How a citizen wants to be told (ux.md screen 40)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.moments import now
from tinhso.kernel.notices import actions
from tinhso.kernel.notices.actions.telling import quiet_hours
from tinhso.kernel.notices.kinds import IN_APP
from tinhso.kernel.notices.queries.choices import Chosen, chosen_language, offered_channels
from tinhso.shell.audience import CITIZEN, ActorRequest, audience

LANGUAGE_NAMES = (("vi", "Tiếng Việt"), ("en", "English"))


@never_cache
@audience(CITIZEN)
def settings(request: ActorRequest) -> HttpResponse:
    if request.method == "POST":
        actions.choose(request.POST.getlist("channels"), request.POST.get("language", ""), by=request.actor, at=now())
        messages.success(request, _("Đã lưu cách nhận thông báo."))
        return redirect("notices:settings")
    return render(request, "notices/settings.html", _fields(request))


def _fields(request: ActorRequest) -> dict[str, Any]:
    assert request.actor.person_id is not None  # noqa: S101  (a citizen)
    offered = offered_channels(request.actor.person_id)
    hours = quiet_hours(now())
    return {
        "channels": {
            "id": "channels",
            "name": "channels",
            "label": _("Báo cho tôi bằng"),
            "is_many": True,
            "choices": [_choice(one) for one in offered if one.channel is not IN_APP],
            "values": [one.channel.code for one in offered if one.is_on],
        },
        "in_app": IN_APP,
        "languages": {
            "id": "language",
            "name": "language",
            "label": _("Viết cho tôi bằng"),
            "choices": [{"value": code, "label": name} for code, name in LANGUAGE_NAMES],
            "values": [chosen_language(request.actor.person_id)],
        },
        "quiet": hours if hours["from"] != hours["until"] else None,
    }


def _choice(one: Chosen) -> dict[str, str]:
    hint = _(one.channel.hint) if one.has_address else _("Chưa có địa chỉ: thêm ở trang Tài khoản của bạn.")
    return {"value": one.channel.code, "label": _(one.channel.title), "hint": hint}
