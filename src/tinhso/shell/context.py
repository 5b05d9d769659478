"""What every page knows: who acts, that data are samples, the menu, the reader's choices of look."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tinhso.base.actor import ANONYMOUS
from tinhso.base.moments import now
from tinhso.shell import looks, menu, session


def page(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", ANONYMOUS)
    facts: dict[str, Any] = {
        "actor": actor,
        "is_sample": settings.PROFILE == "sample",
        "province": settings.PROVINCE,
        "look": looks.of(request),
        "public_menu": lambda: menu.public_links(request.path),
        "path": request.get_full_path(),
        "layout": "shell/desk.html" if actor.is_staff else "shell/base.html",
    }
    if actor.is_staff:
        facts["desk_menu"] = lambda: menu.desk_groups(actor, request.path)
        facts["seat_label"] = cache(lambda: menu.seat_label(actor))
    if not actor.is_anonymous:
        facts["bell"] = lambda: menu.bell(actor)
        facts["session_seconds"] = session.seconds_left(request, at=now())
    return facts
