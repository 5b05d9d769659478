"""Citizens sign in at their identity provider and come back."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.identity import actions
from tinhso.kernel.identity.desk.fields import page
from tinhso.kernel.identity.desk.session import back_to, open_session
from tinhso.kernel.identity.kinds import CitizenSignIn, sign_ins
from tinhso.shell.audience import PUBLIC, ActorRequest, audience

AWAY = "identity.away"  # sign-ins under way, by the state sent to the provider
AWAY_AT_MOST = 5  # several tabs may be signing in at once
AWAY_FOR = timedelta(minutes=20)
ASKED_BY_NAME = "goc"  # once is enough: a proxy may hide the name for ever
log = structlog.get_logger("tinhso.identity")


class NotOpened(Refused):
    code = "citizen-sign-in-not-opened"
    status = 503
    title = gettext_noop("Chưa mở đăng nhập cho công dân")
    mend = gettext_noop("Bạn vẫn tra cứu được thủ tục và hồ sơ. Để nộp hồ sơ, hãy đến bộ phận một cửa hoặc gọi 1022.")


class CameBackLate(Refused):
    code = "sign-in-came-back-late"
    status = 401
    title = gettext_noop("Lần đăng nhập này đã hết hạn hoặc đã dùng rồi")
    mend = gettext_noop("Hãy đăng nhập lại. Nội dung bạn đã lưu vẫn còn.")


def driver() -> CitizenSignIn | None:
    """The first configured way to sign citizens in."""
    return next((kind for kind in sign_ins if kind.is_configured()), None)


@never_cache
@audience(PUBLIC)
def sign_in(request: ActorRequest) -> HttpResponse:
    """Says where people are sent and what will be asked for, before sending them."""
    return _page(request, back_to(request, request.GET.get("next", "/")))


def _page(request: HttpRequest, next_path: str, refused: Refused | None = None) -> HttpResponse:
    chosen = driver()
    facts = {
        "provider": chosen.title if chosen else "",
        "begin_url": f"{reverse('identity:citizen_begin')}?{urlencode({'next': next_path})}",
        "staff_url": f"{reverse('identity:staff_sign_in')}?{urlencode({'next': next_path})}",
    }
    return page(request, "citizen_sign_in", facts, refused or (None if chosen else NotOpened()))


@never_cache
@audience(PUBLIC)
def begin(request: ActorRequest) -> HttpResponse:
    """Leaves for the provider. A link, not a form: the content policy lets forms go nowhere else."""
    next_path = back_to(request, request.GET.get("next", "/"))
    chosen = driver()
    if chosen is None:
        return _page(request, next_path)
    if request.get_host() != urlsplit(settings.PUBLIC_URL).netloc and ASKED_BY_NAME not in request.GET:
        # The provider sends people back to the public address, and the cookie must be there already.
        again = urlencode({"next": next_path, ASKED_BY_NAME: "1"})
        return HttpResponseRedirect(f"{settings.PUBLIC_URL}{reverse('identity:citizen_begin')}?{again}")
    try:
        begun = chosen.begin(_return_address())
    except Refused as refusal:
        log.warning("citizen sign-in not begun", code=refusal.code, **refusal.facts)
        return _page(request, next_path, refusal)
    kept = {**begun.kept, "next": next_path, "at": now().isoformat()}
    away: dict[str, Any] = {**request.session.get(AWAY, {}), begun.kept["state"]: kept}
    request.session[AWAY] = dict(list(away.items())[-AWAY_AT_MOST:])
    return HttpResponseRedirect(begun.url)


def _return_address() -> str:
    return f"{settings.PUBLIC_URL}{reverse('identity:citizen_return')}"


@never_cache
@audience(PUBLIC)
def come_back(request: ActorRequest) -> HttpResponse:
    """The provider sent the browser back: with a code, a refusal, or something that was never asked for."""
    at = now()
    away: dict[str, Any] = request.session.get(AWAY, {})
    kept = away.pop(request.GET.get("state", ""), None)
    request.session[AWAY] = away
    if kept is None or at - datetime.fromisoformat(kept["at"]) > AWAY_FOR:
        # The back button after a sign-in that went well is no reason to alarm anybody.
        return redirect("/") if request.actor.is_citizen else _page(request, "/", CameBackLate())
    try:
        return _signed_in(request, kept, at)
    except Refused as refusal:
        log.warning("citizen sign-in not finished", code=refusal.code, **refusal.facts)
        return _page(request, kept["next"], refusal)


def _signed_in(request: HttpRequest, kept: dict[str, Any], at: datetime) -> HttpResponse:
    chosen = driver()
    if chosen is None:
        raise NotOpened()
    finished = chosen.finish(request.GET.dict(), {**kept, "redirect_uri": _return_address()})
    request_id = getattr(request, "request_id", "")
    account = actions.sign_in_citizen(finished.claims, method=chosen.code, at=at, request_id=request_id)
    open_session(request, account, at=at, sign_out_url=finished.sign_out_url)
    return HttpResponseRedirect(kept["next"])
