"""Later work: results handed out go into the store of their owner, batches of scans are taken in, scans are read."""

from collections.abc import Callable

from django.db import transaction

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.identity.queries import actor_behind
from tinhso.kernel.ledger.queries import Feed
from tinhso.modules.citizens.results.actions.batches import run_batch
from tinhso.modules.citizens.results.actions.reading import is_there, read_next
from tinhso.modules.citizens.results.queries.batches import unfinished
from tinhso.modules.citizens.results.reactions import follow

CURSOR, BATCH, BATCHES_A_TURN = "results.follow", 300, 20
FILES_A_TURN = 20  # short, so that results and other batches do not wait
READ_A_TURN = 5


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


def take_batches_in() -> None:
    """A turn for each batch that is not over."""
    for batch in unfinished():
        if batch.account_id is not None:
            at = now()
            run_batch(batch, by=actor_behind(batch.account_id, at, batch.seat_id), at=at, most=FILES_A_TURN)


def read_scans() -> None:
    """Nothing where no reader is installed: the scans wait, and people type."""
    for _ in range(READ_A_TURN):
        if not is_there() or not read_next(at=now()):
            return


JOBS: tuple[tuple[str, str, float, Callable[[], object]], ...] = (
    ("results.follow", gettext_noop("Đưa kết quả đã trả vào kho giấy tờ của chủ"), 1.0, follow_ledger),
    ("results.batches", gettext_noop("Nhận các lô quét"), 0.5, take_batches_in),
    # A lane of its own: a page takes seconds, and results do not wait behind a thousand of them.
    ("results_reading.read", gettext_noop("Nhận dạng chữ trên bản quét"), 1.0, read_scans),
)
