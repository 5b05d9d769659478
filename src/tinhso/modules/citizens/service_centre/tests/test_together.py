"""Many hands at once: each number once, each person to one counter."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import close_old_connections, connection

from tinhso.base.actor import ANONYMOUS
from tinhso.modules.citizens.service_centre.actions.booking import SlotFull, book
from tinhso.modules.citizens.service_centre.actions.calling import call_next
from tinhso.modules.citizens.service_centre.actions.taking import take_ticket
from tinhso.modules.citizens.service_centre.models import Appointment, QueueTicket, TicketCall
from tinhso.modules.citizens.service_centre.queries.booking import slots_on
from tinhso.modules.citizens.service_centre.tests.conftest import AT, Hall

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 8


def at_once(act: Callable[[int], Any], times: Iterable[int]) -> list[Any]:
    def once(which: int) -> Any:
        close_old_connections()
        try:
            return act(which)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(once, times))


def test_it_works(hall: Hall) -> None:
    """Forty touches, two clerks who press at the same moment, and a last place: nothing twice, nothing lost."""
    at_once(lambda n: take_ticket(hall.a, key=f"touch {n}", by=ANONYMOUS, at=AT), range(40))
    numbers = list(QueueTicket.objects.filter(group=hall.a).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 41))
    sittings = [hall.sit(0), hall.sit(1)]

    def call(which: int) -> Any:
        at = AT + timedelta(minutes=1 + which // 2)
        sitting = sittings[which % 2]
        running = TicketCall.objects.filter(counter=sitting.counter, ended_at=None).first()
        return call_next(sitting, current=running.pk if running else None, by=hall.clerks[which % 2], at=at)

    for both in range(6):
        at_once(call, (2 * both, 2 * both + 1))
    called = Counter(TicketCall.objects.values_list("ticket__number", flat=True))
    assert dict(called) == dict.fromkeys(range(1, 13), 1)  # the first twelve, each once


def test_the_last_place_of_a_slot_goes_to_one(hall: Hall) -> None:
    start, _end, places = slots_on(hall.a, AT.date() + timedelta(days=1), AT)[0]

    def try_to(which: int) -> str:
        try:
            book(hall.a, start, f"Người {which}", key=f"{which}", by=ANONYMOUS, at=AT)
        except SlotFull as error:
            return error.code
        return "booked"

    outcomes = Counter(at_once(try_to, range(12)))
    assert outcomes == {"booked": places, "slot-full": 12 - places}
    assert Appointment.objects.filter(starts_at=start).count() == places
