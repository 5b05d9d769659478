"""Dossiers are told to the national portal: what each event says, in order, once, whatever happens on the way."""

import json
from collections import defaultdict
from datetime import timedelta
from random import Random

import pytest

from tinhso.base.moments import now
from tinhso.connectors.national_portal import wire
from tinhso.connectors.national_portal.driver import line
from tinhso.connectors.national_portal.tests.served import twin_served
from tinhso.connectors.national_portal.twin import catalogue as offered
from tinhso.connectors.national_portal.twin import portal, store
from tinhso.kernel.cases import actions as cases
from tinhso.kernel.cases.actions.supplements import Missing
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.rules.states import OPEN
from tinhso.kernel.cases.tests.conftest import AT, BODY, SYSTEM, World, new_case, world  # noqa: F401 (fixtures)
from tinhso.kernel.cases.tests.test_walks import ACTS, USUAL
from tinhso.kernel.exchange.actions import deliver, delivery, set_up_partner
from tinhso.kernel.exchange.models import Attempt, Outgoing, Partner
from tinhso.kernel.exchange.queries import exchange_state_of
from tinhso.kernel.exchange.queries.sealing import BODY as BODY_FIELD
from tinhso.kernel.exchange.queries.sealing import opened
from tinhso.kernel.exchange.tests.paper_partner import Clock
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.ledger.queries import entries_of
from tinhso.modules.citizens.one_stop import exchange
from tinhso.modules.citizens.one_stop.jobs import tell_portal
from tinhso.modules.citizens.one_stop.models import Procedure, ProcedureVersion
from tinhso.modules.citizens.one_stop.rules.portal import states_after

NUMBER = "000195000123"  # the applicant's, in the small province of the cases room


@pytest.fixture
def catalogue(db):
    """The procedure of the small province, in the catalogue under a sector the portal knows."""
    procedure = Procedure.objects.create(code="9.000001")
    words = {"name_words": "viec thu", "sector_words": "ho tich", "sort_key": "x", "source": "x"}
    ProcedureVersion.objects.create(
        procedure=procedure, name="Việc thử", sector="Hộ tịch", valid_from=AT.date() - timedelta(days=400), **words
    )


def a_portal(address: str = "http://127.0.0.1:9", **more) -> Partner:
    return set_up_partner(
        "national_portal",
        title="Cổng DVCQG",
        driver="national_portal",
        address=address,
        settings={"agency_code": "H99", **more},
        secrets={"username": portal.USERNAME, "password": portal.password()},
        by=SYSTEM,
        at=AT,
    )


def bodies(kind: str = "dossier") -> list[dict]:
    rows = Outgoing.objects.filter(kind=kind).order_by("seq")
    return [json.loads(opened(row.body_sealed or b"", row.id, BODY_FIELD)) for row in rows]


def told(case: Case) -> None:
    exchange.tell_portals(list(entries_of(case)), by=SYSTEM, at=AT)


def test_it_works(world: World, new_case, catalogue) -> None:  # noqa: F811
    a_portal()
    case = new_case()
    cases.accept_case(case, by=world.receiver, at=AT)
    cases.hand_over(case, by=world.receiver, at=AT)
    cases.ask_supplement(case, [Missing("paper:map", "Bản đồ mờ")], by=world.handler, at=AT + timedelta(hours=1))
    told(case)
    dossiers = bodies()
    assert [body["state"] for body in dossiers] == [1, 2, 4, 5]
    assert [body["is_update"] for body in dossiers] == [False, True, True, True]
    last = dossiers[-1]
    assert (last["owner_name"], last["owner_number"], last["phone"]) == ("Nguyễn Thị Mẫu", NUMBER, "0900000123")
    assert (last["sector"], last["unit"]) == ("Hộ tịch", "Ủy ban nhân dân xã Một")
    assert [one["what"] for one in last["supplements"]] == ["Bản đồ mờ"]
    assert dossiers[1]["supplements"] == []
    assert [body["state"] for body in bodies("dossier_progress")] == [1, 2, 4, 5]
    assert {row.order_key for row in Outgoing.objects.all()} == {case.number}
    (state,) = exchange_state_of(case)
    assert state.is_behind
    for body in dossiers:
        assert wire.item_of("dossier", body, sector_code="x")["MaHoSo"] == case.number


def test_an_entry_read_twice_is_told_once(world: World, new_case, catalogue) -> None:  # noqa: F811
    a_portal()
    case = new_case()
    told(case)
    told(case)
    assert Outgoing.objects.count() == 2


def test_dossiers_filed_before_the_day_agreed_are_left_out(world: World, new_case, catalogue) -> None:  # noqa: F811
    a_portal(since="2026-11-17")
    told(new_case())
    told(new_case(AT + timedelta(days=1)))
    assert [body["submitted_at"][:10] for body in bodies()] == ["2026-11-17"]


def test_no_personal_number_stands_outside_the_sealed_bodies(world: World, new_case, catalogue) -> None:  # noqa: F811
    partner = a_portal()
    case = new_case()
    told(case)
    before = Entry.objects.count()
    deliver(partner, clock=lambda: AT, rng=Random(1))
    rows = [*Outgoing.objects.values_list(), *Attempt.objects.values_list(), *Entry.objects.values_list("payload")]
    assert len(rows) > before
    assert NUMBER not in repr(rows)
    assert "Nguyễn Thị Mẫu" not in repr([*Outgoing.objects.values_list(), *Attempt.objects.values_list()])


def test_states_are_those_of_the_moment() -> None:
    codes = "submitted supplement_asked supplemented accepted paused resumed paused result_attached result_attached "
    codes += "returned"
    payloads = {4: {"reason": "payment"}, 6: {"reason": "law"}}
    events = [(place, f"case.{code}", payloads.get(place, {})) for place, code in enumerate(codes.split())]
    assert list(states_after(events, issues=2).values()) == [1, 5, 1, 2, 6, 4, 4, 4, 9, 10]


def test_every_event_the_portal_hears_of_is_declared() -> None:
    from tinhso.kernel.ledger.kinds import events
    from tinhso.modules.citizens.one_stop.rules.portal import FACTS, STEPS

    assert {code for code in (*FACTS, *STEPS) if code not in events} == set()


class Died(Exception):
    """The worker was killed between sending and noting."""


FAULTS = ["", "", "", "down", "busy", "duplicating", "reordering", "expiring", "slow"]


@pytest.mark.django_db(transaction=True)
def test_whatever_happens_on_the_way_the_portal_gets_everything_once_and_in_order(
    world: World,  # noqa: F811
    new_case,  # noqa: F811
    catalogue,
    tmp_path,
    settings,
    monkeypatch,
) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(line, "TIME_LIMIT", 0.15)
    rng, deaths, played = Random(20261123), 0, defaultdict(int)
    note = delivery.note

    def note_or_die(*given, **more):
        if rng.random() < 0.25:
            raise Died
        return note(*given, **more)

    store.offer("9.000001", {"MATTHC": "9.000001", "TENTTHC": "Việc thử", "LINHVUCTHUCHIEN": []})
    with twin_served() as address:
        partner = a_portal(address, since="")
        clock = Clock(now())
        dossiers = [new_case() for _ in range(6)]
        for turn in range(12):
            for _ in range(16):
                act(world, rng.choice(dossiers), rng)
            if all(Case.objects.get(pk=case.pk).state not in OPEN for case in dossiers[-3:]):
                dossiers.append(new_case())
            tell_portal()
            store.play(fault := FAULTS[turn % len(FAULTS)])
            played[fault] += 1
            monkeypatch.setattr(delivery, "note", note_or_die)
            try:
                partner.refresh_from_db()
                deliver(partner, clock=clock, rng=rng, seconds=0.8)
            except Died:
                deaths += 1
            clock.forward(hours=1)
        monkeypatch.setattr(delivery, "note", note)
        store.play("")
        while Outgoing.objects.filter(state="waiting").exists():
            partner.refresh_from_db()
            assert deliver(partner, clock=clock, rng=rng, seconds=20.0)
            clock.forward(hours=1)
        got = store.got()
    assert deaths >= 3
    assert all(played[fault] for fault in FAULTS)
    assert set(Outgoing.objects.values_list("state", flat=True)) == {"sent"}
    assert_everything_once_and_in_order(got)


def act(world: World, case: Case, rng: Random) -> None:  # noqa: F811
    from tinhso.base.messages import Refused

    fresh = Case.objects.select_related("definition", "submission").get(pk=case.pk)
    name = rng.choice([*ACTS, *[n for n in ACTS if n not in ("decline", "stop", "withdraw")] * 8])
    try:
        ACTS[name](fresh, getattr(world, USUAL[name]))
    except Refused:
        return


def assert_everything_once_and_in_order(got: list[store.Got]) -> None:
    expected, found = defaultdict(list), defaultdict(list)
    codes = {row["TENLINHVUC"]: row["MALINHVUC"] for row in offered.sectors()}
    for row in Outgoing.objects.order_by("seq"):
        body = json.loads(opened(row.body_sealed or b"", row.id, BODY_FIELD))
        item = wire.item_of(row.kind, body, sector_code=codes["Hộ tịch"])
        line = expected[row.order_key, wire.SERVICES[row.kind]]
        if not line or line[-1] != item:  # the same said twice running is one thing to the portal
            line.append(item)
    for one in got:
        found[one.number, one.service].append(one.item)
    assert found == expected
    count = sum(len(line) for line in expected.values())
    assert count > 40
    assert count > 0.8 * Outgoing.objects.count()
