"""What arrives: stored once before it is answered, handled once after."""

import json
from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor, system_actor
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused
from tinhso.kernel.exchange import rules
from tinhso.kernel.exchange.actions.declared import NotReplayable, PartnerUnknown
from tinhso.kernel.exchange.kinds import OPERATE, Arrived, incoming_kinds
from tinhso.kernel.exchange.models import Incoming, IncomingState, Partner
from tinhso.kernel.exchange.queries.sealing import INCOMING, opened, sealed
from tinhso.kernel.ledger.actions import SubjectRef, write_entry

BY = system_actor("exchange")


@transaction.atomic
def take_in(partner_code: str, kind: str, key: str, body: Mapping[str, Any], *, at: datetime) -> Incoming:
    """The message, durably stored; a key seen before from this partner gives the row of then.

    Raises PartnerUnknown, LookupError for a kind nobody declared.
    """
    incoming_kinds.get(kind)
    partner = Partner.objects.filter(code=partner_code).first()
    if partner is None:
        raise PartnerUnknown(partner=partner_code)
    message_id = new_id()
    raw = json.dumps(body, ensure_ascii=False, default=str).encode()
    row = Incoming(
        id=message_id,
        partner=partner,
        kind=kind,
        key=key,
        body_sealed=sealed(raw, message_id, INCOMING),
        arrived_at=at,
        next_at=at,
    )
    Incoming.objects.bulk_create([row], ignore_conflicts=True)
    return Incoming.objects.select_related("partner").get(partner=partner, key=key)


def due_incoming(at: datetime, limit: int = 100) -> list[UUID]:
    waiting = Incoming.objects.filter(state=IncomingState.WAITING, next_at__lte=at)
    return list(waiting.order_by("next_at").values_list("id", flat=True)[:limit])


def handle(message_id: UUID, *, at: datetime, rng: Random) -> bool:
    """Handles one message that waits; False when somebody else has it. A second go comes later if this one fails."""
    row = _begun(message_id, at, rng)
    if row is None:
        return False
    try:
        _take(row, at)
    except Refused as refusal:
        _refuse(row, refusal.code, at)
    return True


@transaction.atomic
def _begun(message_id: UUID, at: datetime, rng: Random) -> Incoming | None:
    """Counts the try first, so that a message that kills its handler is not tried for ever."""
    waiting = Incoming.objects.select_for_update(skip_locked=True, of=("self",)).select_related("partner")
    row = waiting.filter(pk=message_id, state=IncomingState.WAITING, next_at__lte=at).first()
    if row is None:
        return None
    if row.attempts >= row.partner.attempts_limit:
        row.state = IncomingState.DEAD
        row.save(update_fields=["state"])
        _write("exchange.incoming_died", row, BY, at, attempts=row.attempts)
        return None
    row.attempts += 1
    row.next_at = at + rules.wait_before(row.attempts, rng)
    row.save(update_fields=["attempts", "next_at"])
    return row


@transaction.atomic
def _take(row: Incoming, at: datetime) -> None:
    """What the message asks, and the mark that it was done, together."""
    still = Incoming.objects.select_for_update().filter(pk=row.pk, state=IncomingState.WAITING)
    if not still.exists():
        return
    body = json.loads(opened(row.body_sealed or b"", row.id, INCOMING))
    arrived = Arrived(row.id, row.partner.code, row.key, body)
    incoming_kinds.get(row.kind).take(arrived, BY, at)
    still.update(state=IncomingState.HANDLED, handled_at=at, last_code="")


@transaction.atomic
def _refuse(row: Incoming, code: str, at: datetime) -> None:
    still = Incoming.objects.filter(pk=row.pk, state=IncomingState.WAITING)
    if still.update(state=IncomingState.REFUSED, handled_at=at, last_code=code):
        _write("exchange.incoming_refused", row, BY, at, code=code)


@transaction.atomic
def replay_incoming(message: Incoming, *, by: Actor, at: datetime) -> Incoming:
    """A refused or dead message is handled once more. Raises NotReplayable, NotAllowed."""
    by.must_everywhere(OPERATE)
    row = Incoming.objects.select_for_update(of=("self",)).select_related("partner").get(pk=message.pk)
    before = row.state
    if before not in (IncomingState.REFUSED, IncomingState.DEAD):
        raise NotReplayable(state=row.get_state_display())
    row.state, row.attempts, row.next_at, row.handled_at = IncomingState.WAITING, 0, at, None
    row.save(update_fields=["state", "attempts", "next_at", "handled_at"])
    _write("exchange.incoming_replayed", row, by, at, state=before)
    return row


def _write(event: str, row: Incoming, by: Actor, at: datetime, **more: Any) -> None:
    payload = {"partner": row.partner.code, "kind": row.kind, **more}
    write_entry(event, SubjectRef("exchange.incoming", row.id), by=by, at=at, payload=payload)
