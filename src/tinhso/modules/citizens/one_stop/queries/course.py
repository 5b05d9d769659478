"""What officials say about a dossier on its way: notes, opinions, requests that wait for a supervisor, new dates."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day, long_moment_text
from tinhso.base.money import dong
from tinhso.kernel.cases.models import Case, Extension, Opinion, State, Supplement, Verdict
from tinhso.kernel.cases.queries import NoteView, notes_of
from tinhso.kernel.cases.rules.states import OPEN
from tinhso.kernel.identity.queries import SeatView, seats_by_id, units_seated
from tinhso.kernel.organisations.queries import UnitView, units_on
from tinhso.modules.citizens.one_stop.rules.roles import ADVISERS


@dataclass(frozen=True)
class Noted:
    note: NoteView
    writer: SeatView | None
    is_mine: bool


@dataclass(frozen=True)
class Asked:
    """An opinion as the page shows it; ``is_silent`` when the day to answer by has passed."""

    opinion: Opinion
    unit: UnitView | None
    asker: SeatView | None
    answerer: SeatView | None
    is_silent: bool
    may_answer: bool
    may_take_back: bool

    @property
    def verdict(self) -> str:
        return gettext(Verdict(self.opinion.verdict).label) if self.opinion.verdict else ""

    @property
    def is_open(self) -> bool:
        return self.opinion.answered_at is None and self.opinion.taken_back_at is None


@dataclass(frozen=True)
class Course:
    notes: Sequence[Noted]
    opinions: Sequence[Asked]
    proposed: Supplement | None
    proposer: SeatView | None
    times_asked: int
    extensions: Sequence[Extension]
    may: frozenset[str]


def course_of(case: Case, supplements: Sequence[Supplement], actor: Actor, at: datetime) -> Course:
    """Notes, opinions and requests of a case the actor may see, with what the actor may do about them."""
    notes, opinions = notes_of(case, actor), list(case.opinions.order_by("order"))
    proposed = next((one for one in supplements if one.asked_at is None and one.refused_at is None), None)
    seats = seats_by_id(_seats(notes, opinions, proposed))
    units = units_on({one.unit_id for one in opinions}, local_day(at)) if opinions else {}
    extensions = list(case.extensions.order_by("order"))
    return Course(
        notes=[
            Noted(one, _of(seats, one.seat_id), bool(one.seat_id) and one.seat_id == actor.seat_id) for one in notes
        ],
        opinions=[_asked(one, case, units, seats, actor, at) for one in opinions],
        proposed=proposed,
        proposer=_of(seats, proposed.asked_by) if proposed else None,
        times_asked=sum(one.asked_at is not None for one in supplements),
        extensions=extensions,
        may=_may(case, proposed, extensions, actor),
    )


def _seats(notes: Sequence[NoteView], opinions: Sequence[Opinion], proposed: Supplement | None) -> set[UUID]:
    ids = {one.seat_id for one in notes} | {one.asked_by for one in opinions} | {one.answered_by for one in opinions}
    return {one for one in ids | ({proposed.asked_by} if proposed else set()) if one}


def _of(seats: dict[UUID, SeatView], seat_id: UUID | None) -> SeatView | None:
    return seats.get(seat_id) if seat_id else None


def _asked(
    one: Opinion, case: Case, units: dict[UUID, UnitView], seats: dict[UUID, SeatView], actor: Actor, at: datetime
) -> Asked:
    is_open = one.answered_at is None and one.taken_back_at is None
    is_for_me = one.seat_id in (None, actor.seat_id) or actor.may("cases.assign", one.unit_id)
    return Asked(
        opinion=one,
        unit=units.get(one.unit_id),
        asker=_of(seats, one.asked_by),
        answerer=_of(seats, one.answered_by),
        is_silent=is_open and one.due_at is not None and one.due_at < at,
        may_answer=is_open and is_for_me and actor.may("cases.advise", one.unit_id),
        may_take_back=is_open and (one.asked_by == actor.seat_id or actor.may("cases.assign", case.step_unit_id)),
    )


def _may(case: Case, proposed: Supplement | None, extensions: Sequence[Extension], actor: Actor) -> frozenset[str]:
    """The acts open to this actor besides those of the step; each action checks again."""
    acts, state = {"note"}, State(case.state)
    if proposed and any(actor.may("cases.allow_again", unit) for unit in (case.receipt_unit_id, case.step_unit_id)):
        acts.add("allow")
    if state in (State.RECEIVED, State.IN_PROGRESS) and case.due_at and not extensions:
        acts |= {"extend"} if actor.may("cases.extend", case.competent_unit_id) else set()
    holds = actor.may(case.step_right, case.step_unit_id) and case.step_seat_id in (None, actor.seat_id)
    if state in OPEN and case.received_at and (holds or actor.may("cases.assign", case.step_unit_id)):
        acts.add("opinion")
    return frozenset(acts)


def units_to_ask(case: Case, at: datetime) -> list[tuple[UnitView, str]]:
    """The offices in which somebody may answer, in the order of names; those of one name with the unit above them."""
    on = local_day(at)
    found = units_on(units_seated(ADVISERS, on), on)
    above = units_on({unit.parent_id for unit in found.values() if unit.parent_id}, on)
    shared = Counter(unit.name for unit in found.values())
    named = [(unit, _told_apart(unit, above) if shared[unit.name] > 1 else unit.name) for unit in found.values()]
    return sorted(named, key=lambda pair: (pair[0].id != case.competent_unit_id, pair[1]))


def _told_apart(unit: UnitView, above: Mapping[UUID, UnitView]) -> str:
    parent = above.get(unit.parent_id) if unit.parent_id else None
    return f"{unit.name} – {parent.name}" if parent else unit.name


def told_of_end(case: Case) -> list[str]:
    """What an end means for the applicant besides its ground: the date that falls away, and the money."""
    paid = sum(charge.amount for charge in case.charges.all() if charge.paid_at)
    owed = sum(charge.amount for charge in case.charges.all() if not charge.paid_at)
    told = []
    if case.due_at:
        told.append(gettext("Không còn hẹn trả kết quả lúc %(at)s.") % {"at": long_moment_text(case.due_at)})
    if paid:
        told.append(gettext("Đã thu %(amount)s; biên lai vẫn còn giá trị.") % {"amount": dong(paid)})
    if owed:
        told.append(gettext("Chưa thu %(amount)s.") % {"amount": dong(owed)})
    return told


@dataclass(frozen=True)
class OpinionRow:
    """A line of the list of what an office is asked."""

    opinion: Opinion
    number: str
    title: str
    asker: SeatView | None
    is_silent: bool


def opinion_rows(opinions: Sequence[Opinion], at: datetime) -> list[OpinionRow]:
    seats = seats_by_id({one.asked_by for one in opinions if one.asked_by})
    return [
        OpinionRow(
            one, one.case.number, one.case.title, _of(seats, one.asked_by), one.due_at is not None and one.due_at < at
        )
        for one in opinions
    ]
