"""Since when a dossier has stood still for too long: pure arithmetic on a working calendar."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tinhso.kernel.calendar.rules import WorkingCalendar
from tinhso.kernel.calendar.rules.minutes import minute_of, moment_of

LONGEST = timedelta(days=400)
WATCHDOG_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["hours"],
    "properties": {
        "hours": {  # state → working hours without an act; states that are left out are not watched
            "type": "object",
            "propertyNames": {"enum": ["1", "2", "4", "5", "6", "9"]},
            "additionalProperties": {"type": "number", "exclusiveMinimum": 0, "maximum": 2000},
        }
    },
    "additionalProperties": False,
}
EXTENSION_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["most"],
    "properties": {"most": {"type": "integer", "minimum": 0, "maximum": 10}},
    "additionalProperties": False,
}


def still_since(calendar: WorkingCalendar, at: datetime, hours: float) -> datetime:
    """The latest moment from which that many working hours have passed until ``at``."""
    wanted, end = round(hours * 60), minute_of(at)
    low, high = end - int(LONGEST.total_seconds() // 60), end
    while high - low > 1:
        middle = (low + high) // 2
        if calendar.worked_minutes(middle, end) >= wanted:
            low = middle
        else:
            high = middle
    return moment_of(low)


def limits(calendar: WorkingCalendar, tables: Mapping[str, Any], at: datetime) -> dict[int, datetime]:
    """State → the moment since which a dossier of that state must have been touched."""
    return {int(state): still_since(calendar, at, hours) for state, hours in tables["hours"].items()}
