"""Sealing entries into the tree, making the months ahead, forgetting old idempotency keys."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.ledger.models import Head, OnceKey
from tinhso.kernel.ledger.queries.proofs import last_place, newest_head, tile
from tinhso.kernel.ledger.queries.rows import place_literal, place_of_row, sealable_rows
from tinhso.kernel.ledger.rules.encoding import leaf_of_row
from tinhso.kernel.ledger.rules.heads import SignedHead, public_key_of, sign_head
from tinhso.kernel.ledger.rules.merkle import Tiles, tree_from

BATCH = 20_000
ONE_SEALER = 0x7366_6361_6900  # any number nobody else locks
MONTHS_AHEAD = 3
KEYS_KEPT = timedelta(hours=72)


class WrongCluster(RuntimeError):
    """The rows came from another cluster, whose transaction ids were higher, and no new epoch was begun."""


def signing_key() -> bytes:
    """The Ed25519 key of TINHSO_LEDGER_KEY. Raises ImproperlyConfigured when it is not 64 hex digits."""
    try:
        key = bytes.fromhex(settings.ENV["TINHSO_LEDGER_KEY"])
    except ValueError as error:
        raise ImproperlyConfigured("TINHSO_LEDGER_KEY: cần 64 chữ số hex") from error
    if len(key) != 32:
        raise ImproperlyConfigured("TINHSO_LEDGER_KEY: cần 64 chữ số hex")
    return key


def seal(*, at: datetime, limit: int = BATCH) -> int:
    """Seals one batch under one new head and gives how many entries; 0 when there are none or another one seals."""
    key = signing_key()
    with transaction.atomic():
        if not _am_the_sealer():
            return 0
        head = newest_head()
        _must_be_home(head)
        leaves: list[bytes] = []
        row = b""
        for row in sealable_rows(last_place(head), limit):
            leaves.append(leaf_of_row(row))
        if leaves:
            size = head.size if head else 0
            tree = tree_from(size, tile)
            _store_tiles(tree.append(leaves))
            sealed_at = at.astimezone(UTC).isoformat(timespec="microseconds")
            signed = sign_head(key, size=tree.size, previous_size=size, root=tree.root(), sealed_at=sealed_at)
            _store_head(signed, public_key_of(key), row)
    return len(leaves)


def seal_pending() -> None:
    """Seals until the sealer has caught up."""
    while seal(at=now()) == BATCH:
        pass


def _am_the_sealer() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_SEALER])
        mine: bool = cursor.fetchone()[0]
        # A young partition without statistics must not be sorted whole: the index has the order.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
    return mine


def _must_be_home(head: Head | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_epoch(), pg_snapshot_xmin(pg_current_snapshot())::text")
        epoch, xmin = cursor.fetchone()
    if head is not None and (epoch, int(xmin)) <= (head.last_epoch, head.last_xid):
        raise WrongCluster(f"sealed up to transaction {head.last_xid}, the cluster is at {xmin}")


def _store_tiles(tiles: Tiles) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ledger_tile (level, index, hashes) VALUES (%s, %s, %s) "
            "ON CONFLICT (level, index) DO UPDATE SET hashes = EXCLUDED.hashes",
            [(level, index, hashes) for (level, index), hashes in tiles.items()],
        )


def _store_head(head: SignedHead, public_key: bytes, last_row: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_key (id, public_key) VALUES (%s, %s) ON CONFLICT DO NOTHING", [head.key_id, public_key]
        )
        cursor.execute(
            "INSERT INTO ledger_head (size, previous_size, root, sealed_at, key_id, signature, "
            "last_epoch, last_xid, last_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                head.size,
                head.previous_size,
                head.root,
                head.sealed_at,
                head.key_id,
                head.signature,
                *place_literal(place_of_row(last_row)),
            ],
        )


def make_months() -> None:
    """Partitions for the months ahead: an entry always finds its month."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_make_months(current_date, %s)", [MONTHS_AHEAD])


def forget_keys(*, at: datetime) -> int:
    """Deletes idempotency keys older than 72 hours and gives how many."""
    return OnceKey.objects.filter(made_at__lt=at - KEYS_KEPT).delete()[0]


def forget_old_keys() -> None:
    forget_keys(at=now())


JOBS: tuple[tuple[str, str, float, Callable[[], None]], ...] = (
    ("ledger.seal", gettext_noop("Niêm phong sổ cái"), 0.25, seal_pending),
    ("ledger.make_months", gettext_noop("Mở sẵn các tháng tới của sổ cái"), 6 * 3600, make_months),
    ("ledger.forget_old_keys", gettext_noop("Xóa khóa chống lặp đã cũ"), 3600, forget_old_keys),
)
