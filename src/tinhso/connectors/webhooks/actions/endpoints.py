"""Setting endpoints up and changing them. Each is a partner of the exchange and belongs to one API client."""

import base64
import secrets as chance
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tinhso.base.actor import Actor, system_actor
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.scopes import Scope, register
from tinhso.connectors.webhooks import connector, wire
from tinhso.connectors.webhooks.driver import NotCallable, is_production, place_of
from tinhso.connectors.webhooks.queries import known_types
from tinhso.kernel.exchange.actions import (
    change_partner,
    pause_partner,
    queue_message,
    resume_partner,
    set_up_partner,
)
from tinhso.kernel.exchange.models import Outgoing, Partner
from tinhso.kernel.exchange.queries.sealing import view_of
from tinhso.kernel.ledger import kinds as ledger
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event

MANAGE = "webhooks.manage"
OVERLAP = timedelta(hours=24)
BY = system_actor("webhooks")
register(Scope(MANAGE, "Quản lý webhook của khóa", ("cases.read",)))
ledger.register(
    Event("webhook.opened", gettext_noop("Mở webhook"), ("client_id", "events")),
    Event("webhook.changed", gettext_noop("Sửa webhook"), ("fields",)),
    Event("webhook.secret_changed", gettext_noop("Đổi khóa ký webhook")),
    Event("webhook.tested", gettext_noop("Gửi thử webhook")),
    Event("webhook.switched_on", gettext_noop("Bật webhook")),
    Event("webhook.switched_off", gettext_noop("Tắt webhook"), ("reason",)),
    Event("webhook.closed", gettext_noop("Đóng webhook")),
)


class AddressRefused(Refused):
    code = "webhook-address-refused"
    title = gettext_noop("Không gửi webhook đến địa chỉ này được (%(fault)s)")
    mend = gettext_noop("Dùng địa chỉ https công khai; bản mẫu còn nhận địa chỉ của chính máy này.")


class EventsUnclear(Refused):
    code = "webhook-events-unclear"
    title = gettext_noop("Chưa chọn loại sự kiện, hoặc có loại không tồn tại")
    mend = gettext_noop("Chọn trong danh mục sự kiện, hoặc để * cho tất cả.")


@transaction.atomic
def open_endpoint(
    url: str, events: Sequence[str], title: str, *, client_id: UUID | None = None, by: Actor, at: datetime
) -> tuple[Partner, str]:
    """An endpoint and its signing secret, shown once; of the client that acts, or of one an official opens it for.

    The caller has seen to it that ``by`` is in charge of that client. Raises AddressRefused, EventsUnclear.
    """
    _check(url, events)
    owner = str(client_id or by.account_id)
    secret = _new_secret()
    partner = set_up_partner(
        f"webhook-{new_id()}",
        title=title.strip() or url.partition("://")[2].partition("/")[0],
        driver=connector.CODE,
        address=url,
        settings={"client": owner, "events": list(events), "since": at.isoformat()},
        secrets={"secret": secret},
        by=BY,
        at=at,
    )
    payload = {"client_id": owner, "events": list(events)}
    write_entry("webhook.opened", partner, by=by, at=at, payload=payload)
    return partner, secret


def _check(url: str, events: Sequence[str]) -> None:
    if not events or not set(events) <= {*known_types(), "*"}:
        raise EventsUnclear(fields={"events": str(EventsUnclear.title)})
    fault = wire.address_fault(url, is_production=is_production())
    if not fault:
        try:
            place_of(url)
        except NotCallable as error:
            # A name that is not there yet may come; one that leads inside never gets better by waiting.
            fault = "" if error.code == "no-such-host" else error.code
    if fault:
        raise AddressRefused(fields={"url": fault}, fault=fault)


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(chance.token_bytes(32)).decode()


@transaction.atomic
def change_endpoint(partner: Partner, url: str, events: Sequence[str], *, by: Actor, at: datetime) -> Partner:
    """Another address or other events. Raises AddressRefused, EventsUnclear."""
    _check(url, events)
    changed = change_partner(partner, address=url, settings={**partner.settings, "events": list(events)}, by=BY, at=at)
    fields = [name for name, is_new in (("url", url != partner.address), ("events", True)) if is_new]
    write_entry("webhook.changed", partner, by=by, at=at, payload={"fields": fields})
    return changed


@transaction.atomic
def rotate_endpoint_secret(partner: Partner, *, by: Actor, at: datetime) -> str:
    """A new secret, shown once; for a day both sign."""
    old, secret = view_of(partner).secrets["secret"], _new_secret()
    until: dict[str, Any] = {**partner.settings, "previous_until": (at + OVERLAP).isoformat()}
    change_partner(partner, settings=until, secrets={"secret": secret, "previous": old}, by=BY, at=at)
    write_entry("webhook.secret_changed", partner, by=by, at=at)
    return secret


@transaction.atomic
def send_test(partner: Partner, *, by: Actor, at: datetime) -> Outgoing:
    """A test event on its way like any other."""
    message_id = str(new_id())
    body = wire.thin_body(message_id, wire.TEST, at, version=None, link=f"{settings.PUBLIC_URL}/api/v1/board")
    write_entry("webhook.tested", partner, by=by, at=at)
    return queue_message(
        partner.code, wire.TEST, body, order_key=message_id, key=message_id, subject=partner, by=by, at=at
    )


@transaction.atomic
def switch_off(partner: Partner, reason: str, *, by: Actor, at: datetime) -> None:
    """Nothing goes out until it is switched on; what happens meanwhile is kept for it."""
    pause_partner(partner, by=BY, at=at)
    write_entry("webhook.switched_off", partner, by=by, at=at, payload={"reason": reason})


@transaction.atomic
def switch_on(partner: Partner, *, by: Actor, at: datetime) -> None:
    resume_partner(partner, by=BY, at=at)
    write_entry("webhook.switched_on", partner, by=by, at=at)


@transaction.atomic
def close_endpoint(partner: Partner, *, by: Actor, at: datetime) -> None:
    """For good: nothing is queued for it and nothing sent any more."""
    change_partner(partner, settings={**partner.settings, "closed_at": at.isoformat()}, by=BY, at=at)
    pause_partner(partner, by=BY, at=at)
    write_entry("webhook.closed", partner, by=by, at=at)
