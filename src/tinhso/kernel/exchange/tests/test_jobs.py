"""The work process's part: every partner its own turn, side by side; errors are told, nobody is held up."""

import threading
import time

import pytest

from tinhso.kernel.exchange import jobs
from tinhso.kernel.exchange.kinds import Delivered
from tinhso.kernel.exchange.models import Outgoing
from tinhso.kernel.exchange.tests.paper_partner import PAPER, a_partner, queued

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_under_way():
    jobs._quiet_until.clear()
    yield
    settle()
    # The threads of the pool keep their connections; the database cannot be emptied under them.
    closers = [jobs._pool.submit(_close) for _ in range(4 * jobs.AT_ONCE)]
    for closer in closers:
        closer.result(10)


def _close() -> None:
    from django.db import connections

    connections.close_all()
    time.sleep(0.02)


def settle() -> None:
    for future in list(jobs._under_way.values()):
        future.exception(30)
    jobs._collected()


def test_it_works() -> None:
    a_partner()
    queued("k1")
    jobs.deliver_due()
    settle()
    assert Outgoing.objects.get().state == "sent"


def test_a_slow_partner_holds_up_no_other() -> None:
    a_partner("cham"), a_partner("nhanh")
    go_on = threading.Event()

    def answer(message):
        if message.key.startswith("cham"):
            go_on.wait(30)
        return Delivered()

    PAPER.answer = answer
    queued("cham-1", partner="cham"), queued("nhanh-1", partner="nhanh")
    jobs.deliver_due()
    end = time.monotonic() + 20
    while Outgoing.objects.get(key="nhanh-1").state != "sent":
        assert time.monotonic() < end
        time.sleep(0.02)
    assert Outgoing.objects.get(key="cham-1").state == "waiting"
    go_on.set()
    settle()
    assert Outgoing.objects.get(key="cham-1").state == "sent"


def test_the_error_of_a_turn_is_told_to_the_work_process() -> None:
    a_partner()
    queued("k1")

    def broken(message):
        raise KeyError("x")

    PAPER.answer = broken
    jobs.deliver_due()
    for future in list(jobs._under_way.values()):
        future.exception(30)
    with pytest.raises(KeyError):
        jobs.deliver_due()
    assert Outgoing.objects.get().last_code == "driver-error"
