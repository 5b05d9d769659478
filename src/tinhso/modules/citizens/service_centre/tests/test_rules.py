"""Forecasts, slots, figures and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.citizens.service_centre.rules.figures import Visit, by_hour, figures_of, percentile
from tinhso.modules.citizens.service_centre.rules.forecast import forecast, measured
from tinhso.modules.citizens.service_centre.rules.slots import SlotRules, Staffed, is_on_time, slots_of
from tinhso.modules.citizens.service_centre.rules.words import calling_text, number_text

RULES = SlotRules(minutes=30, visit=15, percent=50)


def test_it_works() -> None:
    told = forecast(4, 300.0, counters=2, busy=2)
    assert told.minutes == 15  # (4 + 2/2) services of 5 minutes over two counters: 12.5, told as 15


def test_too_few_services_measured_tell_nothing() -> None:
    assert measured([300] * 4, []) is None
    assert measured([300] * 2, [600] * 3) == 600
    assert measured([300] * 5, [6000] * 100) == 300  # today's are enough by themselves
    assert forecast(3, None, counters=2, busy=1).why == "figures"


def test_without_an_open_counter_nothing_is_told() -> None:
    assert forecast(0, 300, counters=0, busy=0).why == "counters"


def test_a_free_counter_calls_at_once() -> None:
    assert forecast(0, 300, counters=2, busy=1).minutes == 0


@given(ahead=st.integers(0, 200), usual=st.floats(1, 7200), counters=st.integers(1, 20), busy=st.integers(0, 20))
def test_more_people_never_wait_less_and_more_counters_never_make_it_longer(
    ahead: int, usual: float, counters: int, busy: int
) -> None:
    busy = min(busy, counters)
    here = forecast(ahead, usual, counters=counters, busy=busy).minutes or 0
    assert (forecast(ahead + 1, usual, counters=counters, busy=busy).minutes or 0) >= here
    assert (forecast(ahead, usual, counters=counters + 1, busy=busy).minutes or 0) <= here


def test_slots_lie_within_shift_and_working_hours() -> None:
    hours = [(7 * 60, 11 * 60 + 30), (13 * 60 + 30, 17 * 60)]
    slots = slots_of([Staffed((7 * 60 + 30, 11 * 60 + 30), 1)], hours, RULES)
    assert (slots[0].start, slots[-1].end) == (7 * 60 + 30, 11 * 60 + 30)
    assert {slot.places for slot in slots} == {1}  # two visits fit into half an hour, half of them may be booked


def test_counters_add_up_and_divide_among_their_groups() -> None:
    hours = [(480, 540)]
    whole, half = Staffed((480, 540), 1), Staffed((480, 540), 2)
    assert [slot.places for slot in slots_of([whole, half, half], hours, RULES)] == [2, 2]
    assert slots_of([], hours, RULES) == []
    assert slots_of([whole], hours, SlotRules(30, 15, 0)) == []  # nothing may be booked


def test_an_appointment_is_kept_within_its_margins() -> None:
    assert [is_on_time(minute, 600, early=15, late=10) for minute in (584, 585, 610, 611)] == [False, True, True, False]


def test_percentiles_by_nearest_rank() -> None:
    assert [percentile(range(1, 11), share) for share in (50, 90, 100)] == [5, 9, 10]
    assert percentile([], 50) is None


def test_figures_count_by_hour_what_became_of_people() -> None:
    visits = [Visit(8, 60, "served"), Visit(8, 180, "missed"), Visit(9, None, "given_up"), Visit(9, None, "open")]
    whole = figures_of(visits)
    assert (whole.taken, whole.served, whole.missed, whole.given_up, whole.p50) == (4, 1, 1, 1, 60)
    assert [(hour, figures.taken) for hour, figures in by_hour(visits)] == [(8, 2), (9, 2)]


@pytest.mark.parametrize(("number", "text"), [(7, "A007"), (120, "A120"), (1204, "A1204")])
def test_numbers_as_printed(number: int, text: str) -> None:
    assert number_text("A", number) == text


def test_numbers_are_called_sign_by_sign() -> None:
    assert calling_text("A012", "10") == "Mời số A không một hai đến quầy một không"
