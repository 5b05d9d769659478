"""A day at the counters by a simulated clock: people come, are called, served or not there, and say how it was."""

import heapq
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from tinhso.base.actor import ANONYMOUS, Actor
from tinhso.kernel.calendar.queries import calendar_of
from tinhso.kernel.calendar.rules.minutes import DAY, moment_of
from tinhso.modules.citizens.service_centre.actions.calling import (
    call_next,
    finish,
    leave,
    recall,
    sit_down,
    transfer,
)
from tinhso.modules.citizens.service_centre.actions.rating import rate
from tinhso.modules.citizens.service_centre.actions.taking import take_ticket
from tinhso.modules.citizens.service_centre.models import Centre, CounterSitting, TicketCall
from tinhso.modules.citizens.service_centre.sample.hall import Hall

OPENS = 7 * 60 + 35  # the first is called; people take numbers a little before
CALM = 3  # minutes a clerk waits where nobody waits
PRIORITIES = ("cao-tuoi", "khuyet-tat", "mang-thai", "con-nho", "co-cong")
GOOD, BAD = ("nhanh", "tan-tinh"), ("cho-lau", "huong-dan")
VISITORS = 28


def working_days(centre: Centre, before: date, wanted: int) -> list[date]:
    """So many days on which the centre worked, the last of them before that day."""
    calendar, day = calendar_of(centre.unit_id, before), before
    found: list[date] = []
    while len(found) < wanted:
        day -= timedelta(days=1)
        if calendar.hours_of(day.toordinal()):
            found.append(day)
    return found[::-1]


@dataclass
class _Day:
    hall: Hall
    day: date
    rng: Random
    coming: list[tuple[int, int, str, int]] = field(default_factory=list)  # minute, order, what, which
    order: "count[int]" = field(default_factory=count)
    sittings: list[CounterSitting] = field(default_factory=list)
    calls: dict[int, TicketCall | None] = field(default_factory=dict)

    def at(self, minute: int, first: int = 30) -> datetime:
        """Somewhere in that half of the minute: who comes is always there before a clerk calls."""
        return moment_of(self.day.toordinal() * DAY + minute) + timedelta(seconds=first + self.rng.randrange(30))

    def later(self, minute: int, what: str, which: int) -> None:
        heapq.heappush(self.coming, (minute, next(self.order), what, which))

    def clerk(self, which: int) -> Actor:
        return self.hall.desks[which][1]


def tell_day(hall: Hall, day: date, rng: Random) -> None:
    """From the first number to the last clerk who leaves; the morning only, which is when people come."""
    told = _Day(hall, day, rng)
    for which, (counter, clerk) in enumerate(hall.desks):
        told.sittings.append(sit_down(counter, by=clerk, at=told.at(OPENS - 5)))
        told.later(OPENS + which, "call", which)
    for _ in range(VISITORS):
        told.later(rng.randrange(OPENS - 3, 10 * 60 + 40), "come", rng.choices((0, 1, 2), (5, 2, 3))[0])
    minute = OPENS
    while told.coming:
        minute, _order, what, which = heapq.heappop(told.coming)
        _come(told, minute, which) if what == "come" else _serve(told, minute, which)
    for which, sitting in enumerate(told.sittings):
        leave(sitting, by=told.clerk(which), at=told.at(minute + 2))


def _come(told: _Day, minute: int, group: int) -> None:
    priority = told.rng.choice(PRIORITIES) if told.rng.random() < 0.2 else ""
    key = f"sample {told.day} {minute} {next(told.order)}"
    at = told.at(minute, 0)
    take_ticket(told.hall.groups[group], priority=priority, key=key, is_sample=True, by=ANONYMOUS, at=at)


def _serve(told: _Day, minute: int, which: int) -> None:
    """The clerk ends what they were at and calls the next."""
    by, at, before = told.clerk(which), told.at(minute), told.calls.get(which)
    call = call_next(told.sittings[which], current=before.pk if before else None, by=by, at=at)
    told.calls[which] = call
    if before is not None and told.rng.random() < 0.4:
        _say(told, before, at + timedelta(seconds=30))
    if call is None:
        others = any(other for place, other in told.calls.items() if place != which)
        if others or any(what == "come" for _, _, what, _ in told.coming):
            told.later(minute + CALM, "call", which)
        return
    told.later(minute + _ended(told, call, minute, which), "call", which)


def _ended(told: _Day, call: TicketCall, minute: int, which: int) -> int:
    """How many minutes until the clerk calls again; some people are not there, some are sent on."""
    luck, by = told.rng.random(), told.clerk(which)
    if luck < 0.06:
        recall(call, by=by, at=told.at(minute + 1))
        finish(call, came=False, by=by, at=told.at(minute + 2))
        told.calls[which] = None
        return 3
    if luck < 0.1:
        target = told.hall.desks[(which + 1) % len(told.hall.desks)][0]
        transfer(call, target.pk, "Đã kiểm tra giấy tờ", by=by, at=told.at(minute + 4))
        told.calls[which] = None
        return 5
    return told.rng.randrange(4, 15)


def _say(told: _Day, call: TicketCall, at: datetime) -> None:
    score = told.rng.choices((5, 4, 3, 2, 1), (10, 8, 3, 1, 1))[0]
    reasons = [told.rng.choice(GOOD if score > 3 else BAD)] if told.rng.random() < 0.6 else []
    rate(call.ticket, score, reasons, by=ANONYMOUS, at=at)
