"""How long somebody will wait, told only when enough was measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

ENOUGH = 5  # services measured; fewer tell nothing
RECENT = 20  # of today's services the last so many count


@dataclass(frozen=True, slots=True)
class Forecast:
    """``minutes`` is None when it cannot be told; ``why`` says then what is missing: figures or counters."""

    minutes: int | None
    why: str = ""


def measured(today: Sequence[float], before: Sequence[float]) -> float | None:
    """The usual seconds of one service: the median of today's last ones, filled up from the days before.

    Both newest first. None when fewer than ENOUGH were measured.
    """
    newest = list(today[:RECENT])
    seconds = newest if len(newest) >= ENOUGH else [*newest, *before]
    return median(seconds) if len(seconds) >= ENOUGH else None


def forecast(ahead: int, usual: float | None, *, counters: int, busy: int) -> Forecast:
    """People called before, the usual seconds of one service, open counters, and how many of them serve somebody.

    Whoever is being served now is taken to be half through. Rounded up to whole minutes, above ten to five.
    """
    if counters <= 0:
        return Forecast(None, "counters")
    if usual is None:
        return Forecast(None, "figures")
    if ahead + busy < counters:  # a counter is free
        return Forecast(0)
    minutes = ceil(usual * (2 * ahead + busy) / (2 * counters) / 60)
    return Forecast(minutes if minutes <= 10 else ceil(minutes / 5) * 5)
