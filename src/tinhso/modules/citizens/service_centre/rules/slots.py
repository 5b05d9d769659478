"""Times that can be booked: what counters are staffed for on a day, within the hours the centre works."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Interval = tuple[int, int]  # minutes of the day, half-open


@dataclass(frozen=True, slots=True)
class Staffed:
    """A counter staffed for an interval; ``shares`` is the number of groups it serves, among which it divides."""

    interval: Interval
    shares: int


@dataclass(frozen=True, slots=True)
class SlotRules:
    minutes: int  # how long a slot is
    visit: int  # minutes taken for one visit
    percent: int  # of what could be served, how much may be booked; the rest is for who comes without


@dataclass(frozen=True, slots=True)
class Slot:
    start: int
    end: int
    places: int


def slots_of(staffed: Sequence[Staffed], hours: Iterable[Interval], rules: SlotRules) -> list[Slot]:
    """The slots of a day with at least one place, in order. A slot lies whole within hours and shift."""
    found = []
    for opens, closes in hours:
        for start in range(opens, closes - rules.minutes + 1, rules.minutes):
            end = start + rules.minutes
            # Hundredths of a visit, so that thirds of a counter do not get lost on the way.
            work = sum(100 * rules.minutes / one.shares for one in staffed if _covers(one.interval, start, end))
            places = int(work / rules.visit * rules.percent / 10_000 + 1e-9)
            if work and (places or rules.percent):
                found.append(Slot(start, end, max(places, 1)))
    return found


def _covers(interval: Interval, start: int, end: int) -> bool:
    return interval[0] <= start and end <= interval[1]


def is_on_time(arrived: int, start: int, *, early: int, late: int) -> bool:
    """Whether who comes at that minute keeps an appointment of that start."""
    return start - early <= arrived <= start + late
