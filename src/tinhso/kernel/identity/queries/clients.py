"""API clients: who proves to be one, as whom it acts, and the list administrators see."""

import hashlib
import hmac
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from tinhso.base.actor import ANONYMOUS, Actor, ActorKind, Grant
from tinhso.base.moments import local_day
from tinhso.base.scopes import rights_of
from tinhso.kernel.identity.kinds import ADMINISTER
from tinhso.kernel.identity.models import Account, ApiClient
from tinhso.kernel.identity.queries.actors import actor_of_account, grants_of_seat
from tinhso.kernel.identity.rules.tokens import Claims, claims_in, token_for
from tinhso.kernel.law.queries import standing


def _token_key() -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"tinhso.api.token", hashlib.sha256).digest()


def usable_clients(at: datetime) -> QuerySet[ApiClient]:
    """Clients that may call now: open, not over, their seat still held; in production no sandbox keys."""
    on = local_day(at)
    clients = ApiClient.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=at),
        Q(seat__valid_to=None) | Q(seat__valid_to__gt=on),
        closed_at=None,
        seat__valid_from__lte=on,
    )
    if settings.PROFILE == "production":
        clients = clients.filter(is_sandbox=False)
    return clients.select_related("seat")


def client_with(client_id: UUID, secret: str, at: datetime) -> ApiClient | None:
    """The client, when the secret is one of its own and still good."""
    digest = hashlib.sha256(secret.encode()).digest()
    good = Q(secrets__valid_until=None) | Q(secrets__valid_until__gt=at)
    return usable_clients(at).filter(good, pk=client_id, secrets__digest=digest).first()


def token_of(client: ApiClient, scopes: tuple[str, ...], at: datetime) -> str:
    return token_for(_token_key(), Claims(client.pk, scopes), at=at)


def client_of_token(token: str, at: datetime) -> tuple[ApiClient, tuple[str, ...]] | None:
    """The client of a token, and which of the token's scopes it still has; None when the token is no good."""
    claims = claims_in(_token_key(), token, at=at)
    client = _usable_client(claims.client_id, at) if claims else None
    if claims is None or client is None:
        return None
    return client, tuple(code for code in claims.scopes if code in client.scopes)


def _usable_client(client_id: UUID, at: datetime) -> ApiClient | None:
    """Kept in memory until a client, seat or delegation changes; the moment it expires is looked at each time."""
    key = ("identity.client", client_id, local_day(at), settings.PROFILE)
    client = standing(key, lambda: usable_clients(at).filter(pk=client_id).first())
    return None if client is None or (client.expires_at and client.expires_at <= at) else client


def actor_of_client(client: ApiClient, scopes: tuple[str, ...], at: datetime, request_id: str = "") -> Actor:
    """The actor of its seat, with the rights that the scopes keep. The ledger names the client as the account."""
    kept = rights_of(scopes)
    return Actor(
        kind=ActorKind.STAFF,
        account_id=client.pk,
        person_id=client.seat.person_id,
        seat_id=client.seat_id,
        unit_id=client.seat.unit_id,
        grants=_grants_kept(client, local_day(at), kept),
        request_id=request_id,
        name=client.name,
    )


def _grants_kept(client: ApiClient, on: date, kept: frozenset[str]) -> frozenset[Grant]:
    """Kept in memory until a seat or a delegation changes."""

    def read() -> frozenset[Grant]:
        return frozenset(grant for grant in grants_of_seat(client.seat, on) if grant.right in kept)

    return standing(("identity.client_grants", client.seat_id, on, kept), read)


def visible_clients(actor: Actor) -> QuerySet[ApiClient]:
    """The clients the actor administers, the newest first."""
    clients = ApiClient.objects.select_related("seat__person", "seat__post", "use").order_by("-opened_at", "-id")
    if actor.has_everywhere(ADMINISTER):
        return clients
    return clients.filter(seat__unit_id__in=actor.units_with(ADMINISTER))


def actor_behind(account_id: UUID, at: datetime, seat_id: UUID | None = None) -> Actor:
    """Who asked for work that is done later: the account in that seat, or the client; ANONYMOUS if closed."""
    account = Account.objects.select_related("person").filter(pk=account_id).first()
    if account is not None:
        return actor_of_account(account, at, seat_id)
    client = usable_clients(at).filter(pk=account_id).first()
    return actor_of_client(client, tuple(client.scopes), at) if client else ANONYMOUS
