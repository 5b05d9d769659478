"""The job that makes the papers of acts no screen followed, over a ledger that was really committed."""

# ruff: noqa: F811  (a fixture that is imported has the name of the parameter)
from dataclasses import replace

import pytest

from tinhso.base.ids import new_id
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.supplements import Missing
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.tests.conftest import AT, NewCase, World, new_case, world  # noqa: F401  (fixtures)
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import documents_of
from tinhso.modules.citizens.one_stop import jobs
from tinhso.modules.citizens.one_stop.actions import letters

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def read_on(db: None) -> None:
    """The ledger forgets nothing, not even what other tests committed: the job has read that already."""
    while jobs.make_next_letters()[0]:
        pass


def accepted(world: World, new_case: NewCase) -> Case:
    by = replace(world.receiver, account_id=new_id())
    return actions.accept_case(new_case(), by=by, at=AT)


def kinds(case: Case) -> list[str]:
    return sorted(documents_of(case).values_list("kind", flat=True))


def test_it_works(world: World, new_case: NewCase) -> None:
    first, second = accepted(world, new_case), accepted(world, new_case)
    actions.ask_supplement(second, [Missing("paper:map", "Bị mờ")], by=world.receiver, at=AT)
    jobs.make_letters()
    assert (kinds(first), kinds(second)) == (["receipt"], ["receipt", "supplement_request"])
    assert all(document.sealed_at is not None for document in Document.objects.all())
    jobs.make_letters()
    assert Document.objects.count() == 3


def test_a_turn_makes_a_few_and_the_next_goes_on(
    world: World,
    new_case: NewCase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "LETTERS_A_TURN", 2)
    cases = [accepted(world, new_case) for _ in range(3)]
    jobs.make_letters()
    assert [kinds(case) for case in cases] == [["receipt"], ["receipt"], []]
    jobs.make_letters()
    assert kinds(cases[2]) == ["receipt"]


def test_a_turn_that_breaks_is_taken_again_and_makes_nothing_twice(
    world: World,
    new_case: NewCase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cases = [accepted(world, new_case) for _ in range(2)]
    make, done = letters.make_receipt, []

    def breaking(case: Case, **how: object) -> Document:
        done.append(case)
        document = make(case, **how)  # type: ignore[arg-type]
        if len(done) == 2:
            raise KeyboardInterrupt
        return document

    monkeypatch.setattr(letters, "make_receipt", breaking)
    with pytest.raises(KeyboardInterrupt):
        jobs.make_letters()
    assert [kinds(case) for case in cases] == [["receipt"], []]
    jobs.make_letters()
    assert [kinds(case) for case in cases] == [["receipt"], ["receipt"]]
    assert [case.pk for case in done] == [cases[0].pk, cases[1].pk, cases[1].pk]


def test_what_a_sample_rehearsed_is_passed_over_at_once(world: World, new_case: NewCase) -> None:
    rehearsed = [new_case() for _ in range(6)]
    Case.objects.update(is_sample=True)
    for case in rehearsed:
        actions.accept_case(case, by=world.receiver, at=AT)
    real = accepted(world, new_case)
    turns = []
    while (turn := jobs.make_next_letters())[0]:
        turns.append(turn)
    assert sum(papers for _, papers in turns) == 1
    assert len(turns) <= 2  # not one for each rehearsed act
    assert kinds(real) == ["receipt"]
    assert Document.objects.count() == 1
