"""The session: opened under a fresh key, moved to another seat, closed."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day, now
from tinhso.kernel.identity import actions, queries
from tinhso.kernel.identity.desk.fields import page
from tinhso.kernel.identity.models import Account, Person
from tinhso.kernel.identity.queries.actors import opened_session
from tinhso.kernel.identity.rules import sessions
from tinhso.shell import menu
from tinhso.shell.audience import PUBLIC, STAFF, ActorRequest, audience


def open_session(request: HttpRequest, account: Account, *, at: datetime, sign_out_url: str = "") -> Actor:
    """Signs the browser in: nothing of the session before it stays, neither its key nor its content."""
    request.session.flush()
    actor = queries.actor_of_account(account, at)
    request.session.update(opened_session(actor, account, at) | {sessions.SIGN_OUT_URL: sign_out_url})
    rotate_token(request)
    return actor


def own_account(request: ActorRequest) -> Account | None:
    """The account of whoever is signed in."""
    account_id = request.actor.account_id
    return Account.objects.select_related("person").filter(id=account_id).first() if account_id else None


def own_person(request: ActorRequest) -> Person:
    """The person of whoever is signed in. Raises Person.DoesNotExist for nobody."""
    return Person.objects.get(id=cast(UUID, request.actor.person_id))


def back_to(request: HttpRequest, wanted: str) -> str:
    """The page to go on with, on this site."""
    return sessions.local_path(wanted, request.get_host())


def source_address(request: HttpRequest) -> str:
    """Who asks; behind a declared proxy, the address it saw (the last it added)."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.ENV["TINHSO_BEHIND_PROXY"] and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


@never_cache
@require_POST
@audience(PUBLIC)
def sign_out(request: ActorRequest) -> HttpResponse:
    """Ends the session here; the identity provider's own page is offered on the next, not forced."""
    sign_out_url = request.session.get(sessions.SIGN_OUT_URL, "")
    account = own_account(request)
    if account is not None:
        actions.sign_out(account, by=request.actor, at=now())
    request.session.flush()
    if sign_out_url:
        request.session[sessions.SIGN_OUT_URL] = sign_out_url
    return redirect("identity:signed_out")


@never_cache
@audience(PUBLIC)
def signed_out(request: ActorRequest) -> HttpResponse:
    return page(request, "signed_out", {"sign_out_url": request.session.pop(sessions.SIGN_OUT_URL, "")})


@never_cache
@audience(STAFF)
def choose_seat(request: ActorRequest) -> HttpResponse:
    """Which of one's seats to act in; the session goes on under a new key."""
    at = now()
    next_path = back_to(request, request.POST.get("next", request.GET.get("next", "/")))
    seats = queries.seats_of(request.actor.person_id, local_day(at)) if request.actor.person_id else []
    if request.method == "POST":
        chosen = next((seat for seat in seats if str(seat.id) == request.POST.get("seat")), None)
        if chosen is not None:
            _move(request, chosen.id, at)
            return HttpResponseRedirect(next_path)
    choices = [{"value": str(seat.id), "label": seat_text(seat, at)} for seat in seats]
    values = [str(request.actor.seat_id)]
    facts = {"id": "seat", "name": "seat", "label": _("Bạn làm việc ở vị trí nào?"), "choices": choices}
    return page(request, "choose_seat", {"field": {**facts, "values": values}, "next": next_path})


def _move(request: ActorRequest, seat_id: UUID, at: datetime) -> None:
    account = cast(Account, own_account(request))
    actor = queries.actor_of_account(account, at, seat_id)
    request.session.cycle_key()
    since = request.session[sessions.SINCE]
    request.session.update(opened_session(actor, account, at) | {sessions.SINCE: since})
    rotate_token(request)


def seat_text(seat: queries.SeatView, at: datetime) -> str:
    """Công chức một cửa – Xã Đạ Huoai."""
    return _post_text(seat.post_title, seat.unit_id, at)


def _post_text(title: str, unit_id: UUID, at: datetime) -> str:
    return f"{title} – {queries.unit_name(unit_id, local_day(at))}"


def seat_label(actor: Actor) -> str:
    """The seat of an actor for the desk's header."""
    return _post_text(*queries.seat_post(actor.seat_id), now()) if actor.seat_id else ""


menu.call_seats_by(seat_label)
