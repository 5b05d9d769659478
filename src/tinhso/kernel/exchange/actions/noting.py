"""Writing down what became of messages: state, attempt, and a ledger entry for those that need a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection, transaction

from tinhso.base.actor import system_actor
from tinhso.kernel.exchange import rules
from tinhso.kernel.exchange.actions.declared import PartnerUnknown  # noqa: F401 (the events stand there)
from tinhso.kernel.exchange.kinds import Again, Delivered, Driver, Message, Outcome
from tinhso.kernel.exchange.models import AttemptOutcome, OutgoingState, Partner
from tinhso.kernel.exchange.queries.sealing import WORDS, sealed
from tinhso.kernel.ledger.actions import SubjectRef, entry_row, write_entries

BY = system_actor("exchange")
LONGEST_CODE, LONGEST_RECEIPT, LONGEST_WORDS = 60, 200, 2000
# Whoever dropped the message meanwhile is right, unless the partner has it after all.
UPDATE = """
    UPDATE exchange_outgoing o SET state = v.state, attempts = o.attempts + 1, next_at = v.next_at,
        settled_at = v.settled_at, last_code = v.code, words_sealed = v.words, receipt = v.receipt
    FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::text[], %s::bytea[], %s::text[])
        AS v(id, state, next_at, settled_at, code, words, receipt)
    WHERE o.id = v.id AND (o.state = 'waiting' OR v.state = 'sent') RETURNING o.id
"""
INSERT_ATTEMPTS = """
    INSERT INTO exchange_attempt (outgoing_id, at, outcome, code, ms)
    SELECT * FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::text[], %s::int[])
"""


@dataclass(frozen=True)
class Noted:
    """What became of one message, when, after how many milliseconds."""

    message: Message
    outcome: Outcome
    at: datetime
    ms: int


@dataclass(frozen=True)
class Fate:
    """What the row says from now on."""

    outcome: AttemptOutcome
    state: OutgoingState
    next_at: datetime
    settled_at: datetime | None
    code: str
    words: str = ""
    receipt: str = ""


def fate_of(noted: Noted, *, limit: int, refusal_blocks: bool, rng: Random) -> Fate:
    """Pure: what follows from an outcome."""
    outcome, at = noted.outcome, noted.at
    code = outcome.code[:LONGEST_CODE]
    if isinstance(outcome, Delivered):
        receipt = outcome.receipt[:LONGEST_RECEIPT]
        return Fate(AttemptOutcome.DELIVERED, OutgoingState.SENT, at, at, code, receipt=receipt)
    words = outcome.words[:LONGEST_WORDS]
    if isinstance(outcome, Again):
        if noted.message.attempt >= limit:
            return Fate(AttemptOutcome.AGAIN, OutgoingState.DEAD, at, None, code, words)
        wait = rules.wait_before(noted.message.attempt, rng)
        if outcome.after is not None:
            wait = max(wait, timedelta(seconds=min(outcome.after, rules.LONGEST_WAIT)))
        return Fate(AttemptOutcome.AGAIN, OutgoingState.WAITING, at + wait, None, code, words)
    return Fate(AttemptOutcome.REFUSED, OutgoingState.REFUSED, at, None if refusal_blocks else at, code, words)


@transaction.atomic
def note(partner: Partner, driver: Driver, noted: Sequence[Noted], *, rng: Random) -> int:
    """Writes the outcomes down in one short transaction; gives how many were delivered."""
    if not noted:
        return 0
    blocks = driver.refusal_blocks
    fates = [fate_of(one, limit=partner.attempts_limit, refusal_blocks=blocks, rng=rng) for one in noted]
    ids = [one.message.id for one in noted]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, _columns(ids, fates))
        changed = {row[0] for row in cursor.fetchall()}
        moments = [one.at for one in noted]
        outcomes, codes = [str(fate.outcome) for fate in fates], [fate.code for fate in fates]
        cursor.execute(INSERT_ATTEMPTS, [ids, moments, outcomes, codes, [one.ms for one in noted]])
    delivered = sum(fate.state is OutgoingState.SENT for fate in fates)
    _tell(partner, [pair for pair in zip(noted, fates, strict=True) if pair[0].message.id in changed])
    _note_life(partner, noted, delivered)
    return delivered


def _columns(ids: list[Any], fates: Sequence[Fate]) -> list[Any]:
    words = [
        sealed(fate.words.encode(), id_, WORDS) if fate.words else None for id_, fate in zip(ids, fates, strict=True)
    ]
    return [
        ids,
        [str(fate.state) for fate in fates],
        [fate.next_at for fate in fates],
        [fate.settled_at for fate in fates],
        [fate.code for fate in fates],
        words,
        [fate.receipt for fate in fates],
    ]


def _tell(partner: Partner, pairs: Sequence[tuple[Noted, Fate]]) -> None:
    """A ledger entry for each message that waits for a person now."""
    rows = []
    for one, fate in pairs:
        payload: dict[str, Any] = {"partner": partner.code, "kind": one.message.kind, "code": fate.code}
        subject = SubjectRef("exchange.outgoing", one.message.id)
        if fate.state is OutgoingState.DEAD:
            payload["attempts"] = one.message.attempt
            rows.append(entry_row("exchange.message_died", subject, by=BY, at=one.at, payload=payload))
        elif fate.state is OutgoingState.REFUSED:
            rows.append(entry_row("exchange.message_refused", subject, by=BY, at=one.at, payload=payload))
    if rows:
        write_entries(rows)


def _note_life(partner: Partner, noted: Sequence[Noted], delivered: int) -> None:
    """It has answered: it is not down (an answer of any kind will do)."""
    changes: dict[str, Any] = {"down_since": None, "down_code": "", "down_tries": 0, "rests_until": None}
    if delivered:
        changes["last_sent_at"] = noted[-1].at
    Partner.objects.filter(pk=partner.pk).update(**changes)
