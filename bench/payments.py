"""10,000 callbacks of the payment platform through the real action: 30 % sent again, all of them shuffled.

What counts is how many dossiers end in a wrong state (none may); how long one callback takes stands beside it. The same
storm with 250 callbacks runs in the suite (tests/test_callbacks.py).
"""

import time
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.test_callbacks import arrives, storm, wrong_states
from tinhso.base.actor import ANONYMOUS, system_actor
from tinhso.base.moments import local_day
from tinhso.kernel.exchange.actions import set_up_partner
from tinhso.kernel.exchange.models import Incoming, IncomingState
from tinhso.kernel.organisations.queries import unit_by_code
from tinhso.modules.citizens.one_stop.actions.setting_up import set_up_province
from tinhso.modules.citizens.one_stop.sample.people import staff_offices
from tinhso.modules.citizens.payments.actions import open_order
from tinhso.modules.citizens.payments.models import PaymentOrder
from tinhso.modules.citizens.payments.sample import WARD, sample_account, waiting_case
from tinhso.modules.citizens.payments.tests.conftest import KEY, PLATFORM

CALLBACKS, DOSSIERS = 10_000, 1_500
AT = datetime(2026, 11, 16, 3, tzinfo=UTC)
BY = system_actor("bench")


def orders() -> list[PaymentOrder]:
    """As many dossiers that wait for their fee, each with an order."""
    set_up_province(by=BY, at=AT)
    staff_offices(on=local_day(AT), by=BY, at=AT)
    ward_id = unit_by_code("statistics", WARD)
    assert ward_id is not None
    sample_account(ward_id, "9704000000002", "AB", BY, AT)
    set_up_partner(
        PLATFORM, title="Nền tảng", driver=PLATFORM, settings={"partner": "DO"}, secrets={"secret": KEY}, by=BY, at=AT
    )
    numbers = (f"00019{order:07d}" for order in range(DOSSIERS))
    dossiers = [waiting_case(ward_id, number=number, by=BY, at=AT - timedelta(hours=1)) for number in numbers]
    return [open_order(case, by=ANONYMOUS, at=AT) for case in dossiers]


def measure() -> list[dict[str, Any]]:
    opened = orders()
    sent = storm(opened, CALLBACKS, Random(2026))
    began = time.perf_counter()
    for fields in sent:
        arrives(fields)
    took = time.perf_counter() - began
    wrong = wrong_states(opened, sent)
    left = Incoming.objects.exclude(state=IncomingState.HANDLED).count()
    return [
        {
            "name": "10,000 payment callbacks, 30 % again, shuffled: dossiers in a wrong state",
            "value": len(wrong) + left,
            "unit": "dossiers",
            "goal": 0,
            "passed": not wrong and not left,
            "callbacks_a_second": round(len(sent) / took),
            "dossiers": len(opened),
        }
    ]
