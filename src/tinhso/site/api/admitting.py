"""Who calls: the client behind the bearer token, the actor it acts as, and how often it may call."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest

from tinhso.base.actor import ANONYMOUS
from tinhso.kernel.identity.actions import count_call
from tinhso.kernel.identity.models import ApiClient
from tinhso.kernel.identity.queries import actor_of_client, client_of_token
from tinhso.shell.api import Declared
from tinhso.shell.api.problems import NotSignedIn, ScopeMissing, TokenOver, TooManyCalls

WINDOW = 60  # seconds


def admit(request: HttpRequest, says: Declared, at: datetime) -> ApiClient | None:
    """Puts the actor on the request. Raises NotSignedIn, TokenOver, ScopeMissing, TooManyCalls.

    An operation open to everybody takes no notice of cookies or tokens: it is the same for all.
    """
    known = cast(Any, request)
    known.actor = ANONYMOUS
    if says.scope is None:
        return None
    client, scopes = _caller(request, at)
    _count(request, client, at)
    if says.scope not in scopes:
        raise ScopeMissing(scope=says.scope)
    known.actor = actor_of_client(client, scopes, at, getattr(request, "request_id", ""))
    known.api_client = client
    return client


def _caller(request: HttpRequest, at: datetime) -> tuple[ApiClient, tuple[str, ...]]:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise NotSignedIn()
    found = client_of_token(token.strip(), at)
    if found is None:
        raise TokenOver()
    return found


_noted: dict[UUID, datetime] = {}  # client → the minute this process noted last


def _note_use(client: ApiClient, at: datetime) -> None:
    """A client without a limit is counted once a minute and process: enough to see when it called last."""
    minute = at.replace(second=0, microsecond=0)
    if _noted.get(client.pk) != minute:
        _noted[client.pk] = minute
        count_call(client.pk, at=at)


def _count(request: HttpRequest, client: ApiClient, at: datetime) -> None:
    if client.a_minute is None:
        _note_use(client, at)
        return
    used = count_call(client.pk, at=at)
    seconds = WINDOW - at.second
    cast(Any, request).api_limits = {
        "RateLimit-Policy": f'"minute";q={client.a_minute};w={WINDOW}',
        "RateLimit": f'"minute";r={max(client.a_minute - used, 0)};t={seconds}',
    }
    if used > client.a_minute:
        raise TooManyCalls(most=client.a_minute, seconds=seconds)
