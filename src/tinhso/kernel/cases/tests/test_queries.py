import pytest

from tinhso.base.actor import ANONYMOUS, Actor, ActorKind, Grant
from tinhso.base.messages import NotFound
from tinhso.base.moments import local_day
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions import note_wrong_digits
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import (
    Filters,
    case_by_number,
    cases_found,
    counts_of,
    track,
    visible_cases,
    work_list,
)
from tinhso.kernel.cases.queries.tracking import GUESSES_A_DAY, TooManyGuesses
from tinhso.kernel.cases.tests.conftest import AT, NewCase, World

RIGHTS = ("cases.receive", "cases.process", "documents.sign", "cases.issue", "cases.return")


def test_it_works(world: World, new_case: NewCase) -> None:
    case = new_case()
    rows, more = work_list(world.receiver, Filters(rights=RIGHTS), AT)
    assert ([row.number for row in rows], more) == ([case.number], False)


def test_a_work_list_holds_what_waits_for_me_and_nothing_else(world: World, new_case: NewCase) -> None:
    case = actions.accept_case(new_case(), by=world.receiver, at=AT)
    actions.hand_over(case, by=world.receiver, at=AT)
    assert [row.number for row in work_list(world.handler, Filters(rights=RIGHTS), AT)[0]] == [case.number]
    assert work_list(world.receiver, Filters(rights=RIGHTS), AT)[0] == []
    assert work_list(world.stranger, Filters(rights=RIGHTS), AT)[0] == []
    assert counts_of(world.handler, RIGHTS, AT)["cases.process"]["waiting"] == 1


def test_every_list_and_search_holds_only_what_can_be_opened_one_by_one(world: World, new_case: NewCase) -> None:
    numbers = [new_case().number for _ in range(3)]
    everywhere = Actor(kind=ActorKind.STAFF, grants=frozenset({Grant("cases.read")}))
    people = [world.receiver, world.handler, world.citizen, world.stranger, everywhere, ANONYMOUS]
    for person in people:
        listed = {row.number for row in work_list(person, Filters(rights=RIGHTS), AT)[0]}
        listed |= {case.number for case in cases_found(person, "Nguyễn Thị Mẫu")}
        listed |= set(visible_cases(person).values_list("number", flat=True))
        for number in numbers:
            try:
                case_by_number(number, person)
            except NotFound:
                assert number not in listed
    assert not visible_cases(ANONYMOUS).exists()


@pytest.mark.parametrize(
    "text", ["261116-0001", "h99.1.1-261116-0001", "nguyen thi mau", "Thị Mẫu", "000195000123", "0900 000 123"]
)
def test_a_dossier_is_found_by_number_name_personal_number_and_phone(
    world: World, new_case: NewCase, text: str
) -> None:
    case = new_case()
    assert [found.number for found in cases_found(world.receiver, text)] == [case.number]
    assert not cases_found(world.stranger, text)


def test_the_work_list_takes_few_queries(
    world: World, new_case: NewCase, django_assert_max_num_queries: object
) -> None:
    for _ in range(5):
        new_case()
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        rows, _more = work_list(world.receiver, Filters(rights=RIGHTS), AT)
    assert len(rows) == 5


def test_tracking_needs_the_digits_and_stops_guessing(world: World, new_case: NewCase) -> None:
    case, today = new_case(), local_day(AT)
    assert track(case.number, "0123", today) == (case, True)
    assert track(f" {case.number.lower()} ", "0123", today) == (case, True)
    assert track(case.number, "9999", today)[1] is False
    with pytest.raises(NotFound):
        track("H99.1.1-261116-9999", "0123", today)
    for _ in range(GUESSES_A_DAY):
        note_wrong_digits(case, by=ANONYMOUS, at=AT)
    with pytest.raises(TooManyGuesses):
        track(case.number, "0123", today)


def test_a_citizen_sees_only_their_own(world: World, new_case: NewCase) -> None:
    new_case()
    assert visible_cases(world.citizen).count() == Case.objects.count() == 1
    other = Actor(kind=ActorKind.CITIZEN, person_id=world.desk)
    assert not visible_cases(other).exists()
