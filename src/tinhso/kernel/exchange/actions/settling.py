"""What an operator decides about a message that got stuck: send it again, or give it up; and reading a body."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.exchange.actions.declared import BodyGone, NotReplayable, ReasonMissing
from tinhso.kernel.exchange.kinds import OPERATE
from tinhso.kernel.exchange.models import Outgoing, OutgoingState
from tinhso.kernel.exchange.queries.sealing import BODY, opened
from tinhso.kernel.ledger.actions import SubjectRef, write_entry


def _must_operate(by: Actor) -> None:
    by.must_everywhere(OPERATE)


def _locked(message_id: UUID) -> Outgoing:
    return Outgoing.objects.select_for_update(of=("self",)).select_related("partner").get(pk=message_id)


def _write(event: str, message: Outgoing, before: str, by: Actor, at: datetime, **more: Any) -> None:
    payload = {"partner": message.partner.code, "kind": message.kind, "state": before, **more}
    write_entry(event, SubjectRef("exchange.outgoing", message.id), by=by, at=at, payload=payload)


@transaction.atomic
def replay(message: Outgoing, *, by: Actor, at: datetime) -> Outgoing:
    """The message waits again with all its tries before it, and goes out next of its key; one already sent goes out
    once more (the partner knows it by its key). Raises NotReplayable, BodyGone, NotAllowed.
    """
    _must_operate(by)
    row = _locked(message.id)
    before = row.state
    if before == OutgoingState.WAITING and row.next_at <= at:
        raise NotReplayable(state=row.get_state_display())
    if row.body_sealed is None:
        raise BodyGone()
    row.state, row.next_at, row.settled_at, row.attempts = OutgoingState.WAITING, at, None, 0
    row.save(update_fields=["state", "next_at", "settled_at", "attempts"])
    _write("exchange.message_replayed", row, before, by, at)
    return row


def replay_many(message_ids: Iterable[UUID], *, by: Actor, at: datetime) -> tuple[int, int]:
    """Each in a transaction of its own, oldest first: how many wait again, and how many could not."""
    _must_operate(by)
    done = failed = 0
    for row in Outgoing.objects.filter(id__in=list(message_ids)).order_by("seq"):
        try:
            replay(row, by=by, at=at)
            done += 1
        except (NotReplayable, BodyGone):
            failed += 1
    return done, failed


@transaction.atomic
def give_up(message: Outgoing, *, ground: str, by: Actor, at: datetime) -> Outgoing:
    """The message is not sent any more; what waits behind it goes on.

    Raises NotReplayable, ReasonMissing, NotAllowed.
    """
    _must_operate(by)
    if not ground.strip():
        raise ReasonMissing()
    row = _locked(message.id)
    before = row.state
    if before not in (OutgoingState.WAITING, OutgoingState.REFUSED, OutgoingState.DEAD):
        raise NotReplayable(state=row.get_state_display())
    row.state, row.settled_at = OutgoingState.DROPPED, at
    row.save(update_fields=["state", "settled_at"])
    _write("exchange.message_dropped", row, before, by, at, ground=ground.strip())
    return row


@transaction.atomic
def read_body(message: Outgoing, *, reason: str, by: Actor, at: datetime) -> Any:
    """What the message says, in full; the reading is an entry. Raises ReasonMissing, BodyGone, NotAllowed."""
    _must_operate(by)
    if not reason.strip():
        raise ReasonMissing()
    if message.body_sealed is None:
        raise BodyGone()
    payload = {"partner": message.partner.code, "kind": message.kind, "reason": reason.strip()}
    write_entry("exchange.body_read", SubjectRef("exchange.outgoing", message.id), by=by, at=at, payload=payload)
    return json.loads(opened(message.body_sealed, message.id, BODY))


def forget_bodies(partner_id: UUID, before: datetime, *, limit: int = 5000) -> int:
    """Empties the bodies of messages settled before that moment; gives how many. What was sent stays on record."""
    old = Outgoing.objects.filter(partner_id=partner_id, settled_at__lt=before, body_sealed__isnull=False)
    chosen = list(old.order_by("settled_at").values_list("id", flat=True)[:limit])
    return Outgoing.objects.filter(id__in=chosen).update(body_sealed=None, words_sealed=None)
