"""Partners: set up, changed, paused, resumed."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.exchange.actions.declared import DriverUnknown, FieldsMissing, PartnerTaken
from tinhso.kernel.exchange.kinds import OPERATE, Driver, drivers
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.exchange.queries.sealing import SECRETS, opened, sealed
from tinhso.kernel.ledger.actions import write_entry


def _must_operate(by: Actor) -> None:
    by.must_everywhere(OPERATE)


def _driver(code: str) -> Driver:
    if code not in drivers:
        raise DriverUnknown(driver=code)
    return drivers.get(code)


@transaction.atomic
def set_up_partner(
    code: str,
    *,
    title: str,
    driver: str,
    address: str = "",
    settings: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    pace: int = 0,
    attempts_limit: int = 20,
    keep_days: int = 90,
    by: Actor,
    at: datetime,
) -> Partner:
    """A new partner; its secrets are sealed. Raises DriverUnknown, FieldsMissing, PartnerTaken, NotAllowed."""
    _must_operate(by)
    _must_be_whole(_driver(driver), settings or {}, secrets or {})
    if Partner.objects.filter(code=code).exists():
        raise PartnerTaken(partner=code)
    partner = Partner(
        code=code,
        title=title,
        driver=driver,
        address=address,
        settings=dict(settings or {}),
        pace=pace,
        attempts_limit=attempts_limit,
        keep_days=keep_days,
    )
    _seal(partner, secrets or {})
    partner.save(force_insert=True)
    write_entry("exchange.partner_set_up", partner, by=by, at=at, payload={"code": code, "driver": driver})
    return partner


@transaction.atomic
def change_partner(
    partner: Partner, *, secrets: Mapping[str, str] | None = None, by: Actor, at: datetime, **changes: Any
) -> Partner:
    """Changes title, address, settings, pace, attempts_limit or keep_days; a secret left out or empty stays.

    Raises FieldsMissing, NotAllowed.
    """
    _must_operate(by)
    row = Partner.objects.select_for_update().get(pk=partner.pk)
    kept = json.loads(opened(row.secrets_sealed, row.id, SECRETS)) if row.secrets_sealed else {}
    given = {name: value for name, value in (secrets or {}).items() if value}
    _must_be_whole(_driver(row.driver), changes.get("settings", row.settings), {**kept, **given})
    fields = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in fields:
        setattr(row, name, changes[name])
    if given:
        _seal(row, {**kept, **given})
        fields += sorted(given)
    if not fields:
        return row
    row.version += 1
    row.rests_until = None  # whatever was wrong may be mended now
    row.save()
    write_entry("exchange.partner_changed", row, by=by, at=at, payload={"code": row.code, "fields": fields})
    return row


@transaction.atomic
def pause_partner(partner: Partner, *, by: Actor, at: datetime) -> Partner:
    """Nothing goes out to it until it is resumed; messages keep queueing."""
    return _switch(partner, False, by, at)


@transaction.atomic
def resume_partner(partner: Partner, *, by: Actor, at: datetime) -> Partner:
    """Messages go out again, at once."""
    return _switch(partner, True, by, at)


def _switch(partner: Partner, wanted: bool, by: Actor, at: datetime) -> Partner:
    _must_operate(by)
    row = Partner.objects.select_for_update().get(pk=partner.pk)
    if row.is_active is wanted:
        return row
    row.is_active, row.rests_until, row.version = wanted, None, row.version + 1
    row.save(update_fields=["is_active", "rests_until", "version"])
    event = "exchange.partner_resumed" if wanted else "exchange.partner_paused"
    write_entry(event, row, by=by, at=at, payload={"code": row.code})
    return row


def _must_be_whole(driver: Driver, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
    needed = [field for field in driver.fields if field.is_required]
    missing = [field.title for field in needed if not (secrets if field.is_secret else settings).get(field.name)]
    if missing:
        raise FieldsMissing(fields_missing=", ".join(missing))


def _seal(partner: Partner, secrets: Mapping[str, str]) -> None:
    text = json.dumps(dict(secrets), ensure_ascii=False).encode()
    partner.secrets_sealed = sealed(text, partner.id, SECRETS) if secrets else None
