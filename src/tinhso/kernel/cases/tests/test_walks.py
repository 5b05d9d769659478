"""Random officials on random dossiers: no illegal state, no lost step, no double number."""

from random import Random

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.supplements import Missing
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.queries import hand_over_note
from tinhso.kernel.cases.rules.states import OPEN, TRANSITIONS
from tinhso.kernel.cases.tests.conftest import AT, NewCase, World

ACTS = {
    "accept": lambda case, by: actions.accept_case(case, by=by, at=AT),
    "decline": lambda case, by: actions.decline_case(case, ground="x", by=by, at=AT),
    "ask": lambda case, by: actions.ask_supplement(case, [Missing("paper:map", "x")], by=by, at=AT),
    "take": lambda case, by: actions.take_supplement(case, by=by, at=AT),
    "hand": lambda case, by: actions.hand_over(case, by=by, at=AT),
    "finish": lambda case, by: actions.finish_step(case, by=by, at=AT),
    "back": lambda case, by: actions.send_back(case, note="x", by=by, at=AT),
    "pause": lambda case, by: actions.pause_case(case, reason="payment", ground="x", by=by, at=AT),
    "resume": lambda case, by: actions.resume_case(case, by=by, at=AT),
    "stop": lambda case, by: actions.stop_case(case, ground="x", by=by, at=AT),
    "withdraw": lambda case, by: actions.withdraw_case(case, ground="x", by=by, at=AT),
    "return": lambda case, by: actions.return_result(case, to_name="x", method="counter", by=by, at=AT),
}


USUAL = {
    "accept": "receiver", "decline": "receiver", "ask": "handler", "take": "citizen", "hand": "receiver",
    "finish": "handler", "back": "signer", "pause": "handler", "resume": "handler", "stop": "handler",
    "withdraw": "citizen", "return": "receiver",
}  # fmt: skip


def test_it_works(world: World, new_case: NewCase) -> None:
    rng = Random(7)
    people: list[Actor] = [world.receiver, world.handler, world.signer, world.clerk, world.citizen, world.stranger]
    cases = [new_case() for _ in range(6)]
    done = 0
    for _ in range(900):
        case = Case.objects.select_related("definition", "submission").get(pk=rng.choice(cases).pk)
        before, version = State(case.state), case.version
        # Ends are rare, so that walks go far.
        name = rng.choice([*ACTS, *[n for n in ACTS if n not in ("decline", "stop", "withdraw")] * 3])
        by = getattr(world, USUAL[name]) if rng.random() < 0.7 else rng.choice(people)
        try:
            ACTS[name](case, by)
        except Refused:
            fresh = Case.objects.get(pk=case.pk)
            assert (fresh.state, fresh.version) == (before, version)
            continue
        done += 1
        fresh = Case.objects.get(pk=case.pk)
        assert fresh.state == before or fresh.state in TRANSITIONS[before]
        assert fresh.version > version
        assert fresh.due_at is not None or fresh.state not in (State.RECEIVED, State.IN_PROGRESS)
        if fresh.state not in OPEN:
            cases = [one for one in cases if one.pk != fresh.pk] + [new_case()]
    assert done > 100
    numbers = list(Case.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers))


def test_hand_overs_are_a_chain_without_a_gap(world: World, new_case: NewCase) -> None:
    case = actions.accept_case(new_case(), by=world.receiver, at=AT)
    actions.hand_over(case, by=world.receiver, at=AT)
    actions.finish_step(case, by=world.handler, at=AT)
    actions.send_back(case, note="Gọi lại ông Tám", by=world.signer, at=AT)
    lines = list(case.hand_overs.order_by("order"))
    assert [line.order for line in lines] == [1, 2, 3, 4]
    assert [line.done_at is None for line in lines] == [False, False, False, True]
    assert [hand_over_note(line) for line in lines] == ["", "", "", "Gọi lại ông Tám"]
    assert "Tám".encode() not in bytes(lines[-1].note_sealed or b"")


def test_a_note_in_plain_text_is_sealed_when_the_tables_move_on(world: World, new_case: NewCase) -> None:
    case = actions.accept_case(new_case(), by=world.receiver, at=AT)
    actions.hand_over(case, note="Gọi lại ông Tám", by=world.receiver, at=AT)
    line = case.hand_overs.latest("order")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    MigrationExecutor(connection).migrate([("cases", "0004_sealed_params")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM cases_handover WHERE id = %s", [line.pk])
        assert cursor.fetchone() == ("Gọi lại ông Tám",)
    forward = MigrationExecutor(connection)
    forward.migrate(forward.loader.graph.leaf_nodes())
    assert hand_over_note(case.hand_overs.latest("order")) == "Gọi lại ông Tám"
    assert hand_over_note(case.hand_overs.get(order=1)) == ""


@pytest.mark.parametrize("name", ["stop", "withdraw"])
def test_an_ended_dossier_keeps_no_open_pause(world: World, new_case: NewCase, name: str) -> None:
    case = actions.accept_case(new_case(), by=world.receiver, at=AT)
    actions.ask_supplement(case, [Missing("paper:map", "x")], by=world.receiver, at=AT)
    ACTS[name](case, world.receiver)
    assert not case.pauses.filter(until_at=None).exists()
