"""A few days of three communes and the land office, made as the whole month is; broken off once, made twice."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction

from tinhso.base.moments import LOCAL
from tinhso.kernel.calendar.queries import calendar_by_code
from tinhso.kernel.calendar.rules import Promise
from tinhso.kernel.calendar.rules.minutes import minute_of
from tinhso.kernel.cases.actions.dates import due_with_pauses
from tinhso.kernel.cases.models import Case, Channel, Opinion, State
from tinhso.kernel.documents.actions import printed
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import validation_of
from tinhso.kernel.ledger.models import Entry
from tinhso.modules.citizens.one_stop.sample import month

AT = datetime(2026, 11, 23, 10, 15, tzinfo=LOCAL)
PLAN = month.Plan(AT, dossiers=160, seed=7, days=4, communes=3, printed_each=80, oddity=5.0)


class BrokenOff(RuntimeError):
    """Somebody pulled the plug."""


@dataclass
class Made:
    """What stands after all lots were made; and what the smallest lot looked like when it was made the first time."""

    cases: list[Case]
    first_run: dict[str, tuple[int, str]]
    left_by_the_broken: int


def _look() -> dict[str, tuple[int, str]]:
    return {number: (state, step) for number, state, step in Case.objects.values_list("number", "state", "step")}


def _broken_off(lot: month.Lot) -> int:
    """Makes half of a lot and breaks off; gives how many dossiers are left of it."""
    told = iter(range(lot.dossiers // 2))

    def tell() -> None:
        if next(told, None) is None:
            raise BrokenOff

    with pytest.raises(BrokenOff):
        month.make_lot(PLAN, lot, tell)
    return Case.objects.count()


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Made]:
    with django_db_blocker.unblock(), transaction.atomic():
        month.prepare(PLAN)
        lots = month.lots_of(PLAN)
        left = _broken_off(lots[-1])
        with transaction.atomic():
            month.make_lot(PLAN, lots[-1])
            first = _look()
            transaction.set_rollback(True)
        assert all(month.make_lot(PLAN, lot) for lot in lots)
        yield Made(list(Case.objects.select_related("definition").order_by("number")), first, left)
        transaction.set_rollback(True)


def test_it_works(made: Made) -> None:
    assert len(made.cases) == PLAN.dossiers
    assert {State(case.state) for case in made.cases} == set(State)
    assert {case.step for case in made.cases} == {"receive", "process", "sign", "issue", "return"}
    assert {case.channel for case in made.cases} == set(Channel)
    assert Opinion.objects.exists()
    assert all(case.is_sample for case in made.cases)


def test_a_broken_lot_leaves_nothing_and_is_made_whole_the_next_time(made: Made) -> None:
    assert made.left_by_the_broken == 0
    assert not any(month.make_lot(PLAN, lot) for lot in month.lots_of(PLAN))
    assert Case.objects.count() == PLAN.dossiers


def test_the_same_seed_gives_the_same_numbers_and_states(made: Made) -> None:
    assert made.first_run
    assert made.first_run.items() <= _look().items()


def test_due_moments_are_those_of_the_calendar(made: Made) -> None:
    promised = [case for case in made.cases if case.due_at is not None]
    assert promised
    for case in promised:
        due = due_with_pauses(case)
        assert isinstance(due, Promise)
        assert due.due_at == case.due_at


def test_officials_act_in_working_hours_in_order_and_never_in_the_future(made: Made) -> None:
    calendar = calendar_by_code("standard")
    for case in made.cases:
        entries = list(Entry.objects.filter(subject_id=case.pk).order_by("at", "recorded_at", "id"))
        recorded = sorted(entries, key=lambda entry: (entry.recorded_at, entry.id))
        assert [entry.at for entry in recorded] == [entry.at for entry in entries]
        assert entries[0].event == "case.submitted"
        assert all(entry.at <= AT for entry in entries)
        for entry in entries:
            minute = minute_of(entry.at)
            assert entry.actor_kind != "staff" or calendar.worked_minutes(minute - 1, minute + 1), entry.event


def test_numbers_of_a_desk_follow_the_clock(made: Made) -> None:
    days: dict[str, list[Case]] = {}
    for case in made.cases:
        days.setdefault(case.number.rsplit("-", 1)[0], []).append(case)
    for cases in days.values():
        assert all(one.submitted_at <= other.submitted_at for one, other in pairwise(cases))


def test_results_are_printed_when_first_opened_but_for_some(made: Made) -> None:
    printed_ones = Document.objects.exclude(file=None)
    owed = Document.objects.exclude(signatures_owed=None)
    assert 0 < printed_ones.count() < owed.count()
    result = owed.exclude(number=None).order_by("id")[0]
    assert validation_of(printed(result, at=AT), at=AT).is_valid


def test_copies_of_several_people_are_taken_in_together(made: Made) -> None:
    together = Counter(
        (case.receipt_unit_id, case.received_at)
        for case in made.cases
        if case.definition.code == "2.000815" and case.received_at == case.submitted_at
    )
    assert together.most_common(1)[0][1] > 1


def test_the_whole_month_is_shared_out_by_size() -> None:
    shares = month._shared_out(30_000, {"a": 1.0, "b": 2.0, "c": 0.01})
    assert sum(shares.values()) == 30_000
    assert shares["c"] < shares["a"] < shares["b"]


@pytest.mark.django_db
def test_another_seed_gives_another_month(made: Made) -> None:
    other = replace(PLAN, seed=8)
    assert [lot.dossiers for lot in month.lots_of(other)] != [lot.dossiers for lot in month.lots_of(PLAN)]
