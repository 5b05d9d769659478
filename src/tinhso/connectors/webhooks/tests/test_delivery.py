"""Dossiers move, the receiver is told: nothing lost, nothing doubled, in order, through every fault."""

import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tinhso.base.actor import Actor
from tinhso.base.moments import now
from tinhso.connectors.webhooks import actions, queries
from tinhso.connectors.webhooks.jobs import switch_off_failing, tell
from tinhso.connectors.webhooks.twin import store
from tinhso.kernel.cases.actions import accept_case, hand_over
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.tests.conftest import AT, SYSTEM, NewCase, World
from tinhso.kernel.exchange.actions import deliver
from tinhso.kernel.exchange.models import Outgoing, OutgoingState, Partner
from tinhso.kernel.identity.actions import change_contact, close_client
from tinhso.kernel.identity.models import ApiClient
from tinhso.kernel.ledger.queries import entries_of
from tinhso.kernel.notices.models import Notice
from tinhso.kernel.notices.queries import shown

pytestmark = pytest.mark.django_db(transaction=True)


class Clock:
    """A clock the test pushes on, so that back-off takes no time."""

    def __init__(self) -> None:
        self.moment = now()

    def __call__(self) -> datetime:
        return self.moment


def opened(address: str, program: Actor, events: tuple[str, ...] = ("*",)) -> Partner:
    partner, secret = actions.open_endpoint(address, events, "", by=program, at=datetime(2026, 1, 1, tzinfo=UTC))
    store.know(secret)
    return partner


def moved(world: World, new_case: NewCase, count: int = 4) -> list[Case]:
    """Dossiers filed, accepted and handed over, their steps mingled."""
    cases = [new_case() for _ in range(count)]
    for case in cases:
        accept_case(case, by=world.receiver, at=AT)
    for case in reversed(cases):
        hand_over(case, by=world.receiver, at=AT)
    return cases


def delivered(partner: Partner, rounds: int = 40) -> None:
    """Turns of the worker, an hour apart, until nothing waits."""
    clock, rng = Clock(), Random(7)
    for _ in range(rounds):
        partner.refresh_from_db()
        deliver(partner, clock=clock, rng=rng, seconds=30)
        if not Outgoing.objects.filter(partner=partner, state=OutgoingState.WAITING).exists():
            return
        clock.moment += timedelta(hours=1)


def told() -> dict[str, list[str]]:
    """The types each dossier was told by, doubles dropped as a receiver drops them."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in store.received():
        if row["is_new"]:
            found[row["body"]["link"].rpartition("/")[2]].append(row["body"]["type"])
    return found


STEPS = ["dossier.submitted", "dossier.accepted", "dossier.handed_over"]


def test_it_works(world: World, new_case: NewCase, program: Actor, address: str) -> None:
    partner = opened(address, program)
    case = moved(world, new_case, 1)[0]
    tell()
    delivered(partner)
    first = store.received()[0]
    entry = entries_of(case)[0]
    assert first["key"] == first["body"]["id"] == str(entry.id)
    assert set(first["body"]) == {"id", "type", "timestamp", "version", "link"}
    assert told() == {case.number: STEPS}


@pytest.mark.parametrize("fault", ["flaky", "forgetful", "down", "refusing"])
def test_through_a_fault_nothing_is_lost_or_doubled_and_each_dossier_comes_in_order(
    world: World, new_case: NewCase, program: Actor, address: str, fault: str
) -> None:
    partner = opened(address, program)
    cases = moved(world, new_case)
    tell()
    store.play(fault)
    delivered(partner, rounds=3)
    if fault in ("down", "refusing"):
        assert store.received() == []
    if fault != "flaky":
        store.play("")
    delivered(partner)
    assert told() == {case.number: STEPS for case in cases}
    keys = [row["key"] for row in store.received() if row["is_new"]]
    assert len(keys) == len(set(keys)) == 3 * len(cases)
    if fault == "forgetful":
        assert len(store.received()) > len(keys)  # it did come twice, and was dropped


def test_entries_read_twice_are_queued_once(world: World, new_case: NewCase, program: Actor, address: str) -> None:
    from tinhso.kernel.ledger.models import Cursor

    partner = opened(address, program)
    moved(world, new_case, 2)
    tell()
    count = Outgoing.objects.filter(partner=partner).count()
    Cursor.objects.filter(name="webhooks").delete()
    tell()
    assert Outgoing.objects.filter(partner=partner).count() == count == 6


def test_an_endpoint_is_told_what_it_asked_for_and_its_client_may_see(
    world: World, new_case: NewCase, program: Actor, address: str
) -> None:
    partner = opened(address, program, ("dossier.accepted",))
    case = moved(world, new_case, 1)[0]
    elsewhere = new_case()
    Case.objects.filter(pk=elsewhere.pk).update(
        receipt_unit_id=world.other_desk, competent_unit_id=world.other_desk, step_unit_id=world.other_desk
    )
    elsewhere.refresh_from_db()
    accept_case(elsewhere, by=world.stranger, at=AT)
    tell()
    delivered(partner)
    assert told() == {case.number: ["dossier.accepted"]}


def test_a_closed_client_is_told_nothing(
    world: World, new_case: NewCase, program: Actor, client_row: ApiClient, address: str
) -> None:
    from tinhso.base.actor import system_actor

    partner = opened(address, program)
    close_client(client_row, by=system_actor("test"), at=AT)
    moved(world, new_case, 1)
    tell()
    assert not Outgoing.objects.filter(partner=partner).exists()


def test_both_secrets_sign_while_one_follows_the_other(program: Actor, address: str) -> None:
    partner = opened(address, program)
    actions.rotate_endpoint_secret(partner, by=program, at=now())
    actions.send_test(partner, by=program, at=now())
    delivered(partner)  # the receiver knows the old secret alone
    assert [row["body"]["type"] for row in store.received()] == ["webhook.test"]
    store.forget()
    secret = actions.rotate_endpoint_secret(Partner.objects.get(pk=partner.pk), by=program, at=now())
    store.know(secret)
    actions.send_test(partner, by=program, at=now())
    delivered(partner)
    assert len(store.received()) == 1


def test_a_message_under_a_foreign_secret_is_not_believed(program: Actor, address: str) -> None:
    partner, _ = actions.open_endpoint(address, ["*"], "", by=program, at=now())
    store.know("whsec_" + "QUJD" * 8)
    actions.send_test(partner, by=program, at=now())
    delivered(partner, rounds=1)
    assert store.received() == []
    assert Outgoing.objects.get(partner=partner).last_code == "401"


def test_an_endpoint_that_is_gone_or_silent_for_days_is_switched_off(
    program: Actor, address: str, client_row: ApiClient, settings: Any
) -> None:
    settings.ENV = {**settings.ENV, "TINHSO_SMTP_HOST": "127.0.0.1"}
    change_contact(client_row.seat.person, email="phanmem@mau.example", by=SYSTEM, at=now())
    gone, silent = opened(address, program), opened(address, program)
    store.play("gone")
    actions.send_test(gone, by=program, at=now())
    delivered(gone, rounds=1)
    store.play("down")
    actions.send_test(silent, by=program, at=now() - timedelta(days=4))
    delivered(silent, rounds=2)
    switch_off_failing()
    for partner, reason in ((gone, "gone"), (silent, "failing")):
        partner.refresh_from_db()
        assert not partner.is_active
        off = [entry for entry in entries_of(partner) if entry.event == "webhook.switched_off"]
        assert [json.loads(entry.payload) for entry in off] == [{"reason": reason}]
        notice = Notice.objects.get(subject_id=partner.pk)
        owner = ApiClient.objects.get(pk=partner.settings["client"])
        assert notice.seat_id == owner.seat_id
        (words,) = shown([notice], "vi")
        assert words.title == f"Webhook “{partner.title}” đã tự tắt"
        assert words.path == f"/quan-tri/webhook/{partner.pk}"
        assert set(notice.deliveries.values_list("channel", flat=True)) == {"in_app", "email"}
    assert queries.failing_endpoints(now()) == []
    store.play("")
    actions.switch_on(silent, by=program, at=now())
    delivered(silent)
    assert len(store.received()) == 1
