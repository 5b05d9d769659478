"""24 hours without the national portal: 100,000 messages queue up, then drain in order; 0 lost, 0 doubled.

The same with 2,000 messages runs in the suite (tests/test_portal_outage.py). The twin answers inside this process, so
the pace is that of outbox, driver and twin together on one core.
"""

import time
from typing import Any

from tests import test_portal_outage as outages
from tinhso.connectors.national_portal.driver import telling
from tinhso.connectors.national_portal.twin import store
from tinhso.connectors.national_portal.twin.inside import twin_inside

DOSSIERS = 10_000


def measure() -> list[dict[str, Any]]:
    store.play("")
    own, began = telling.shared_client, time.perf_counter()
    with twin_inside() as client:
        telling.shared_client = lambda: client  # type: ignore[assignment]
        try:
            found = outages.outage(DOSSIERS, seconds=600.0)
        finally:
            telling.shared_client = own
    took = time.perf_counter() - began
    return [
        {
            "name": "A day without the portal, 100,000 messages: lost, doubled, out of order or not sent",
            "value": sum(found.values()),
            "unit": "messages",
            "goal": 0,
            "passed": not sum(found.values()),
            "messages": DOSSIERS * 10,
            "messages_a_second": round(DOSSIERS * 10 / took),
            **found,
        }
    ]
