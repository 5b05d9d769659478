"""The sample ward's service centre: a few days behind it, appointments ahead, the rules of the line kept all along."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.world import World, sample_world
from tinhso.base.moments import local_day
from tinhso.modules.citizens.service_centre.models import Appointment, Centre, QueueTicket, TicketCall, VisitRating
from tinhso.modules.citizens.service_centre.queries.figures import Period, report_of
from tinhso.modules.citizens.service_centre.sample import DAYS, load
from tinhso.modules.citizens.service_centre.sample.days import VISITORS

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), sample_world() as found:
        load(found.at, lambda line: None)
        yield found


def test_it_works(world: World) -> None:
    """Whoever came was called, waited a while, and some of them said how it was."""
    today = local_day(world.at)
    days = sorted(set(QueueTicket.objects.values_list("day", flat=True)))
    assert len(days) == DAYS
    assert days[-1] < today
    report = report_of(Centre.objects.get(), Period(days[0], today))
    assert report.whole.taken == DAYS * VISITORS
    assert report.whole.served + report.whole.missed >= report.whole.taken - DAYS
    assert report.whole.p50 is not None
    assert 0 <= report.whole.p50 <= (report.whole.p90 or 0) < 3 * 3600
    assert VisitRating.objects.count() > 10
    assert not TicketCall.objects.filter(ended_at=None).exists()
    assert Appointment.objects.count() >= 6
    assert not Appointment.objects.filter(starts_at__lt=world.at).exists()


@pytest.mark.parametrize(
    ("who", "opens"),
    [
        ("receiver", {"calling", "day_appointments"}),
        ("supervisor", {"calling", "day_appointments", "statistics", "setting"}),
        ("stranger", set()),
    ],
)
def test_the_ward_s_people_have_the_roles_of_the_counter(world: World, who: str, opens: set[str]) -> None:
    paths = {
        "calling": "/ban/goi-so",
        "day_appointments": "/ban/lich-hen",
        "statistics": "/ban/quay/thong-ke",
        "setting": "/ban/quay",
    }
    client = world.client(who)
    assert {name for name, path in paths.items() if client.get(path).status_code == 200} == opens
