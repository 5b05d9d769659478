"""Handing letters to exchange's outbox, and writing down what became of them."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from tinhso.base.actor import Actor, system_actor
from tinhso.kernel.exchange.actions import queue_message, set_up_partner
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.notices.actions import declared  # noqa: F401
from tinhso.kernel.notices.kinds import Channel, channels
from tinhso.kernel.notices.models import Delivery, State
from tinhso.kernel.notices.queries.lists import delivery_key

BY = system_actor("notices")
MESSAGE = "notice"
ATTEMPTS = 40  # about a day and a half
# What may follow a state: a letter once turned down may be sent again by an operator.
FOLLOWS = {
    State.WAITING: frozenset({State.SENT, State.DELIVERED, State.FAILED, State.DROPPED}),
    State.SENT: frozenset({State.DELIVERED, State.FAILED}),
    State.FAILED: frozenset({State.SENT, State.DELIVERED}),
    State.DELIVERED: frozenset[State](),
    State.DROPPED: frozenset[State](),
}


def queue(delivery: Delivery, *, by: Actor, at: datetime) -> None:
    """Puts the letter into the outbox, behind whatever else this receiver is sent; call it in a transaction.

    The message names the delivery and nothing else: address and words are put together when it goes.
    """
    channel, notice = channels.get(delivery.channel), delivery.notice
    make_sure_of(channel, at)
    queue_message(
        channel.partner,
        MESSAGE,
        {"delivery": str(delivery.pk)},
        order_key=f"notices:{notice.person_id or notice.seat_id}",
        key=delivery_key(delivery.pk),
        subject=notice,
        by=by,
        at=at,
    )
    delivery.queued_at = at
    delivery.save(update_fields=["queued_at"])


def make_sure_of(channel: Channel, at: datetime) -> None:
    """Enters the partner that carries a channel, where nobody has; its settings are the installation's."""
    if Partner.objects.filter(code=channel.partner).exists():
        return
    try:
        with transaction.atomic():
            set_up_partner(
                channel.partner, title=channel.title, driver=channel.partner, attempts_limit=ATTEMPTS, by=BY, at=at
            )
    except IntegrityError:
        return  # somebody else has, this very moment


@transaction.atomic
def release_held(*, at: datetime, limit: int = 500) -> int:
    """Hands on what was held until now, in the order it was told; gives how many."""
    held = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("notice")
    due = list(held.filter(state=State.WAITING, queued_at=None, hold_until__lte=at).order_by("notice__told_at")[:limit])
    for delivery in due:
        queue(delivery, by=BY, at=at)
        write_entry("notice.queued", delivery.notice, by=BY, at=at, payload={"channel": delivery.channel})
    return len(due)


@transaction.atomic
def note_carried(
    delivery_id: UUID, state: State, *, words: str = "", parts: int | None = None, at: datetime
) -> Delivery:
    """What a channel says became of a letter; what is known better already stays. ``words`` name no person.

    Raises Delivery.DoesNotExist.
    """
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("notice").get(pk=delivery_id)
    if state not in FOLLOWS[State(delivery.state)]:
        return delivery
    delivery.state, delivery.words, delivery.changed_at = state, words, at
    delivery.parts = parts or delivery.parts
    delivery.save(update_fields=["state", "words", "changed_at", "parts"])
    payload = {"channel": delivery.channel, "state": str(state)}
    write_entry("notice.carried", delivery.notice, by=BY, at=at, payload=payload)
    return delivery
