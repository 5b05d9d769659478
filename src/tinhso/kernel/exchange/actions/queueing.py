"""Putting a message into the outbox, in the transaction of what it tells of."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.kernel.exchange import rules
from tinhso.kernel.exchange.actions.declared import PartnerUnknown
from tinhso.kernel.exchange.kinds import drivers
from tinhso.kernel.exchange.models import Outgoing, Partner
from tinhso.kernel.exchange.queries.sealing import BODY, sealed, view_of
from tinhso.kernel.ledger.actions import SubjectRef, subject_ref

INSERT = (
    "INSERT INTO exchange_outgoing (id, partner_id, kind, order_key, key, lane, subject_kind, subject_id, body_sealed, "
    "signature, request_id, state, attempts, queued_at, next_at, last_code, receipt) VALUES {rows} "
    "ON CONFLICT (key, partner_id) DO NOTHING"
)
ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'waiting', 0, %s, %s, '', '')"


@dataclass(frozen=True)
class NewMessage:
    """What is to be sent: ``key`` makes it one message however often it is queued; ``order_key`` keeps an order."""

    kind: str
    body: Mapping[str, Any]
    order_key: str
    key: str
    subject: Model | SubjectRef


@transaction.atomic
def queue_message(
    partner_code: str,
    kind: str,
    body: Mapping[str, Any],
    *,
    order_key: str,
    key: str,
    subject: Model | SubjectRef,
    by: Actor,
    at: datetime,
) -> Outgoing:
    """The message in the outbox of the partner; one queued before with this key is given back as it is.

    It goes out after everything queued before it with the same ``order_key``. Writes no ledger entry of its own:
    it stands or falls with the act it tells of. Raises PartnerUnknown.
    """
    queue_messages(partner_code, [NewMessage(kind, body, order_key, key, subject)], by=by, at=at)
    return Outgoing.objects.get(partner__code=partner_code, key=key)


@transaction.atomic
def queue_messages(partner_code: str, messages: Sequence[NewMessage], *, by: Actor, at: datetime) -> int:
    """Many messages at once, in this order; gives how many were new. Raises PartnerUnknown."""
    partner = Partner.objects.filter(code=partner_code).first()
    if partner is None:
        raise PartnerUnknown(partner=partner_code)
    if not messages:
        return 0
    sign = drivers.get(partner.driver).sign
    view = view_of(partner) if sign else None
    values: list[Any] = []
    for message in messages:
        raw = json.dumps(message.body, ensure_ascii=False, separators=(",", ":"), default=str).encode()
        signature = sign(view, raw) if sign and view else ""
        values += _row(partner, message, raw, signature, by.request_id, at)
    with connection.cursor() as cursor:
        _hold_order(cursor, {rules.order_hash(partner.id, message.order_key) for message in messages})
        cursor.execute(INSERT.format(rows=", ".join([ROW] * len(messages))), values)
        return int(cursor.rowcount)


def _row(
    partner: Partner, message: NewMessage, raw: bytes, signature: str, request_id: str, at: datetime
) -> tuple[Any, ...]:
    about = subject_ref(message.subject)
    message_id = new_id()
    lane = rules.lane_of(partner.id, message.order_key)
    body = sealed(raw, message_id, BODY)
    facts = (message_id, partner.id, message.kind, message.order_key, message.key, lane)
    return (*facts, about.kind, about.id, body, signature, request_id, at, at)


def _hold_order(cursor: Any, hashes: set[int]) -> None:
    """Whoever queues with one order key comes after whoever did before: their numbers are in order of commit."""
    for number in sorted(hashes):
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
