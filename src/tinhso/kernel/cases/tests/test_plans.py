"""The two ways to find the first rows of a work list give what the plain predicate gives."""

from datetime import timedelta
from random import Random

import pytest

from tinhso.base.actor import Actor, ActorKind, Grant
from tinhso.base.ids import new_id
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.queries import Filters, work_page
from tinhso.kernel.cases.queries.lists import listed_cases
from tinhso.kernel.cases.queries.paging import counted, ordered, place_of
from tinhso.kernel.cases.queries.plans import near_by_step
from tinhso.kernel.cases.tests.conftest import AT, NewCase, World

RIGHTS = ("cases.receive", "cases.process", "documents.sign", "cases.issue", "cases.return")


def readers(world: World) -> list[Actor]:
    """A ward's clerk, a chief of both communes, one who may not read where they work, one who sees the province."""

    def staff(*grants: Grant) -> Actor:
        return Actor(kind=ActorKind.STAFF, grants=frozenset(grants))

    units = (world.desk, world.office, world.other_desk)
    return [
        staff(Grant("cases.read", world.desk), Grant("cases.receive", world.desk), Grant("cases.return", world.desk)),
        staff(*(Grant(right, unit) for right in ("cases.read", *RIGHTS, "cases.assign") for unit in units)),
        staff(Grant("cases.read", world.other_desk), *(Grant(right, world.office) for right in RIGHTS)),
        staff(Grant("cases.read"), *(Grant(right) for right in RIGHTS)),
    ]


@pytest.fixture
def crowd(world: World, new_case: NewCase) -> Random:
    """Ninety cases at random steps, states and moments; some due at the same one, some at none."""
    rng = Random(68)
    units = (world.desk, world.office, world.other_desk)
    for _ in range(90):
        due = AT + timedelta(hours=rng.randrange(30)) if rng.random() < 0.8 else None
        Case.objects.filter(pk=new_case().pk).update(
            state=rng.choice([State.RECEIVED, State.IN_PROGRESS, State.SUPPLEMENT, State.RESULT_READY, State.RETURNED]),
            step_right=rng.choice(RIGHTS),
            step_unit_id=rng.choice(units),
            due_at=due,
            received_at=AT,
        )
    return rng


FILTERS = (
    Filters(rights=RIGHTS),
    Filters(rights=RIGHTS, is_overdue=True),
    Filters(rights=RIGHTS, states=(State.IN_PROGRESS,)),
    Filters(rights=RIGHTS, holder="all"),
    Filters(rights=RIGHTS, holder="free", code="9.000001"),
    Filters(rights=RIGHTS, text="nguyen thi mau"),
    Filters(rights=("cases.process",)),
)


def test_it_works(world: World, crowd: Random) -> None:
    compared = 0
    for reader in readers(world):
        for filters in FILTERS:
            at = AT + timedelta(hours=20)
            plain = [case.pk for case in ordered(listed_cases(reader, filters, at), "due")]
            paged, place = [], None
            while True:
                page = work_page(reader, filters, at, place=place, size=7)
                paged += [row.id for row in page.rows]
                if not page.has_next:
                    break
                place = place_of(page.rows[-1], "due")
            assert paged == plain
            compared += len(plain)
            if len(plain) > 10:
                before = work_page(reader, filters, at, place=place_of(page.rows[0], "due", is_before=True), size=7)
                start = plain.index(page.rows[0].id)
                assert [row.id for row in before.rows] == plain[max(start - 7, 0) : start]
    assert compared > 300


def test_each_reader_takes_the_plan_meant_for_them(world: World, crowd: Random) -> None:
    narrow, chief, _blind, wide = readers(world)
    filters = Filters(rights=RIGHTS)
    assert near_by_step(narrow, filters, AT, beyond=None, size=5, is_turned=False) is not None
    assert near_by_step(chief, filters, AT, beyond=None, size=5, is_turned=False) is not None
    assert near_by_step(wide, filters, AT, beyond=None, size=5, is_turned=False) is None


def test_one_without_rights_finds_nothing(world: World, crowd: Random) -> None:
    nobody = Actor(kind=ActorKind.STAFF, seat_id=new_id())
    assert not work_page(nobody, Filters(rights=RIGHTS), AT).rows


def test_one_who_holds_steps_but_may_read_nowhere_finds_and_counts_nothing(world: World, crowd: Random) -> None:
    blind = Actor(kind=ActorKind.STAFF, grants=frozenset({Grant("cases.process", world.office)}))
    nobody = Actor(kind=ActorKind.STAFF, grants=frozenset({Grant("cases.read", world.office)}))
    for reader in (blind, nobody):
        filters = Filters(rights=RIGHTS)
        assert not work_page(reader, filters, AT).rows
        assert counted([listed_cases(reader, filters, AT)]) == [0]
