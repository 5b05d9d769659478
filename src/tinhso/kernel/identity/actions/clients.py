"""API clients: opening, new secrets with overlap, closing; counting their calls."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.base.scopes import scopes as declared_scopes
from tinhso.base.text import nfc
from tinhso.kernel.identity.kinds import ADMINISTER
from tinhso.kernel.identity.models import ApiClient, ApiSecret, Seat
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register

register(
    Event("identity.client_opened", "mở khóa API", ("seat_id", "scopes", "is_sandbox", "expires_at")),
    Event("identity.client_secret_made", "cấp bí mật mới cho khóa API", ("overlap_until",)),
    Event("identity.client_closed", "đóng khóa API", ()),
)
OVERLAP = timedelta(days=7)
A_MINUTE = 600


class ClientUnclear(Refused):
    code = "client-unclear"
    title = gettext_noop("Khóa API cần có tên và ít nhất một phạm vi có trong danh sách")
    mend = gettext_noop("Ghi tên hệ thống sẽ gọi API và chọn những phạm vi nó thật sự cần.")


class ClientClosed(Refused):
    code = "client-closed"
    status = 409
    title = gettext_noop("Khóa API này đã đóng")
    mend = gettext_noop("Mở một khóa mới nếu hệ thống còn cần gọi API.")


class SandboxOnly(Refused):
    code = "sandbox-only"
    title = gettext_noop("Khóa dùng thử chỉ có trong bản mẫu")
    mend = gettext_noop("Mở khóa thường cho hệ thống thật.")


@transaction.atomic
def open_client(
    name: str,
    seat: Seat,
    scopes: Iterable[str],
    *,
    is_sandbox: bool = False,
    a_minute: int | None = A_MINUTE,
    expires_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> tuple[ApiClient, str]:
    """A client that acts as that seat, and its secret, shown once. Raises NotAllowed, ClientUnclear, SandboxOnly."""
    by.must(ADMINISTER, seat.unit_id)
    chosen = list(dict.fromkeys(scopes))
    if not nfc(name) or not chosen or any(code not in declared_scopes for code in chosen):
        raise ClientUnclear()
    if is_sandbox and settings.PROFILE == "production":
        raise SandboxOnly()
    client = ApiClient.objects.create(
        name=nfc(name),
        seat=seat,
        scopes=chosen,
        is_sandbox=is_sandbox,
        a_minute=a_minute,
        opened_at=at,
        expires_at=expires_at,
    )
    payload = {
        "seat_id": str(seat.id),
        "scopes": chosen,
        "is_sandbox": is_sandbox,
        "expires_at": expires_at.isoformat() if expires_at else None,
    }
    write_entry("identity.client_opened", client, by=by, at=at, payload=payload, unit_id=seat.unit_id)
    return client, _new_secret(client, at)


@transaction.atomic
def rotate_secret(client: ApiClient, *, overlap: timedelta = OVERLAP, by: Actor, at: datetime) -> str:
    """A new secret, shown once; those before it are good until the overlap is over. Raises NotAllowed, ClientClosed."""
    locked = _open_one(client, by)
    until = at + overlap
    locked.secrets.filter(valid_until=None).update(valid_until=until)
    secret = _new_secret(locked, at)
    payload = {"overlap_until": until.isoformat()}
    unit_id = locked.seat.unit_id
    write_entry("identity.client_secret_made", locked, by=by, at=at, payload=payload, unit_id=unit_id)
    return secret


@transaction.atomic
def close_client(client: ApiClient, *, by: Actor, at: datetime) -> ApiClient:
    """No call of the client is answered any more, tokens given out included. Raises NotAllowed, ClientClosed."""
    locked = _open_one(client, by)
    locked.closed_at = at
    locked.save(update_fields=["closed_at"])
    write_entry("identity.client_closed", locked, by=by, at=at, unit_id=locked.seat.unit_id)
    return locked


def _open_one(client: ApiClient, by: Actor) -> ApiClient:
    locked = ApiClient.objects.select_for_update(of=("self",)).select_related("seat").get(pk=client.pk)
    if not by.may(ADMINISTER, locked.seat.unit_id):
        raise NotAllowed(right=ADMINISTER)
    if locked.closed_at is not None:
        raise ClientClosed()
    return locked


def _new_secret(client: ApiClient, at: datetime) -> str:
    """256 random bits need no slow hash: nobody can try them all."""
    secret = f"tinhso_{'test' if client.is_sandbox else 'live'}_{secrets.token_urlsafe(32)}"
    ApiSecret.objects.create(client=client, digest=digest_of(secret), made_at=at)
    return secret


def digest_of(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def count_call(client_id: UUID, *, at: datetime) -> int:
    """Counts a call of the client and gives how many it made in this minute, whichever process was asked."""
    minute = at.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO identity_apiuse (client_id, minute, used) VALUES (%s, %s, 1) "
            "ON CONFLICT (client_id) DO UPDATE SET minute = excluded.minute, used = "
            "CASE WHEN identity_apiuse.minute = excluded.minute THEN identity_apiuse.used + 1 ELSE 1 END "
            "RETURNING used",
            [client_id, minute],
        )
        return int(cursor.fetchone()[0])
