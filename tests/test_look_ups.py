"""A dossier's people against the population database: bound to officer and purpose, masked, never in the way."""

from datetime import timedelta
from random import Random

import pytest
from django.urls import reverse

from tests.world import World
from tinhso.base.actor import system_actor
from tinhso.base.moments import now
from tinhso.connectors.population import driver
from tinhso.connectors.population.twin import database
from tinhso.connectors.population.twin.inside import twin_inside
from tinhso.kernel.exchange import jobs
from tinhso.kernel.exchange.actions import ask_service, set_up_partner
from tinhso.kernel.exchange.models import LookUp
from tinhso.kernel.identity.queries import number_of
from tinhso.kernel.ledger.models import Entry
from tinhso.modules.citizens.one_stop.queries.comparing import about_whom

pytestmark = pytest.mark.django_db
SERVICE = "population.citizen"


@pytest.fixture
def away(world: World, tmp_path, settings, monkeypatch):
    """The twin, knowing the dossier's person; stopped by ``database.play``."""
    settings.DATA = tmp_path
    set_up_partner(
        "population",
        title="CSDL dân cư",
        driver="population",
        settings={"xroad_client": database.XROAD, "service_code": "MAU"},
        secrets=database.secrets_of_partner(),
        by=system_actor("test"),
        at=now(),
    )
    person = about_whom(world.case)
    birth = person.birth_date.isoformat() if person.birth_date else "1990-01-01"
    database.enter(number_of(person), person.full_name, birth, person.sex)
    client = twin_inside()
    monkeypatch.setattr(driver, "shared_client", lambda: client)


def page(world: World) -> str:
    return world.client("receiver").get(reverse("one_stop:dossier", args=[world.case.number])).content.decode()


def ask(world: World, who: str = "receiver"):
    url = reverse("one_stop:act_look_up", args=[world.case.number])
    return world.client(who).post(url, {"service": SERVICE})


def test_it_works(world: World, away) -> None:
    assert "Đối chiếu CSDL dân cư" in page(world)
    assert ask(world).status_code == 302
    row = LookUp.objects.get()
    assert row.state == "answered"
    assert world.case.number in row.purpose
    shown = page(world)
    assert "Khớp" in shown
    assert number_of(about_whom(world.case)) not in shown
    (question,) = database.questions()
    assert question["MaYeuCau"].startswith(row.number)
    entries = Entry.objects.filter(event__in=["exchange.looked_up", "exchange.look_up_settled"])
    assert entries.count() == 2
    assert entries.filter(seat_id=row.seat_id).exists()
    said = repr(list(entries.values_list("payload", flat=True)))
    assert number_of(about_whom(world.case)) not in said
    assert about_whom(world.case).full_name not in said


def test_what_differs_is_named_field_by_field(world: World, away) -> None:
    person = about_whom(world.case)
    database.enter(number_of(person), "Người Khác", "1950-01-01", person.sex)
    ask(world)
    shown = page(world)
    assert "Có điểm khác" in shown
    assert "Người Khác".upper() not in shown


def test_a_service_that_is_away_stops_no_dossier_and_is_asked_again(world: World, away) -> None:
    database.play("down")
    assert ask(world).status_code == 302
    assert "Đang chờ trả lời" in page(world)
    row = LookUp.objects.get()
    assert (row.state, row.last_code) == ("waiting", "http-503")
    database.play("")
    LookUp.objects.update(next_at=now() - timedelta(seconds=1))
    jobs.ask_again()
    assert LookUp.objects.get().state == "answered"


def test_a_service_that_never_answers_is_given_up(world: World, away) -> None:
    database.play("down")
    ask(world)
    row = LookUp.objects.get()
    LookUp.objects.update(attempts=29)
    ask_service(row.pk, at=now(), rng=Random(1))
    assert LookUp.objects.get().state == "given_up"


def test_the_whole_answer_is_read_with_a_reason_only(world: World, away) -> None:
    ask(world)
    url = reverse("one_stop:look_up", args=[world.case.number, LookUp.objects.get().pk])
    client = world.client("receiver")
    name = about_whom(world.case).full_name.upper()
    assert name not in client.get(url).content.decode()
    assert client.post(url, {"reason": "xem"}).status_code == 422
    assert name in client.post(url, {"reason": "Đối chiếu chữ ký trên tờ khai"}).content.decode()
    assert Entry.objects.filter(event="exchange.look_up_read").count() == 1
    assert world.client("stranger").get(url).status_code == 404


def test_who_does_not_handle_the_dossier_asks_nothing(world: World, away) -> None:
    assert ask(world, "stranger").status_code in (403, 404)
    url = reverse("one_stop:act_look_up", args=[world.case.number])
    assert world.client("receiver").post(url, {"service": "population.everything"}).status_code == 403
    assert not LookUp.objects.exists()
