"""The national portal is away for a day: what queues up meanwhile drains in order, nothing lost, nothing twice.

``bench/portal_outage.py`` does the same with 100,000 messages.
"""

from collections import defaultdict
from collections.abc import Iterator
from random import Random

import pytest

from tinhso.base.ids import new_id
from tinhso.connectors.national_portal.driver import line, telling
from tinhso.connectors.national_portal.tests.served import dossier, progress
from tinhso.connectors.national_portal.twin import portal, store
from tinhso.connectors.national_portal.twin.inside import twin_inside
from tinhso.kernel.exchange.actions import NewMessage, deliver, queue_messages, set_up_partner
from tinhso.kernel.exchange.models import Attempt, Outgoing, Partner
from tinhso.kernel.exchange.tests.paper_partner import AT, SYSTEM, Clock
from tinhso.kernel.ledger.actions import SubjectRef

STATES = (1, 2, 4, 9, 10)
HOURS = 24
BATCH = 500


def told(dossiers: int, rng: Random) -> Iterator[NewMessage]:
    """Ten messages a dossier, each dossier's in order, all dossiers mixed."""
    queues = [_of_dossier(f"H99.1-261123-{order:06d}") for order in range(dossiers)]
    while queues:
        place = rng.randrange(len(queues))
        message = next(queues[place], None)
        if message is None:
            queues[place] = queues[-1]
            queues.pop()
            continue
        yield message


def _of_dossier(number: str) -> Iterator[NewMessage]:
    subject = SubjectRef("cases.case", new_id())
    for state in STATES:
        for kind, body in (("dossier", dossier(number, state)), ("dossier_progress", progress(number, state))):
            yield NewMessage(kind, body, number, f"{number}/{state}/{kind}", subject)


def outage(dossiers: int, *, seconds: float = 20.0) -> dict[str, int]:
    """Queues hour by hour while the portal is down, then drains; gives what went wrong (all zero when all is well)."""
    rng, clock = Random(24), Clock()
    partner = set_up_partner(
        "national_portal",
        title="Cổng",
        driver="national_portal",
        settings={"agency_code": "H99"},
        secrets=portal.secrets_of_partner(),
        by=SYSTEM,
        at=AT,
    )
    waiting = list(told(dossiers, rng))
    store.play("down")
    share = -(-len(waiting) // HOURS)
    for hour in range(HOURS):
        part = waiting[hour * share : (hour + 1) * share]
        for start in range(0, len(part), BATCH):
            queue_messages(partner.code, part[start : start + BATCH], by=SYSTEM, at=clock())
        _turn(clock, rng, seconds)
        clock.forward(hours=1)
    charged = Attempt.objects.count()
    store.play("")
    while Outgoing.objects.filter(state="waiting").exists():
        before = Outgoing.objects.filter(state="waiting").count()
        _turn(clock, rng, seconds)
        clock.forward(minutes=10)
        if Outgoing.objects.filter(state="waiting").count() == before:
            break
    return {"charged while down": charged, **wrong(waiting)}


def _turn(clock: Clock, rng: Random, seconds: float) -> None:
    deliver(Partner.objects.get(), clock=clock, rng=rng, seconds=seconds)


def wrong(queued: list[NewMessage]) -> dict[str, int]:
    """How many messages the portal lacks, got twice, or got in another order than they were queued in."""
    expected: dict[str, list[tuple[str, int]]] = defaultdict(list)
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    services = {"dossier": "DongBoHoSoMC", "dossier_progress": "CapNhatTienDoHoSoMC"}
    for message in queued:
        expected[message.order_key].append((services[message.kind], int(message.body["state"])))
    for one in store.got():
        found[one.number].append((one.service, one.state))
    lost = sum(len(set(line) - set(found[number])) for number, line in expected.items())
    doubled = sum(len(line) - len(set(line)) for line in found.values())
    disordered = sum(found[number] != line for number, line in expected.items() if set(found[number]) == set(line))
    unsent = Outgoing.objects.exclude(state="sent").count()
    return {"lost": lost, "doubled": doubled, "out of order": disordered, "not sent": unsent}


@pytest.mark.django_db
def test_a_day_without_the_portal_loses_nothing(tmp_path, settings, monkeypatch) -> None:
    settings.DATA = tmp_path
    line.known.clear()
    with twin_inside() as client:
        monkeypatch.setattr(telling, "shared_client", lambda: client)
        found = outage(200)
    assert found == {"charged while down": 0, "lost": 0, "doubled": 0, "out of order": 0, "not sent": 0}
    assert Outgoing.objects.count() == 2000
