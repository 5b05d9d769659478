"""Nobody starves: the bounds that rules/line.py writes down, against whoever comes meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.modules.citizens.service_centre.rules.line import Waiting, called_before, next_in_line
from tinhso.modules.citizens.service_centre.tests.conftest import AT

# Each step: who comes before the next call, as favours; several may come, or nobody.
COMING = st.lists(st.lists(st.booleans(), max_size=4), min_size=1, max_size=40)
MOST = st.integers(1, 4)


def somebody(order: int, favoured: bool = False) -> Waiting:
    return Waiting(UUID(int=order), AT + timedelta(seconds=order), favoured)


@dataclass
class Told:
    """What one counter did until the line was empty."""

    came: list[Waiting]
    called: list[Waiting]
    before: dict[UUID, list[Waiting]]  # who waited already when somebody came
    calls: dict[UUID, int]  # and how many calls there had been


def told(coming: Sequence[Sequence[bool]], most: int) -> Told:
    story = Told([], [], {}, {})
    waiting: dict[UUID, Waiting] = {}
    passed, steps = 0, [*coming]
    while steps or waiting:
        for favoured in steps.pop(0) if steps else ():
            one = somebody(len(story.came), favoured)
            story.came.append(one)
            story.before[one.id], story.calls[one.id] = list(waiting.values()), len(story.called)
            waiting[one.id] = one
        choice = next_in_line(waiting.values(), passed, most)
        if choice is not None:
            passed = choice.passed
            story.called.append(waiting.pop(choice.id))
    return story


def test_it_works() -> None:
    line = [somebody(1), somebody(2), somebody(3, True)]
    choice = next_in_line(line, 0, 2)
    assert choice is not None
    assert (choice.id, choice.passed) == (line[2].id, 1)  # a priority goes before who waits longer
    assert called_before(line, line[0].id, 2) == 1


@settings(max_examples=300, deadline=None)
@given(coming=COMING, most=MOST)
def test_everybody_is_called_once_and_among_equals_who_came_first_first(coming: list[list[bool]], most: int) -> None:
    story = told(coming, most)
    assert sorted(one.id for one in story.called) == [one.id for one in story.came]
    for favoured in (True, False):
        places = [one.place for one in story.called if one.is_favoured is favoured]
        assert places == sorted(places)


@settings(max_examples=500, deadline=None)
@given(coming=COMING, most=MOST)
def test_nobody_starves(coming: list[list[bool]], most: int) -> None:
    """The two bounds that the rule writes down, whoever comes meanwhile."""
    story = told(coming, most)
    for place, one in enumerate(story.called):
        before = story.before[one.id]
        favoured = sum(other.is_favoured for other in before)
        bound = 2 * (favoured + 1) if one.is_favoured else len(before) + most * (len(before) - favoured + 1) + 1
        assert place - story.calls[one.id] + 1 <= bound


@settings(max_examples=200, deadline=None)
@given(favours=st.lists(st.booleans(), min_size=1, max_size=30), most=MOST, which=st.integers(0, 29))
def test_the_place_that_is_told_is_the_place_in_which_one_is_called(favours: list[bool], most: int, which: int) -> None:
    story = told([favours], most)
    who = story.came[which % len(favours)]
    assert story.called.index(who) == called_before(story.came, who.id, most)


def test_a_steady_stream_of_priorities_leaves_every_third_call_to_the_others() -> None:
    story = told([[False, False, False], *[[True]] * 9], 2)
    assert [one.is_favoured for one in story.called[:6]] == [False, True, True, False, True, True]


def test_who_does_not_wait_has_no_place() -> None:
    with pytest.raises(LookupError):
        called_before([somebody(1)], UUID(int=9), 2)
