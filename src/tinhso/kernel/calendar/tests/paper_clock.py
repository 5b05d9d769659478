"""A clock kept by hand: it looks at every minute or every date, one after the other.

Written from the definition of each unit alone and shares nothing with the rules it checks: naive
local datetimes, hours as text, no sums.
"""

import calendar as months
from datetime import date, datetime, time, timedelta
from typing import Any

MINUTE = timedelta(minutes=1)
ONE = timedelta(days=1)


class PaperClock:
    def __init__(self, data: dict[str, Any]) -> None:
        self.week = data["week"]
        self.exceptions = {row["date"]: row for row in data["exceptions"]}

    def hours(self, day: date) -> list[list[str]]:
        row = self.exceptions.get(day.isoformat())
        if row is not None:
            return row["hours"] or []
        return self.week.get(str(day.weekday()), [])

    def is_worked(self, moment: datetime) -> bool:
        return any(start <= f"{moment:%H:%M}" < end for start, end in self.hours(moment.date()))

    def close(self, day: date) -> datetime:
        return datetime.combine(day, time.fromisoformat(self.hours(day)[-1][1]))

    def next_worked_date(self, day: date) -> date:
        day += ONE
        while not self.hours(day):
            day += ONE
        return day

    def walk(self, moment: datetime, minutes: int) -> datetime:
        while minutes:
            minutes -= self.is_worked(moment)
            moment += MINUTE
        return moment

    def dates(self, day: date, count: int) -> date:
        for _ in range(count):
            day = self.next_worked_date(day)
        return day

    def close_after(self, moment: datetime) -> datetime:
        day = moment.date()
        if self.hours(day) and moment < self.close(day):
            return self.close(day)
        return self.close(self.next_worked_date(day))

    def rolled(self, day: date, after: datetime | None = None) -> datetime:
        while not self.hours(day) or (after is not None and self.close(day) <= after):
            day += ONE
        return self.close(day)

    def due(self, case: dict[str, Any]) -> datetime:
        start = datetime.fromisoformat(case["start"])
        pauses = [(datetime.fromisoformat(p), datetime.fromisoformat(q)) for p, q in case["pauses"]]
        unit, amount = case["unit"], case["amount"]
        if unit == "working_hour":
            return self.by_clock(start, round(amount * 60), pauses)
        if unit == "working_day" and (case["counting"] == "by_clock" or amount != int(amount)):
            return self.by_clock(start, round(amount * 480), pauses)
        if unit in ("working_day", "same_day"):
            return self.by_day(start, unit, int(amount), pauses)
        return self.by_calendar(start, unit, int(amount), pauses)

    def by_clock(self, start: datetime, minutes: int, pauses: list[tuple[datetime, datetime]]) -> datetime:
        due = self.walk(start, minutes)
        for p, q in pauses:
            if p >= due:
                break
            left, moment = 0, p
            while moment < due:
                left += self.is_worked(moment)
                moment += MINUTE
            due = self.walk(q, left)
        return due

    def by_day(self, start: datetime, unit: str, count: int, pauses: list[tuple[datetime, datetime]]) -> datetime:
        day = start.date()
        if unit == "working_day":
            day = self.dates(day, count)
        elif not (self.hours(day) and f"{start:%H:%M}" < "15:00"):
            day = self.next_worked_date(day)
        due = self.close(day)
        for p, q in pauses:
            if p >= due:
                break
            left, day = 0, p.date()
            while day < due.date() and unit == "working_day":
                day += ONE
                left += bool(self.hours(day))
            due = self.close(self.dates(q.date(), left)) if left else self.close_after(q)
        return due

    def by_calendar(self, start: datetime, unit: str, count: int, pauses: list[tuple[datetime, datetime]]) -> datetime:
        target = start.date()
        if unit == "day":
            target += count * ONE
        for _ in range(count if unit == "month" else 0):
            target = target.replace(day=1) + timedelta(days=months.monthrange(target.year, target.month)[1])
        if unit == "month":
            last = months.monthrange(target.year, target.month)[1]
            target = target.replace(day=min(start.day, last))
        due = self.rolled(target)
        for p, q in pauses:
            if p >= due:
                break
            left = max(0, (target - p.date()).days)
            target = q.date() + left * ONE
            due = self.rolled(target, q)
        return due
