"""Many people at once, and one person on many dossiers: one winner a step, a result for each row."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused
from tinhso.base.rights import Role, register, roles
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.batches import NotUndoable, run_batch
from tinhso.kernel.cases.kinds import BulkAct, bulk_acts
from tinhso.kernel.cases.models import Batch, BatchState, Case, HandOver, RowState, State
from tinhso.kernel.cases.queries import notes_of, progress_of
from tinhso.kernel.cases.tests.conftest import AT, SINCE, SYSTEM, NewCase, World
from tinhso.kernel.identity.actions import assign_seat, create_account, create_person
from tinhso.kernel.identity.models import Account, Seat
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.ledger.queries import entries_of
from tinhso.kernel.organisations.actions import create_post

ROLE = Role("test.all", "Mọi quyền", ("cases.read", "cases.receive", "cases.process", "cases.assign"))
if ROLE.code not in roles:
    register(ROLE)
CLERKS = 64


@pytest.fixture
def official(world: World) -> Callable[[str], tuple[Account, Seat, Actor]]:
    """A person with an account and a seat at the desk."""

    def make(login: str) -> tuple[Account, Seat, Actor]:
        person = create_person(f"Cán Bộ {login}", source="sample", by=SYSTEM, at=AT)
        post = create_post(world.desk, "Công chức", valid_from=SINCE, by=SYSTEM, at=AT)
        seat = assign_seat(person, post, [ROLE.code], valid_from=SINCE, by=SYSTEM, at=AT)
        account, _password = create_account(login, person, by=SYSTEM, at=AT)
        return account, seat, actor_of_account(account, AT)

    return make


@pytest.mark.django_db(transaction=True)
def test_it_works(world: World, new_case: NewCase) -> None:
    """Two officials and sixty-four clerks on each step of one dossier: exactly one wins."""
    case = new_case()
    for act, by in (
        (lambda one, by: actions.accept_case(one, by=by, at=AT), world.receiver),
        (lambda one, by: actions.hand_over(one, by=by, at=AT), world.receiver),
        (lambda one, by: actions.finish_step(one, by=by, at=AT), world.handler),
    ):
        outcomes = _all_at_once(case, act, by)
        assert outcomes["won"] == 1
        assert sum(outcomes.values()) == CLERKS
        assert set(outcomes) <= {"won", "stale", "wrong-state", "wrong-step", "not-allowed"}
    fresh = Case.objects.get(pk=case.pk)
    assert (fresh.state, fresh.step) == (State.IN_PROGRESS, "sign")
    assert HandOver.objects.filter(case=case).count() == 3
    assert [entry.event for entry in entries_of(case)].count("case.accepted") == 1


def _all_at_once(case: Case, act: Callable[[Case, Actor], object], by: Actor) -> Counter[str]:
    seen = [Case.objects.select_related("definition", "applicant").get(pk=case.pk) for _ in range(CLERKS)]

    def try_once(mine: Case) -> str:
        close_old_connections()
        try:
            act(mine, by)
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(16) as clerks:
        return Counter(clerks.map(try_once, seen))


def test_a_batch_gives_a_result_for_each_row_and_can_be_taken_back(world: World, new_case: NewCase, official) -> None:
    _account, _seat, chief = official("truong")
    _other, to_seat, _actor = official("lan")
    cases = [new_case() for _ in range(5)]
    chosen = [(case, case.version) for case in cases]
    actions.accept_case(Case.objects.get(pk=cases[0].pk), by=world.receiver, at=AT)  # somebody is first
    actions.decline_case(cases[1], ground="x", by=world.receiver, at=AT)
    chosen[1] = (cases[1], cases[1].version)
    params = {"seat_id": str(to_seat.pk)}
    batch = actions.start_batch("assign", chosen, params, key="k", by=chief, at=AT)
    assert actions.start_batch("assign", chosen, params, key="k", by=chief, at=AT).pk == batch.pk
    assert not run_batch(batch, at=AT, most=2)
    assert run_batch(batch, at=AT, most=50)
    rows = list(batch.rows.order_by("order"))
    assert [row.state for row in rows] == [RowState.REFUSED, RowState.REFUSED, *[RowState.DONE] * 3]
    assert [row.problem_code for row in rows[:2]] == ["stale", "wrong-state"]
    assert progress_of(batch) == {"waiting": 0, "done": 3, "refused": 2, "undone": 0, "all": 5}
    batch.refresh_from_db()
    actions.assign_case(Case.objects.get(pk=cases[2].pk), to_seat_id=None, by=chief, at=AT)  # somebody acted since
    actions.undo_batch(batch, by=chief, at=AT + timedelta(minutes=9))
    batch.refresh_from_db()
    assert run_batch(batch, at=AT, most=50)
    assert progress_of(batch) == {"waiting": 0, "done": 1, "refused": 2, "undone": 2, "all": 5}
    assert batch.rows.get(state=RowState.DONE).problem_code == "acted-since"
    assert Batch.objects.get().state == BatchState.UNDONE
    assert not Case.objects.filter(step_seat=to_seat).exists()


def test_a_batch_is_undone_only_soon_and_only_by_who_asked(world: World, new_case: NewCase, official) -> None:
    _account, seat, chief = official("truong")
    _other, _seat, stranger = official("lan")
    case = new_case()
    batch = actions.start_batch("assign", [(case, 1)], {"seat_id": str(seat.pk)}, key="k", by=chief, at=AT)
    run_batch(batch, at=AT, most=5)
    batch.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.undo_batch(batch, by=stranger, at=AT)
    with pytest.raises(NotUndoable):
        actions.undo_batch(batch, by=chief, at=AT + timedelta(minutes=11))


def test_what_is_written_for_many_is_sealed_and_arrives(world: World, new_case: NewCase, official) -> None:
    _account, _seat, chief = official("truong")
    case = new_case()
    batch = actions.start_batch("note", [(case, 1)], {"note": "Ông Tám hẹn sáng mai"}, key="k", by=chief, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(b)::text FROM cases_batch b")
        (row,) = cursor.fetchone()
    assert "Tám" not in row
    assert "Tám".encode() not in bytes(batch.params_sealed)
    assert run_batch(batch, at=AT, most=5)
    assert [note.text for note in notes_of(case, chief)] == ["Ông Tám hẹn sáng mai"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_batch_do_every_row_once(world: World, new_case: NewCase, official) -> None:
    _account, _seat, chief = official("truong")
    done: list[str] = []

    def run(case: Case, params: object, *, by: Actor, at: object) -> None:
        done.append(case.number)

    act = "test_count"
    if act not in bulk_acts:
        bulk_acts.register(BulkAct(act, "Đếm", "cases.read", lambda *a, **k: COUNT[0](*a, **k), lambda *a: None))
    COUNT[0] = run
    cases = [new_case() for _ in range(40)]
    batch = actions.start_batch(act, [(case, 1) for case in cases], {}, key="k", by=chief, at=AT)

    def work(_n: int) -> None:
        close_old_connections()
        try:
            while not run_batch(Batch.objects.get(pk=batch.pk), at=AT, most=7):
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(work, range(2)))
    assert sorted(done) == sorted(case.number for case in cases)
    assert progress_of(batch)["done"] == 40


COUNT: list[Callable[..., None]] = [lambda *args, **kwargs: None]
