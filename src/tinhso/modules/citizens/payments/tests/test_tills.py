"""The end of the day: the drawer against the book, a difference with its ground, closed once, nothing counted twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tinhso.base.messages import NotAllowed
from tinhso.base.moments import now
from tinhso.kernel.cases import actions as cases
from tinhso.kernel.cases.tests.conftest import NewCase, World
from tinhso.modules.citizens.payments.actions import close_till
from tinhso.modules.citizens.payments.actions.closing import AlreadyClosed, NotCounted, Unexplained
from tinhso.modules.citizens.payments.models import BeneficiaryAccount, ClosedCharge, TillClosing
from tinhso.modules.citizens.payments.queries.cash import till_of
from tinhso.modules.citizens.payments.tests.conftest import Official

pytestmark = pytest.mark.django_db
Hire = Callable[..., Official]


@pytest.fixture
def clerk(world: World, official: Hire, account: BeneficiaryAccount) -> Official:
    return official("thu", world.desk, "one_stop.receiver")


@pytest.fixture
def take(world: World, new_case: NewCase) -> Callable[..., None]:
    """Somebody takes five thousand đồng in cash."""

    def make(by: Official, days_ago: int = 0) -> None:
        at = now() - timedelta(days=days_ago)
        case = cases.accept_case(new_case(), by=world.receiver, at=at)
        cases.collect_charge(case, case.charges.get(), method="cash", by=by.actor, at=at)

    return make


def close(by: Official, counted: int | None, ground: str = "") -> TillClosing:
    return close_till(drawer="Quầy 2", counted=counted, ground=ground, by=by.actor, at=now())


def test_it_works(clerk: Official, take: Callable[..., None]) -> None:
    take(clerk)
    take(clerk)
    closing = close(clerk, 10_000)
    assert (closing.expected, closing.counted, closing.difference, closing.drawer) == (10_000, 10_000, 0, "Quầy 2")
    assert ClosedCharge.objects.filter(closing=closing).count() == 2
    with pytest.raises(AlreadyClosed):
        close(clerk, 0)


def test_a_difference_needs_its_ground(clerk: Official, take: Callable[..., None]) -> None:
    take(clerk)
    with pytest.raises(Unexplained) as refused:
        close(clerk, 4_000)
    assert "1.000 đồng" in str(refused.value)
    assert close(clerk, 4_000, "Trả nhầm tiền lẻ").difference == -1_000


def test_nothing_is_closed_uncounted_or_without_the_right(clerk: Official, official: Hire, world: World) -> None:
    with pytest.raises(NotCounted):
        close(clerk, None)
    with pytest.raises(NotAllowed):
        close(official("thuly", world.office, "one_stop.handler"), 0)


def test_each_clerk_has_a_drawer_of_their_own(
    clerk: Official, official: Hire, world: World, take: Callable[..., None]
) -> None:
    other = official("thu2", world.desk, "one_stop.receiver")
    take(clerk)
    assert till_of(other.seat_id, now().date()).expected == 0
    assert close(other, 0).expected == 0
    assert close(clerk, 5_000).expected == 5_000


def test_what_comes_after_a_closing_is_counted_in_the_next(clerk: Official, take: Callable[..., None]) -> None:
    at = now()
    take(clerk)
    close(clerk, 5_000)
    take(clerk)
    tomorrow = at + timedelta(days=1)
    later = close_till(drawer="", counted=5_000, ground="", by=clerk.actor, at=tomorrow)
    assert (later.expected, later.drawer) == (5_000, "1")


def test_the_clerk_closes_on_the_screen(
    clerk: Official, official: Hire, world: World, take: Callable[..., None]
) -> None:
    take(clerk)
    page = clerk.client.get("/ban/quy").content.decode()
    assert "5.000 đồng" in page
    short = clerk.client.post("/ban/quy", {"counted": "4.000", "drawer": "3"})
    assert short.status_code == 422
    assert "Tiền đếm được lệch 1.000 đồng so với sổ" in short.content.decode()
    assert clerk.client.post("/ban/quy", {"counted": "năm nghìn"}).status_code == 422
    done = clerk.client.post("/ban/quy", {"counted": "5.000", "drawer": "3"})
    slip = clerk.client.get(done.headers["Location"]).content.decode()
    assert "Phiếu chốt quỹ" in slip and "5.000 đồng" in slip
    accountant = official("ketoan", world.office, "payments.accountant", "one_stop.receiver")
    assert "Cán Bộ thu" in accountant.client.get("/ban/quy").content.decode()
    stranger = official("khac", world.other_desk, "one_stop.receiver")
    assert stranger.client.get(done.headers["Location"]).status_code == 404
