"""Pure decisions: lanes, waves, how long to wait, what of a partner's words may be shown."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import blake2b
from random import Random
from uuid import UUID

from tinhso.kernel.exchange.kinds import Message

LANES = 16
FIRST_WAIT = 5.0
LONGEST_WAIT = 3600.0
LONGEST_REST = 300.0  # a partner that is down is asked again at least this often
_DIGITS = re.compile(r"\d(?:[\d .-]*\d){5,}")
_MAIL = re.compile(r"\S+@\S+")


def order_hash(partner_id: UUID, order_key: str) -> int:
    """A signed 64-bit number of partner and order key: the advisory lock under which they are queued."""
    return int.from_bytes(blake2b(partner_id.bytes + order_key.encode(), digest_size=8).digest(), "big", signed=True)


def lane_of(partner_id: UUID, order_key: str) -> int:
    """Messages of one order key share a lane; a lane is delivered by one worker at a time."""
    return order_hash(partner_id, order_key) % LANES


def lane_lock(partner_id: UUID, lane: int) -> tuple[int, int]:
    """The two 32-bit numbers of the advisory lock of a partner's lane."""
    digest = blake2b(partner_id.bytes, digest_size=4).digest()
    return int.from_bytes(digest, "big", signed=True), lane


def waves(messages: Iterable[Message]) -> Iterator[list[Message]]:
    """The messages in rounds: no two of one order key in a round, each key in its order."""
    queues: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        queues[message.order_key].append(message)
    depth = 0
    while wave := [queue[depth] for queue in queues.values() if depth < len(queue)]:
        yield wave
        depth += 1


def wait_before(attempt: int, rng: Random, *, longest: float = LONGEST_WAIT) -> timedelta:
    """How long to rest after the attempt of that number: doubled each time, never twice the same for everybody."""
    full = min(longest, FIRST_WAIT * 2.0 ** min(attempt - 1, 30))
    return timedelta(seconds=full * (0.5 + rng.random() / 2))


def without_personal_numbers(words: str) -> str:
    """A partner's words with long digit runs and e-mail addresses blotted out."""
    return _MAIL.sub("•••", _DIGITS.sub("•••", words))
