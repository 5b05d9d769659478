"""Dossiers filed at the portal's twin, sent over its wire and opened as cases, twin and province on one machine.

Counted from the first call to the last case: sign-in, the call, the durable message, and the case with its parties,
answers and files to fetch. The twin's filing itself is done before.
"""

import time
from random import Random
from typing import Any

from django.conf import settings

from tinhso.base.actor import system_actor
from tinhso.base.moments import local_day, now
from tinhso.connectors.national_portal.twin import citizens, filing, portal, sending, store
from tinhso.connectors.national_portal.twin.inside import handled_inside, served_inside
from tinhso.kernel.exchange.actions import set_up_partner
from tinhso.kernel.exchange.models import Incoming, IncomingState
from tinhso.modules.citizens.one_stop.actions.setting_up import set_up_province
from tinhso.modules.citizens.one_stop.models import PortalDossier
from tinhso.modules.citizens.one_stop.sample.people import staff_offices

DOSSIERS, A_CALL = 2_000, 20
WARDS = ("H36.175",)
BY = system_actor("bench")


def measure() -> list[dict[str, Any]]:
    at = now()
    set_up_province(by=BY, at=at)
    staff_offices(on=local_day(at), by=BY, at=at)
    set_up_partner(
        "national_portal",
        title="Cổng",
        driver="national_portal",
        settings={"agency_code": "H36"},
        secrets=portal.secrets_of_partner(),
        by=BY,
        at=at,
    )
    store.play("")
    rng = Random(100)
    for order in range(DOSSIERS):
        application = citizens.prepared(order % len(citizens.applications()), rng.choice(WARDS), rng)
        filing.file_application(application, address=filing.own_address(), agency="H36", at=now())
    began = time.perf_counter()
    with served_inside() as client:
        sent = sending.Sender(client, settings.PUBLIC_URL, "H36").send(limit=DOSSIERS, at_once=A_CALL)
    kept = time.perf_counter() - began
    while Incoming.objects.filter(state=IncomingState.WAITING).exists():
        handled_inside(rng)
    took = time.perf_counter() - began
    opened = PortalDossier.objects.count()
    pace = opened / took
    return [
        {
            "name": "Dossiers from the national portal, sent, kept and opened as cases",
            "value": round(pace),
            "unit": "dossiers a second",
            "goal": 100,
            "passed": pace >= 100 and opened == DOSSIERS == sent.taken,
            "kept_a_second": round(DOSSIERS / kept),
            "dossiers": opened,
        }
    ]
