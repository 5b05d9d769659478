"""Public holidays as the library ``holidays`` knows them: proposals that a province confirms with its own decision."""

from collections.abc import Collection
from datetime import date

import holidays


def proposed_days(year: int, known: Collection[date]) -> list[tuple[date, str]]:
    """The days off of that year that a calendar does not know yet, weekends left out.

    A list made elsewhere: it misses swapped days (2 January 2026 for one) and guesses days around the lunar new year.
    """
    found = holidays.country_holidays("VN", years=year, language="vi")
    return [(day, str(found[day])) for day in sorted(found) if day not in known and day.weekday() < 5]
