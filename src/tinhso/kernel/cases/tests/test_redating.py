"""A calendar changes: promises stay, every difference is shown, dossiers are dated anew one by one, and back."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tinhso.base.actor import Actor, ActorKind, Grant
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed
from tinhso.base.moments import LOCAL
from tinhso.kernel.calendar.actions import remove_exception, set_exception
from tinhso.kernel.calendar.models import Calendar
from tinhso.kernel.cases.actions import (
    GroundMissing,
    accept_case,
    ask_supplement,
    redate_case,
    take_supplement,
)
from tinhso.kernel.cases.actions.batches import run_batch, start_batch, undo_batch
from tinhso.kernel.cases.actions.redating import NothingToRedate, differences
from tinhso.kernel.cases.actions.supplements import Missing
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import progress_of
from tinhso.kernel.cases.tests.conftest import AT, SYSTEM, NewCase, World
from tinhso.kernel.identity.actions import assign_seat, create_account
from tinhso.kernel.identity.models import Seat
from tinhso.kernel.ledger.queries import entries_of
from tinhso.kernel.organisations.actions import create_post

OPERATOR = Actor(kind=ActorKind.STAFF, grants=frozenset([Grant("cases.redate")]))
LATER = AT + timedelta(hours=3)
NEW_HOLIDAY = date(2026, 11, 25)


def accepted(world: World, new_case: NewCase) -> Case:
    return accept_case(new_case(), by=world.receiver, at=AT)


def declare_holiday() -> None:
    calendar = Calendar.objects.get(code="standard")
    set_exception(calendar, NEW_HOLIDAY, "off", decision="99/QĐ", is_verified=True, by=SYSTEM, at=LATER)


def withdraw_holiday() -> None:
    remove_exception(Calendar.objects.get(code="standard"), NEW_HOLIDAY, ground="thôi", by=SYSTEM, at=LATER)


def test_it_works(world: World, new_case: NewCase) -> None:
    """10 working days from 16 November 2026: 1 December with 24 November off, a day later with the 25th off too."""
    case = accepted(world, new_case)
    assert case.due_at == datetime(2026, 12, 1, 17, tzinfo=LOCAL)
    declare_holiday()
    redate_case(case, ground="99/QĐ", by=OPERATOR, at=LATER)
    case.refresh_from_db()
    assert case.due_at == datetime(2026, 12, 2, 17, tzinfo=LOCAL)


def test_what_was_promised_stays_until_it_is_dated_anew(world: World, new_case: NewCase) -> None:
    case = accepted(world, new_case)
    assert differences(OPERATOR).rows == []
    declare_holiday()
    case.refresh_from_db()
    assert case.due_at == datetime(2026, 12, 1, 17, tzinfo=LOCAL)
    [row] = differences(OPERATOR).rows
    assert (row.due_before, row.due_after) == (case.due_at, case.due_at + timedelta(days=1))
    assert any("99/QĐ" in line.text for line in row.why)


def test_each_dossier_has_its_own_entry_with_the_ground(world: World, new_case: NewCase) -> None:
    case = accepted(world, new_case)
    declare_holiday()
    moved_at = case.moved_at
    redate_case(case, ground="99/QĐ", by=OPERATOR, at=LATER)
    [entry] = entries_of(case).filter(event="case.redated")
    assert "99/QĐ" in entry.payload
    assert "2026-12-02" in entry.payload
    assert case.moved_at == moved_at  # nobody worked on it


def test_undoing_the_calendar_and_dating_again_brings_the_old_date_back(world: World, new_case: NewCase) -> None:
    case = accepted(world, new_case)
    before = case.due_at
    declare_holiday()
    redate_case(case, ground="99/QĐ", by=OPERATOR, at=LATER)
    withdraw_holiday()
    [row] = differences(OPERATOR).rows
    redate_case(row.case, ground="thôi", by=OPERATOR, at=LATER)
    case.refresh_from_db()
    assert case.due_at == before
    assert differences(OPERATOR).rows == []


def test_nothing_to_date_no_ground_no_right(world: World, new_case: NewCase) -> None:
    case = accepted(world, new_case)
    with pytest.raises(NothingToRedate):
        redate_case(case, ground="x", by=OPERATOR, at=LATER)
    declare_holiday()
    with pytest.raises(GroundMissing):
        redate_case(case, ground=" ", by=OPERATOR, at=LATER)
    with pytest.raises(NotAllowed):
        redate_case(case, ground="x", by=world.handler, at=LATER)
    assert differences(world.handler).rows == []


def test_a_paused_dossier_is_offered_when_it_runs_again(world: World, new_case: NewCase) -> None:
    case = accepted(world, new_case)
    item = Missing(about="paper:map", what="Bản đồ", basis="x")
    ask_supplement(case, [item], by=world.receiver, at=AT + timedelta(days=1))
    declare_holiday()
    assert differences(OPERATOR).rows == []
    take_supplement(case, by=world.receiver, at=AT + timedelta(days=2))
    [row] = differences(OPERATOR).rows
    redate_case(row.case, ground="99/QĐ", by=OPERATOR, at=AT + timedelta(days=2))
    assert differences(OPERATOR).rows == []


def seated_operator(world: World) -> Actor:
    post = create_post(world.office, "Vận hành", valid_from=AT.date(), by=SYSTEM, at=AT)
    seat: Seat = assign_seat(world.applicant, post, ["site.operator"], valid_from=AT.date(), by=SYSTEM, at=AT)
    account, _password = create_account("vanhanh", world.applicant, by=SYSTEM, at=AT)
    return Actor(
        kind=ActorKind.STAFF,
        account_id=account.pk,
        seat_id=seat.pk,
        unit_id=world.office,
        grants=frozenset([Grant("cases.redate")]),
    )


def test_many_are_dated_in_one_act_that_can_be_undone(world: World, new_case: NewCase) -> None:
    """A year's end: two hundred dossiers open when the holidays are announced."""
    cases, operator = [accepted(world, new_case) for _ in range(200)], seated_operator(world)
    before = {case.pk: (case.due_at, case.promise, case.step_due_at) for case in cases}
    declare_holiday()
    chosen = [(row.case, row.case.version) for row in differences(operator).rows]
    redate_case(cases[0], ground="riêng", by=operator, at=LATER)  # somebody was first with this one
    batch = start_batch("redate", chosen, {"ground": "99/QĐ"}, key=str(new_id()), by=operator, at=LATER)
    assert not run_batch(batch, at=LATER, most=70)  # broken off
    assert run_batch(batch, at=LATER, most=250)  # and taken up again
    assert progress_of(batch) == {"waiting": 0, "done": 199, "refused": 1, "undone": 0, "all": 200}
    batch.refresh_from_db()
    run_batch(undo_batch(batch, by=operator, at=LATER), at=LATER, most=250)
    assert progress_of(batch)["undone"] == 199
    for case in Case.objects.exclude(pk=cases[0].pk):
        assert (case.due_at, case.promise, case.step_due_at) == before[case.pk]


def test_looking_costs_the_same_queries_for_five_dossiers_as_for_one(world: World, new_case: NewCase) -> None:
    accepted(world, new_case)
    declare_holiday()
    with CaptureQueriesContext(
        connection,
    ) as one:
        differences(OPERATOR)
    withdraw_holiday()
    for _ in range(4):
        accepted(world, new_case)
    declare_holiday()
    with CaptureQueriesContext(
        connection,
    ) as five:
        assert len(differences(OPERATOR).rows) == 5
    assert len(five) == len(one)


def test_the_search_goes_on_where_it_stopped(world: World, new_case: NewCase) -> None:
    for _ in range(5):
        accepted(world, new_case)
    declare_holiday()
    first = differences(OPERATOR, most=3)
    assert len(first.rows) == 3
    rest = differences(OPERATOR, after=first.next, most=3)
    assert len(rest.rows) == 2
    assert rest.next is None
