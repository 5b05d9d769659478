"""Later work: telling people what the ledger says happened, and officials each morning what is due."""

from collections.abc import Callable
from datetime import time

from django.db import transaction

from tinhso.base.moments import local, now
from tinhso.kernel.ledger.queries import Feed
from tinhso.modules.citizens.one_stop.actions.digest import tell_of_the_day
from tinhso.modules.citizens.one_stop.reactions import tell_of

CURSOR = "one_stop.notices"
BATCH = 200
MORNING = time(7, 15)


def tell_news() -> None:
    """Reads on until nothing new is ready; each batch stands or falls with its place in the feed."""
    while tell_batch():
        pass


@transaction.atomic
def tell_batch() -> int:
    """One batch of the feed; gives how many entries it read."""
    feed = Feed(CURSOR)
    entries = feed.read(BATCH)
    tell_of(entries, at=now())
    feed.advance()
    return len(entries)


def tell_the_morning() -> None:
    at = now()
    if local(at).time() >= MORNING:
        tell_of_the_day(at=at)


JOBS: tuple[tuple[str, float, Callable[[], None]], ...] = (
    ("one_stop.tell_news", 1.0, tell_news),
    ("one_stop.tell_the_morning", 300.0, tell_the_morning),
)
