"""Messages delivered a second by one worker when delivery itself costs nothing: reading, unsealing, order, noting.

The outbox as the product has it: sealed bodies, an attempt a message, order kept per key, fsync on. For comparison, a
general job queue on PostgreSQL (procrastinate) publishes about 850 jobs a second.
"""

import time
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from tinhso.base.actor import system_actor
from tinhso.base.ids import new_id
from tinhso.base.moments import now
from tinhso.kernel.exchange.actions import NewMessage, deliver, queue_messages, set_up_partner
from tinhso.kernel.exchange.kinds import Delivered, Driver, Health, Message, Outcome, PartnerView, register
from tinhso.kernel.exchange.models import Outgoing
from tinhso.kernel.ledger.actions import SubjectRef

MANY, KEYS, GOAL = 100_000, 20_000, 10_000
BY = system_actor("bench")
got: list[tuple[str, int]] = []


def nothing(partner: PartnerView, messages: Sequence[Message]) -> Iterator[Outcome]:
    for message in messages:
        got.append((message.order_key, message.body["n"]))
        yield Delivered()


def measure() -> list[dict[str, Any]]:
    """Queues 100,000 messages, then delivers them."""
    register(Driver("bench", "Đo", deliver=nothing, check=lambda partner: Health(True)))
    partner = set_up_partner("bench", title="Đo", driver="bench", by=BY, at=now())
    queueing = _queued()
    began = time.monotonic()
    while Outgoing.objects.filter(state="waiting").exists():
        deliver(partner, clock=now, rng=Random(1), seconds=600)
    took = time.monotonic() - began
    rate = MANY / took
    return [
        {
            "name": "messages delivered, one worker, delivery a no-op",
            "value": round(rate),
            "unit": "messages/s",
            "goal": GOAL,
            "passed": rate >= GOAL and len(got) == MANY and _in_order(),
            "details": {
                "queued_per_second": round(MANY / queueing),
                "seconds": round(took, 2),
                "in_order": _in_order(),
            },
        }
    ]


def _queued() -> float:
    began = time.monotonic()
    subject = SubjectRef("bench.thing", new_id())
    for start in range(0, MANY, 500):
        part = [
            NewMessage(
                "bench.told", {"n": n, "name": "Nguyễn Thị Mẫu", "text": "x" * 400}, f"H{n % KEYS}", str(n), subject
            )
            for n in range(start, start + 500)
        ]
        queue_messages("bench", part, by=BY, at=now())
    return time.monotonic() - began


def _in_order() -> bool:
    last: dict[str, int] = {}
    for key, number in got:
        if last.get(key, -1) >= number:
            return False
        last[key] = number
    return True
