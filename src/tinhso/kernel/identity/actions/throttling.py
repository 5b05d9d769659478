"""Counting tries before they are judged, so that many at once get no more than their share."""

from datetime import datetime

from django.db import transaction

from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.identity.models import Throttle
from tinhso.kernel.identity.queries.sealing import keyring
from tinhso.kernel.identity.rules.waiting import Patience, failures_before, minutes_left, wait_after


class WaitFirst(Refused):
    code = "wait-first"
    status = 429
    title = gettext_noop("Đã thử sai nhiều lần, hệ thống tạm dừng nhận")
    mend = gettext_noop("Hãy thử lại sau %(minutes)d phút. Nếu quên mật khẩu, hãy nhờ người quản trị đặt lại.")


def throttle_key(kind: str, value: str) -> bytes:
    """A blind index: the table does not tell who tried."""
    return keyring().index(value, kind=f"throttle:{kind}")


@transaction.atomic
def take_try(kind: str, value: str, patience: Patience, *, at: datetime) -> None:
    """Counts a try as failed until ``forget_failures`` says otherwise. Raises WaitFirst, which counts nothing."""
    key = throttle_key(kind, value)
    # Inserts or locks in one statement: between the two nobody can delete the row (a success does).
    first = Throttle(key=key, last_at=at)
    Throttle.objects.bulk_create([first], update_conflicts=True, unique_fields=["key"], update_fields=["key"])
    row = Throttle.objects.get(key=key)
    if row.locked_until and row.locked_until > at:
        raise WaitFirst(minutes=minutes_left(row.locked_until, at))
    row.failures = failures_before(row.failures, row.last_at, at, patience) + 1
    row.last_at = at
    wait = wait_after(row.failures, patience)
    row.locked_until = at + wait if wait else None
    row.save(update_fields=["failures", "last_at", "locked_until"])


def give_back(kind: str, value: str, patience: Patience) -> None:
    """The try was right: it does not count (for keys that many people share)."""
    with transaction.atomic():
        row = Throttle.objects.select_for_update().filter(key=throttle_key(kind, value)).first()
        if row is not None and row.failures:
            row.failures -= 1
            if row.failures <= patience.free:
                row.locked_until = None
            row.save(update_fields=["failures", "locked_until"])


def forget_failures(kind: str, value: str) -> None:
    """The count starts again."""
    Throttle.objects.filter(key=throttle_key(kind, value)).delete()


def forget_old_tries(before: datetime) -> int:
    """Deletes counts nobody added to since; gives how many."""
    return Throttle.objects.filter(last_at__lt=before).delete()[0]
