"""Later work: results handed out go into the store of their owner."""

from collections.abc import Callable

from django.db import transaction

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.ledger.queries import Feed
from tinhso.modules.citizens.results.reactions import follow

CURSOR, BATCH, BATCHES_A_TURN = "results.follow", 300, 20


def follow_ledger() -> None:
    """Reads the ledger on, a few batches a turn; each stands or falls with its place in the feed."""
    for _ in range(BATCHES_A_TURN):
        if follow_batch() < BATCH:
            return


@transaction.atomic
def follow_batch() -> int:
    """One batch of the feed; gives how many entries it read."""
    feed = Feed(CURSOR)
    entries = feed.read(BATCH)
    follow(entries, at=now())
    feed.advance()
    return len(entries)


JOBS: tuple[tuple[str, str, float, Callable[[], object]], ...] = (
    ("results.follow", gettext_noop("Đưa kết quả đã trả vào kho giấy tờ của chủ"), 1.0, follow_ledger),
)
