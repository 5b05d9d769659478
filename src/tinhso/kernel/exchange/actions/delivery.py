"""Delivering what waits: a lane at a time, without an open transaction while the partner is spoken to."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Greatest

from tinhso.kernel.exchange import rules
from tinhso.kernel.exchange.actions.noting import Noted, note
from tinhso.kernel.exchange.kinds import Again, Delivered, Driver, Message, PartnerDown, PartnerView, drivers
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.exchange.queries.sealing import BODY, opened, view_of

BATCH = 500
NOTE_EVERY = 1.0  # seconds: what is known is written down at least this often
# First candidates by the index of what waits, then (few rows) whether something before them of their key is unsettled.
DUE = """
    WITH due AS MATERIALIZED (
        SELECT id, seq, kind, key, order_key, body_sealed, queued_at, attempts, signature FROM exchange_outgoing
        WHERE partner_id = %(partner)s AND lane = %(lane)s AND state = 'waiting' AND next_at <= %(at)s
          AND seq > %(after)s
        ORDER BY seq LIMIT %(limit)s
    )
    SELECT due.*, EXISTS (
        SELECT 1 FROM exchange_outgoing earlier
        WHERE earlier.partner_id = %(partner)s AND earlier.order_key = due.order_key AND earlier.settled_at IS NULL
          AND earlier.seq < due.seq AND (earlier.state <> 'waiting' OR earlier.next_at > %(at)s)
    ) AS is_held FROM due ORDER BY seq
"""


@dataclass
class Run:
    """One worker's turn with a partner: until when, by which clock, with which dice."""

    partner: Partner
    clock: Callable[[], datetime]
    rng: Random
    seconds: float = 5.0
    sent: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        return time.monotonic() - self.began > self.seconds


def deliver(partner: Partner, *, clock: Callable[[], datetime], rng: Random, seconds: float = 5.0) -> int:
    """Delivers what is due to the partner, about so long; gives how many it has taken.

    Lanes another worker has are left to it. Nothing is lost or reordered when this process dies at any moment:
    what was not noted comes again, and the partner knows it by its key.
    """
    run = Run(partner, clock, rng, seconds)
    driver, view = drivers.get(partner.driver), view_of(partner)
    lanes = list(range(rules.LANES))
    rng.shuffle(lanes)
    for lane in lanes:
        if run.is_over:
            break
        with _held(partner.id, lane) as is_mine:
            if is_mine and not _empty(run, driver, view, lane):
                break
    return run.sent


@contextmanager
def _held(partner_id: UUID, lane: int) -> Iterator[bool]:
    """The lane's lock, of this database session: it ends with the process, whatever happens to it."""
    numbers = rules.lane_lock(partner_id, lane)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s::int, %s::int)", numbers)
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s::int, %s::int)", numbers)


def _empty(run: Run, driver: Driver, view: PartnerView, lane: int) -> bool:
    """Delivers the lane until nothing is due; False when the partner wants a rest (it is down, or its pace is used)."""
    while not run.is_over:
        messages = due_messages(run.partner.id, lane, run.clock(), run.partner.pace or BATCH)
        if not messages:
            return True
        if run.partner.pace and not _may_go(run, len(messages)):
            return False
        if not _deliver_all(run, driver, view, messages):
            return False
    return True


def _deliver_all(run: Run, driver: Driver, view: PartnerView, messages: Sequence[Message]) -> bool:
    """In rounds of one message a key; a key whose message was not settled is left alone. False when it went down."""
    held: set[str] = set()
    for wave in rules.waves(messages):
        going = [message for message in wave if message.order_key not in held]
        if run.is_over:
            break
        if going and not _deliver(run, driver, view, going, held):
            return False
    return True


def due_messages(partner_id: UUID, lane: int, at: datetime, limit: int) -> list[Message]:
    """The next messages of the lane whose predecessors of the same key are settled or among them."""
    found: list[Message] = []
    facts: dict[str, Any] = {"partner": partner_id, "lane": lane, "at": at, "limit": limit, "after": 0}
    while not found:
        with connection.cursor() as cursor:
            cursor.execute(DUE, facts)
            rows = cursor.fetchall()
        found = [_message(row) for row in rows if not row[-1]]
        if len(rows) < limit:
            break
        facts["after"] = rows[-1][1]
    return found


def _message(row: Sequence[Any]) -> Message:
    message_id, _, kind, key, order_key, body, queued_at, attempts, signature, _ = row
    raw = opened(body, message_id, BODY)
    return Message(message_id, kind, key, order_key, raw, queued_at, attempts + 1, signature)


def _may_go(run: Run, many: int) -> bool:
    """Whether so many are within the partner's pace, at most a second's worth ahead; they are taken before they go."""
    at, share = run.clock(), timedelta(seconds=many / run.partner.pace)
    has_room = Q(free_at=None) | Q(free_at__lte=at + timedelta(seconds=1) - share)
    begins = Greatest(Coalesce(F("free_at"), Value(at)), Value(at))
    return bool(Partner.objects.filter(has_room, pk=run.partner.pk).update(free_at=begins + share))


def _deliver(run: Run, driver: Driver, view: PartnerView, wave: Sequence[Message], held: set[str]) -> bool:
    """One round; False when the partner went down. What is known is noted while the rest is under way.

    The keys of messages that were not delivered are put into ``held``.
    """
    noted: list[Noted] = []
    done, began = 0, time.monotonic()
    last_note = began
    is_whole = False
    try:
        for message, outcome in zip(wave, driver.deliver(view, wave), strict=False):
            moment = time.monotonic()
            noted.append(Noted(message, outcome, run.clock(), round((moment - began) * 1000)))
            done, began = done + 1, moment
            if not isinstance(outcome, Delivered):
                held.add(message.order_key)
            if moment - last_note > NOTE_EVERY:
                noted, last_note = _write(run, driver, noted), moment
            if run.is_over:
                break
        is_whole = done == len(wave) or run.is_over
    except PartnerDown as error:
        is_whole = True
        _write(run, driver, noted)
        _rest(run, error)
        return False
    finally:
        if not is_whole and done < len(wave):
            # The driver itself failed: the message is charged with it, or it would come first for ever.
            noted.append(Noted(wave[done], Again("driver-error"), run.clock(), 0))
            _write(run, driver, noted)
    _write(run, driver, noted)
    return True


def _write(run: Run, driver: Driver, noted: list[Noted]) -> list[Noted]:
    run.sent += note(run.partner, driver, noted, rng=run.rng)
    return []


@transaction.atomic
def _rest(run: Run, down: PartnerDown) -> None:
    """The partner is left alone for a while; its messages keep their attempts."""
    at = run.clock()
    partner = Partner.objects.select_for_update().get(pk=run.partner.pk)
    wait = rules.wait_before(partner.down_tries + 1, run.rng, longest=rules.LONGEST_REST)
    if down.after is not None:
        wait = max(wait, timedelta(seconds=min(down.after, rules.LONGEST_WAIT)))
    Partner.objects.filter(pk=partner.pk).update(
        down_since=partner.down_since or at,
        down_code=down.code,
        down_tries=F("down_tries") + 1,
        rests_until=at + wait,
    )
