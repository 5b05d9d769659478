"""Who a view is for. A view without a declared audience does not start up (house.md law 8)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, cast

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed


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
                return view(request, *args, **kwargs)
            if actor.is_anonymous:
                return _to_sign_in(request, wanted)
            raise NotAllowed(right=code)

        guarded.audience = wanted  # type: ignore[attr-defined]
        return guarded

    return declare


def audience_of(view: object) -> Audience | None:
    """The declared audience of a view, or None."""
    return cast(_Declared, view).audience if hasattr(view, "audience") else None


def _to_sign_in(request: HttpRequest, wanted: Audience) -> HttpResponseRedirect:
    name = "identity:citizen_sign_in" if wanted.code == CITIZEN else "identity:staff_sign_in"
    # A form that was sent comes back to the page it stood on; what was typed is in its draft.
    back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': back})}")
