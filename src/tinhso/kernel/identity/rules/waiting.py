"""How long to wait after wrong passwords and codes: longer each time, never for ever."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Patience:
    """``free`` failures cost nothing; then the wait doubles from ``first`` to ``longest``.

    A quiet time of ``forget`` starts the count again.
    """

    free: int
    first: timedelta
    longest: timedelta
    forget: timedelta


# One login or one device: five tries, then 1, 2, 4, 8, 15 minutes: below 120 guesses a day.
LOGIN = Patience(4, timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=24))
# One address may be a whole office behind one router.
ADDRESS = Patience(49, timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1))


def failures_before(count: int, last_at: datetime, at: datetime, patience: Patience) -> int:
    """The failures that still count."""
    return 0 if at - last_at > patience.forget else count


def wait_after(failures: int, patience: Patience) -> timedelta:
    """How long nothing more is tried after that many failures."""
    beyond = failures - patience.free
    if beyond <= 0:
        return timedelta(0)
    return min(patience.first * (1 << min(beyond - 1, 20)), patience.longest)


def minutes_left(locked_until: datetime, at: datetime) -> int:
    """Whole minutes to wait, at least one."""
    return max(1, -(-int((locked_until - at).total_seconds()) // 60))
