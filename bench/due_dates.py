"""Due moments a second on one core, of all units, starts and calendars mixed; explanations read for one in a hundred.

``python bench/due_dates.py`` prints the result as JSON.
"""

import json
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from tinhso.kernel.calendar.rules import Allotted, Pause, due_after_pauses, promised_due
from tinhso.kernel.calendar.rules.vietnam import CLOCK_CHOICES, standard_calendar

COUNT = 100_000
GOAL = 50_000
ALLOTTED = (
    Allotted(8, "working_hour"),
    Allotted(15, "working_day", "by_day"),
    Allotted(5, "working_day", "by_clock"),
    Allotted(30, "day"),
    Allotted(2, "month"),
    Allotted(0, "same_day"),
)


def measure() -> dict[str, Any]:
    """Promises of COUNT dossiers, and the same with a pause each; ``value`` is the promises a second."""
    chance = random.Random(2026)
    first = datetime(2025, 1, 1, tzinfo=UTC)
    received = [first + timedelta(minutes=chance.randrange(900 * 1440)) for _ in range(COUNT)]
    promises = _per_second(_promise_all, received)
    paused = _per_second(_pause_all, received)
    return {
        "name": "due_dates",
        "value": round(promises),
        "unit": "per second",
        "goal": GOAL,
        "passed": promises >= GOAL,
        "details": {"count": COUNT, "explained": COUNT // 100, "with_a_pause_per_second": round(paused)},
    }


def _per_second(work: Any, received: list[datetime]) -> float:
    started = time.perf_counter()
    work(received)
    return len(received) / (time.perf_counter() - started)


def _promise_all(received: list[datetime]) -> None:
    calendar = standard_calendar()
    for number, start in enumerate(received):
        promise = promised_due(start, ALLOTTED[number % len(ALLOTTED)], calendar, CLOCK_CHOICES)
        if number % 100 == 0:
            assert promise.lines[-1].kind == "due"


def _pause_all(received: list[datetime]) -> None:
    calendar = standard_calendar()
    for number, start in enumerate(received):
        pause = Pause(start + timedelta(hours=3), start + timedelta(days=6))
        due_after_pauses(start, ALLOTTED[number % len(ALLOTTED)], [pause], calendar, CLOCK_CHOICES)


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
