"""Figures for the head of the centre: waiting times and what became of the people, by hour."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Visit:
    """A ticket as measured: the hour it was taken, the seconds until the first call, how it ended."""

    hour: int
    waited: float | None
    outcome: str  # served, missed, given_up, or open


@dataclass(frozen=True, slots=True)
class Figures:
    taken: int
    served: int
    missed: int
    given_up: int
    p50: float | None
    p90: float | None


def percentile(values: Sequence[float], share: int) -> float | None:
    """The smallest value that so many of a hundred do not exceed (nearest rank); None of nothing."""
    ordered = sorted(values)
    return ordered[max(ceil(len(ordered) * share / 100), 1) - 1] if ordered else None


def figures_of(visits: Iterable[Visit]) -> Figures:
    rows = list(visits)
    waited = [row.waited for row in rows if row.waited is not None]
    ended = [row.outcome for row in rows]
    return Figures(
        len(rows),
        ended.count("served"),
        ended.count("missed"),
        ended.count("given_up"),
        percentile(waited, 50),
        percentile(waited, 90),
    )


def by_hour(visits: Iterable[Visit]) -> list[tuple[int, Figures]]:
    """The same for each hour in which somebody took a ticket, in order."""
    hours: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        hours[visit.hour].append(visit)
    return [(hour, figures_of(hours[hour])) for hour in sorted(hours)]
