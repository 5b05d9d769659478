"""Who a view is for. A view without a declared audience does not start up (house.md law 8)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed
from tinhso.shell import kept


class ActorRequest(HttpRequest):
    """A request after the middleware: it knows who acts."""

    actor: Actor


@dataclass(frozen=True)
class Audience:
    """``public`` for everybody, ``citizen`` or ``staff`` for the signed in, otherwise a right."""

    code: str

    def admits(self, actor: Actor) -> bool:
        if self.code == "public":
            return True
        if self.code == "citizen":
            return actor.is_citizen
        if self.code == "staff":
            return actor.is_staff
        return actor.may(self.code)


PUBLIC = "public"
CITIZEN = "citizen"
STAFF = "staff"

View = Callable[..., HttpResponseBase]


class _Declared(Protocol):
    audience: Audience


def audience(code: str) -> Callable[[View], View]:
    """Declares who may call a view; others are sent to sign in, or refused with NotAllowed."""
    wanted = Audience(code)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = cast(ActorRequest, request).actor
            if wanted.admits(actor):
                return _answered(request, view(request, *args, **kwargs))
            if actor.is_anonymous:
                return _to_sign_in(request, wanted)
            raise NotAllowed(right=code)

        guarded.audience = wanted  # type: ignore[attr-defined]
        return guarded

    return declare


def audience_of(view: object) -> Audience | None:
    """The declared audience of a view, or None."""
    return cast(_Declared, view).audience if hasattr(view, "audience") else None


def _answered(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A form that was kept is forgotten when it has been sent again."""
    if request.method == "POST" and kept.COOKIE in request.COOKIES:
        form = kept.kept_form(request)
        if form is not None and form.path == request.get_full_path():
            kept.forget(request, response)
    return response


def _to_sign_in(request: HttpRequest, wanted: Audience) -> HttpResponseRedirect:
    name = "identity:citizen_sign_in" if wanted.code == CITIZEN else "identity:staff_sign_in"
    form = kept.sent_form(request) if request.method == "POST" else None
    if form is None:
        # What cannot be kept comes back to the page it stood on.
        back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
        return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': back})}")
    response = HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': reverse('shell:send_again')})}")
    kept.keep(form, response)
    messages.info(request, _("Phiên làm việc đã hết. Nội dung vừa nhập được giữ lại một giờ: đăng nhập để gửi tiếp."))
    return response
