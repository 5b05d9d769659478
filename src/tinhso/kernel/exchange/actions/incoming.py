"""What arrives: stored once before it is answered, handled once after."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from tinhso.base.actor import Actor, system_actor
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused
from tinhso.kernel.exchange import rules
from tinhso.kernel.exchange.actions.declared import NotReplayable, PartnerUnknown
from tinhso.kernel.exchange.kinds import OPERATE, Arrived, NotYet, incoming_kinds
from tinhso.kernel.exchange.models import Incoming, IncomingState, Partner
from tinhso.kernel.exchange.queries.sealing import INCOMING, opened, sealed
from tinhso.kernel.ledger.actions import SubjectRef, write_entry

BY = system_actor("exchange")
FAR_BEHIND = 2**50  # what came too early waits behind everything that may still arrive


@dataclass(frozen=True)
class NewArrival:
    """What came: ``key`` makes it one message however often it comes; ``order_key`` keeps an order."""

    kind: str
    key: str
    body: Mapping[str, Any]
    order_key: str = ""


def take_in(
    partner_code: str, kind: str, key: str, body: Mapping[str, Any], *, order_key: str = "", at: datetime
) -> Incoming:
    """The message, durably stored; a key seen before from this partner gives the row of then.

    Raises PartnerUnknown, LookupError for a kind nobody declared.
    """
    take_in_many(partner_code, [NewArrival(kind, key, body, order_key)], at=at)
    return Incoming.objects.select_related("partner").get(partner__code=partner_code, key=key)


@transaction.atomic
def take_in_many(partner_code: str, arrivals: Sequence[NewArrival], *, at: datetime) -> None:
    """Stores all or none, in this order; keys seen before from this partner change nothing.

    Raises PartnerUnknown, LookupError for a kind nobody declared.
    """
    for arrival in arrivals:
        incoming_kinds.get(arrival.kind)
    partner_id = Partner.objects.filter(code=partner_code).values_list("pk", flat=True).first()
    if partner_id is None:
        raise PartnerUnknown(partner=partner_code)
    Incoming.objects.bulk_create([_row(partner_id, one, at) for one in arrivals], ignore_conflicts=True)


def _row(partner_id: UUID, arrival: NewArrival, at: datetime) -> Incoming:
    message_id = new_id()
    raw = json.dumps(arrival.body, ensure_ascii=False, default=str).encode()
    return Incoming(
        id=message_id,
        partner_id=partner_id,
        kind=arrival.kind,
        key=arrival.key,
        order_key=arrival.order_key,
        body_sealed=sealed(raw, message_id, INCOMING),
        arrived_at=at,
        next_at=at,
    )


# Nothing is handled before what came earlier of its order key; a dead message holds the later ones back.
DUE = """
    SELECT id FROM exchange_incoming due WHERE state = 'waiting' AND next_at <= %(at)s AND (
        order_key = '' OR NOT EXISTS (
            SELECT 1 FROM exchange_incoming earlier
            WHERE earlier.order_key = due.order_key AND earlier.seq < due.seq AND earlier.order_key <> ''
              AND earlier.partner_id = due.partner_id AND earlier.state IN ('waiting', 'dead')))
    ORDER BY seq LIMIT %(limit)s
"""


def due_incoming(at: datetime, limit: int = 100) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(DUE, {"at": at, "limit": limit})
        return [row[0] for row in cursor.fetchall()]


def handle(message_id: UUID, *, at: datetime, rng: Random) -> bool:
    """Handles one message that waits; False when somebody else has it. A second go comes later if this one fails."""
    row = _begun(message_id, at, rng)
    if row is None:
        return False
    try:
        _take(row, at)
    except NotYet:
        _put_behind(row)
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


def _put_behind(row: Incoming) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE exchange_incoming SET seq = nextval('exchange_incoming_seq') + %s WHERE id = %s",
            [FAR_BEHIND, row.pk],
        )


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
