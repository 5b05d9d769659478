"""The feed: every entry at least once, in order, and none skipped that commits late."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from tinhso.kernel.ledger.models import Cursor, Entry

# Below xmin every transaction has ended, so nothing can appear before the cursor any more.
# Row comparisons, so that the index on (epoch, xid, id) bounds the walk on both sides.
NEXT_ENTRIES = """
    SELECT * FROM ledger_entry
    WHERE (epoch, xid, id) > (%s, %s::xid8, %s::uuid)
      AND (epoch, xid) < (ledger_epoch(), pg_snapshot_xmin(pg_current_snapshot()))
    ORDER BY epoch, xid, id LIMIT %s
"""


class Feed:
    """A named reader. ``read`` and ``advance`` belong in one transaction with what the reader does:

    with transaction.atomic():
        for entry in feed.read(500):
            ...
        feed.advance()

    When that transaction fails, the same entries come again. One reader per name at a time: a second one is
    given nothing while the first is at work. A new name starts at the first entry of the ledger.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._reached: Entry | None = None

    def read(self, limit: int = 500) -> Sequence[Entry]:
        """The next entries, oldest first; empty when there are none or another reader holds the cursor."""
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("a feed is read inside a transaction only")
        cursor = self._held_cursor()
        if cursor is None:
            return []
        place: list[int | str | UUID] = [cursor.epoch, str(cursor.xid), cursor.entry_id, limit]
        entries = list(Entry.objects.raw(NEXT_ENTRIES, place))
        self._reached = entries[-1] if entries else None
        return entries

    def advance(self) -> None:
        """Moves past what the last ``read`` gave."""
        if self._reached is None:
            return
        reached, self._reached = self._reached, None
        Cursor.objects.filter(name=self.name).update(epoch=reached.epoch, xid=reached.xid, entry_id=reached.id)

    def _held_cursor(self) -> Cursor | None:
        Cursor.objects.bulk_create([Cursor(name=self.name)], ignore_conflicts=True)
        return Cursor.objects.select_for_update(skip_locked=True).filter(name=self.name).first()
