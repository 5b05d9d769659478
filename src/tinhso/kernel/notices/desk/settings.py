"""How a person wants to be told (ux.md screen 40), as a citizen and on the desk."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotAllowed
from tinhso.base.moments import now
from tinhso.kernel.notices import actions
from tinhso.kernel.notices.actions.telling import quiet_hours
from tinhso.kernel.notices.kinds import IN_APP
from tinhso.kernel.notices.queries.choices import Chosen, chosen_language, offered_channels
from tinhso.shell.audience import CITIZEN, STAFF, ActorRequest, audience

LANGUAGE_NAMES = (("vi", "Tiếng Việt"), ("en", "English"))


@never_cache
@audience(CITIZEN)
def settings(request: ActorRequest) -> HttpResponse:
    return _page(request, "notices:settings", "notices/settings.html")


@never_cache
@audience(STAFF)
def at_desk(request: ActorRequest) -> HttpResponse:
    """What concerns nobody else (reminders, opinions asked, what stands still) goes out by these channels too."""
    return _page(request, "notices:desk_settings", "notices/desk_settings.html")


def _page(request: ActorRequest, back: str, template: str) -> HttpResponse:
    if request.actor.person_id is None:
        raise NotAllowed(right="notices.choose")
    if request.method == "POST":
        actions.choose(request.POST.getlist("channels"), request.POST.get("language", ""), by=request.actor, at=now())
        messages.success(request, _("Đã lưu cách nhận thông báo."))
        return redirect(back)
    return render(request, template, _fields(request))


def _fields(request: ActorRequest) -> dict[str, Any]:
    assert request.actor.person_id is not None  # noqa: S101  (asked above)
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
