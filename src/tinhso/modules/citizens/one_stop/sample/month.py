"""A month of the whole province: which offices, how many dossiers each, and what becomes of every one."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from django.db import connection, transaction
from django.db.models import Count

from tinhso.base.actor import Actor, system_actor
from tinhso.base.moments import local_day
from tinhso.base.remembering import remembering
from tinhso.kernel.calendar.queries import calendar_by_code
from tinhso.kernel.calendar.rules import WorkingCalendar
from tinhso.kernel.calendar.rules.minutes import DAY, Interval, moment_of
from tinhso.kernel.cases.models import Case, Channel, State
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.kernel.cases.rules.definition import Body, read_body
from tinhso.kernel.law.queries import one_stamp
from tinhso.kernel.ledger.actions import entries_gathered, once
from tinhso.modules.citizens.one_stop.actions.setting_up import set_up_province
from tinhso.modules.citizens.one_stop.queries.province import province_facts
from tinhso.modules.citizens.one_stop.rules.offices import unit_code_of
from tinhso.modules.citizens.one_stop.sample.answers import ANSWERS
from tinhso.modules.citizens.one_stop.sample.batches import in_batches
from tinhso.modules.citizens.one_stop.sample.clocks import Working, working_dates
from tinhso.modules.citizens.one_stop.sample.filing import kept_scan
from tinhso.modules.citizens.one_stop.sample.leading import Tale, play
from tinhso.modules.citizens.one_stop.sample.names import Synthetic, synthetic
from tinhso.modules.citizens.one_stop.sample.people import CENTRE, COMMUNES, Office, staffed_office
from tinhso.modules.citizens.one_stop.sample.stories import Story, Turn

# How often a commune's desk is asked for each; the others of the ready procedures count 2 (synthetic proportions).
ASKED_FOR = {"2.000815": 42, "2.000635": 14, "1.004873": 12, "1.001193": 10, "1.000894": 5, "1.004884": 3}
SELDOM = 2
PILOT = COMMUNES[0]
# People of a ward, of a commune and of the special zone, as shares; the size of each varies around it.
SIZES = {"phường": 2.2, "xã": 1.0, "đặc khu": 0.5}
ABOVE_COMMUNES = 0.1  # the share of dossiers that departments handle
# Mondays are heavier, Fridays lighter; Saturday mornings where they are worked.
WEEKDAYS = (1.3, 1.1, 1.0, 1.0, 0.9, 0.4, 0.4)
MORNING = 0.66
# What happens besides the straight way, in thousandths; the first four are told at once at the counter.
TURNS = {
    Turn.DECLINED: 25,
    Turn.WITHDRAWN: 15,
    Turn.ASKED: 8,
    Turn.COMPLETED: 22,
    Turn.STOPPED: 8,
    Turn.SENT_BACK: 15,
}
SLOW_TURNS = {Turn.ASKED_LATER: 12, Turn.COMPLETED_LATER: 30, Turn.PAYMENT: 45}
BEFORE_ACCEPTANCE = (Turn.DECLINED, Turn.WITHDRAWN, Turn.ASKED, Turn.COMPLETED)
# Nobody moves them any more; an application online that nobody opens is the likeliest.
LYING, LYING_AT = 0.02, ("new", "new", "accepted", "in_progress", "waiting_signature", "waiting_issue")
TAILS_A_LOT = 5000


@dataclass(frozen=True)
class Plan:
    """``at`` is the moment the month leads up to; ``communes`` narrows it to the first so many (tests)."""

    at: datetime
    dossiers: int = 30_000
    seed: int = 2026
    days: int = 22
    communes: int | None = None
    printed_each: int = 60  # every how manieth dossier is printed and signed as it goes; 0: none (500 of 30,000)
    oddity: float = 1.0  # how many times as often as in the month something happens besides the straight way

    def rng(self, key: str) -> Random:
        """Chance of its own for each office: the same whoever makes it, and in whatever order."""
        return Random(f"{self.seed}/{key}")


@dataclass(frozen=True)
class Lot:
    """The month of one desk: made whole or not at all."""

    key: str
    order: int
    dossiers: int


def lots_of(plan: Plan) -> list[Lot]:
    """Where dossiers are left in the month, the busiest first: each commune, and the desk of the province."""
    weights = {**_communes(plan), **_the_desk_above(plan)}
    counts = _shared_out(plan.dossiers, weights)
    lots = [Lot(key, order, counts[key]) for order, key in enumerate(sorted(weights)) if counts[key]]
    return sorted(lots, key=lambda lot: (-lot.dossiers, lot.key))


def _communes(plan: Plan) -> dict[str, float]:
    units = [unit for unit in province_facts().units if unit.kind == "commune" and unit.abolished_on is None]
    chosen = sorted(units, key=lambda unit: unit.codes[0][1])[: plan.communes]
    return {unit.codes[0][1]: SIZES[unit.form] * plan.rng(unit.codes[0][1]).uniform(0.5, 1.6) for unit in chosen}


def _the_desk_above(plan: Plan) -> dict[str, float]:
    """The desk of the province takes in what the departments handle: one lot, for its numbers follow one another."""
    return {CENTRE: sum(_communes(plan).values()) * ABOVE_COMMUNES / (1 - ABOVE_COMMUNES)}


def _is_above(body: Body) -> bool:
    return body.competent != "commune"


def _bodies(on: date) -> dict[str, Body]:
    return {code: read_body(definition_in_force(code, on).body) for code in ANSWERS}


def _shared_out(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """The total in whole parts, as near to the weights as whole parts can be."""
    whole = sum(weights.values())
    ends = [round(total * part / whole) for part in accumulate(weights[key] for key in sorted(weights))]
    return {key: end - start for key, start, end in zip(sorted(weights), [0, *ends], ends, strict=False)}


@transaction.atomic
def prepare(plan: Plan) -> None:
    """Founds and staffs the offices of the month and keeps the sheets that stand for scans; again: nothing."""
    by, on = system_actor("sample"), local_day(plan.at)
    set_up_province(by=by, at=plan.at)
    for lot in lots_of(plan):
        _offices(plan, lot, by)
    for body in _bodies(on).values():
        for need in body.papers:
            kept_scan(need.title, plan.at)


@transaction.atomic
def make_lot(plan: Plan, lot: Lot, told: Callable[[], None] = lambda: None) -> bool:
    """The month of one desk, once; False when it stood already."""
    done = once("sample.month", f"{plan.seed}/{lot.key}", f"{plan.at.isoformat()} {lot.dossiers}")
    if done.answer is not None:
        return False
    rng, offices = plan.rng(lot.key), _offices(plan, lot, system_actor("sample"))
    clock = Working(calendar_by_code("standard"))
    stories = _stories(plan, lot, clock.calendar, rng)
    people = _people(lot, rng)
    with remembering(), one_stamp(), entries_gathered(), _all_or_nothing():
        tales = [Tale(story, offices[story.office], next(people), clock, rng) for story in stories]
        play(in_batches(tales, rng), plan.at, told)
    done.remember({"dossiers": lot.dossiers})
    return True


def _offices(plan: Plan, lot: Lot, by: Actor) -> dict[str, Office]:
    """The offices that handle what is left there, staffed with every place their dossiers go through."""
    on, rng = local_day(plan.at), plan.rng(f"{lot.key}/staff")
    places: dict[str, set[str]] = {}
    for body in _handled(on, lot.key).values():
        elsewhere = {step.office for step in body.steps if ":" in step.office}
        places.setdefault(_office_of(body, lot.key), set()).update(elsewhere)
    return {key: staffed_office(key, found, on=on, rng=rng, by=by, at=plan.at) for key, found in sorted(places.items())}


def _office_of(body: Body, key: str) -> str:
    return unit_code_of(body.competent) if _is_above(body) else key


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """The lot stands or falls as a whole, so no act of it sets a savepoint: a third fewer questions to the database."""
    features = connection.features
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = True


def states() -> dict[str, int]:
    """How many sample dossiers stand in each state, in the order of the law's codes."""
    counted = dict(Case.objects.filter(is_sample=True).values_list("state").annotate(Count("id")))
    return {str(state.label): counted.get(state.value, 0) for state in State}


def _people(lot: Lot, rng: Random) -> Iterator[Synthetic]:
    """Mostly somebody new; now and then somebody who was here this month."""
    known: list[Synthetic] = []
    while True:
        if not known or rng.random() > 0.07:
            known.append(synthetic(rng, tail=lot.order * TAILS_A_LOT + len(known)))
            yield known[-1]
        else:
            yield rng.choice(known)


def _stories(plan: Plan, lot: Lot, calendar: WorkingCalendar, rng: Random) -> list[Story]:
    bodies = _handled(local_day(plan.at), lot.key)
    codes = list(bodies)
    weights = [ASKED_FOR.get(code, SELDOM) for code in codes]
    moments = _arrivals(plan, calendar, lot.dossiers, rng)
    return [
        _story(
            code,
            bodies[code],
            _office_of(bodies[code], lot.key),
            moment,
            not plan.printed_each or order % plan.printed_each != plan.printed_each // 2,
            plan.oddity,
            rng,
        )
        for order, (code, moment) in enumerate(zip(rng.choices(codes, weights, k=lot.dossiers), moments, strict=True))
    ]


def _handled(on: date, key: str) -> dict[str, Body]:
    return {code: body for code, body in _bodies(on).items() if _is_handled(body, key)}


def _is_handled(body: Body, key: str) -> bool:
    """A dossier that goes from the commune to an agency of the province is tried out in one ward of the sample."""
    if _is_above(body):
        return key == CENTRE
    return key == PILOT if any(step.office.startswith("unit:") for step in body.steps) else "." not in key


def _arrivals(plan: Plan, calendar: WorkingCalendar, count: int, rng: Random) -> list[datetime]:
    """Moments of the working dates, mornings heavy, none after the present; in order."""
    days = working_dates(calendar, local_day(plan.at), plan.days)
    weights = [WEEKDAYS[day.weekday()] for day in days]
    found: list[datetime] = []
    while len(found) < count:
        day = rng.choices(days, weights)[0]
        moment = moment_of(day.toordinal() * DAY + _minute(calendar.hours_of(day.toordinal()), rng))
        if moment < plan.at:
            found.append(moment)
    return sorted(found)


def _minute(hours: tuple[Interval, ...], rng: Random) -> int:
    start, end = hours[0] if len(hours) == 1 or rng.random() < MORNING else hours[-1]
    return round(rng.triangular(start, end - 10, start + (end - start) // 4))


def _story(
    code: str, body: Body, office: str, moment: datetime, is_printed_later: bool, oddity: float, rng: Random
) -> Story:
    is_quick = body.variants[0].unit == "same_day"
    channel = _channel(body, rng)
    turn = _turn(channel, is_quick, oddity, rng)
    is_slow = rng.random() < (0.03 if is_quick else 0.08) * oddity
    return Story(
        code=code,
        variant=body.variants[0].code if rng.random() < 0.7 else rng.choice(body.variants).code,
        office=office,
        submitted_at=_evening(moment, rng) if channel is Channel.ONLINE else moment,
        channel=channel,
        turn=turn,
        last=rng.choice(LYING_AT) if rng.random() < LYING * oddity else "returned",
        pace=rng.uniform(1.1, 2.5) if is_slow else rng.uniform(0.2, 0.95),
        rest=max(5, round(rng.expovariate(1 / (90 if is_quick else 500)))),
        is_printed_later=is_printed_later,
        is_noted=rng.random() < 0.04,
        is_discussed=not is_quick and rng.random() < 0.05 * oddity,
        is_extended=is_slow and turn is Turn.NONE and rng.random() < 0.5,
    )


def _evening(moment: datetime, rng: Random) -> datetime:
    """One application in six is filed the evening before."""
    if rng.random() > 1 / 6:
        return moment
    return moment.replace(hour=rng.randrange(18, 23), minute=rng.randrange(60)) - timedelta(days=1)


def _channel(body: Body, rng: Random) -> Channel:
    shares = {Channel.COUNTER: 48, Channel.ONLINE: 48, Channel.POST: 4}
    open_to = [channel for channel in shares if channel in body.channels]
    return rng.choices(open_to, [shares[channel] for channel in open_to])[0]


def _turn(channel: Channel, is_quick: bool, oddity: float, rng: Random) -> Turn:
    turns = TURNS if is_quick else TURNS | SLOW_TURNS
    if channel is Channel.COUNTER:
        turns = {turn: share for turn, share in turns.items() if turn not in BEFORE_ACCEPTANCE}
    shares = [share * oddity for share in turns.values()]
    return rng.choices([Turn.NONE, *turns], [max(0, 1000 - sum(shares)), *shares])[0]
