"""Where a procedure is filed online: the profile's choice, changed by the operator with a day and a reason."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.world import World
from tinhso.base.actor import staff_actor, system_actor
from tinhso.base.messages import NotAllowed
from tinhso.base.moments import local_day, now
from tinhso.kernel.ledger.models import Entry
from tinhso.modules.citizens.one_stop.actions.filing import FiledElsewhere, start_application
from tinhso.modules.citizens.one_stop.actions.front_door import DoorUnclear, set_front_door
from tinhso.modules.citizens.one_stop.queries.front_door import PUBLIC_ADDRESS, door_on, doors_on

pytestmark = pytest.mark.django_db
BY = system_actor("test")
BIRTH, STATUS = "1.001193", "1.004873"


def set_to(code: str, is_national: bool, days: int = 0) -> None:
    at = now()
    day = local_day(at) + timedelta(days=days)
    set_front_door(code, is_national=is_national, valid_from=day, reason="Công văn mẫu", by=BY, at=at)


def test_it_works(world: World) -> None:
    today = local_day(now())
    assert not door_on(BIRTH, today).is_national
    set_to(BIRTH, True)
    assert door_on(BIRTH, today).is_national
    assert not door_on(STATUS, today).is_national
    entry = Entry.objects.filter(event="one_stop.front_door_set").latest("id")
    assert json.loads(entry.payload)["reason"] == "Công văn mẫu"


def test_a_production_installation_sends_people_to_the_portal(world: World, settings) -> None:
    settings.PROFILE = "production"
    assert all(door.is_national for _definition, door in doors_on(local_day(now())))


def test_all_at_once_then_one_apart_each_from_its_day(world: World) -> None:
    today = local_day(now())
    set_to(BIRTH, False)
    set_to("", True, days=2)
    set_to(STATUS, False, days=3)
    found = {
        days: {one.code: door.is_national for one, door in doors_on(today + timedelta(days=days))} for days in (1, 2, 3)
    }
    assert (found[1][BIRTH], found[2][BIRTH], found[3][BIRTH]) == (False, True, True)
    assert (found[2][STATUS], found[3][STATUS]) == (True, False)
    assert door_on(STATUS, today + timedelta(days=3)).is_national is False


def test_the_procedure_page_leads_to_the_portal_and_nothing_can_be_begun_here(world: World) -> None:
    set_to(BIRTH, True)
    client = world.client("citizen")
    page = client.get(reverse("one_stop:procedure", args=[BIRTH])).content.decode()
    assert PUBLIC_ADDRESS in page
    assert reverse("one_stop:start", args=[BIRTH]) not in page
    assert client.get(reverse("one_stop:start", args=[BIRTH])).url == reverse("one_stop:procedure", args=[BIRTH])
    citizen = world.accounts["citizen"]
    from tinhso.kernel.identity.queries import actor_of_account

    actor = actor_of_account(citizen, now())
    with pytest.raises(FiledElsewhere):
        start_application(BIRTH, variant="standard", desk_id=world.case.receipt_unit_id, by=actor, at=now())
    at_counter = world.client("receiver").get(reverse("one_stop:intake_fill", args=[BIRTH]))
    assert at_counter.status_code == 200


def test_the_operator_changes_it_on_the_screen(world: World) -> None:
    client, today = world.client("operator"), local_day(now())
    url = reverse("one_stop:front_door", args=[BIRTH])
    answer = client.post(url, {"where": "national", "valid_from": today.isoformat(), "reason": ""})
    assert answer.status_code == 422
    assert "Ghi lý do" in answer.content.decode()
    for wrong in ({"where": "moon"}, {"where": "national", "valid_from": "31/02"}, {}):
        assert client.post(url, {"valid_from": today.isoformat(), "reason": "x"} | wrong).status_code == 422
    answer = client.post(url, {"where": "national", "valid_from": today.isoformat(), "reason": "Công văn 1"})
    assert answer.status_code == 302
    assert "Công văn 1" in client.get(url).content.decode()
    everything = reverse("one_stop:front_doors")
    sent = {"where": "local", "valid_from": (today + timedelta(days=1)).isoformat(), "reason": "Cổng bảo trì"}
    assert client.post(everything, sent).status_code == 302
    assert "Cổng bảo trì" in client.get(everything).content.decode()
    assert client.get(reverse("one_stop:front_door", args=["1.999999"])).status_code == 404


def test_the_past_and_unknown_procedures_are_refused_and_so_is_who_may_not(world: World) -> None:
    at = now()
    today = local_day(at)
    with pytest.raises(DoorUnclear) as refusal:
        set_front_door("9.9", is_national=True, valid_from=today - timedelta(days=1), reason=" ", by=BY, at=at)
    assert set(refusal.value.fields) == {"code", "valid_from", "reason"}
    stranger = staff_actor(["one_stop.front_door"], world.case.receipt_unit_id)
    with pytest.raises(NotAllowed):
        set_front_door("", is_national=True, valid_from=today, reason="x", by=stranger, at=at)
    assert world.client("receiver").get(reverse("one_stop:front_doors")).status_code == 403
