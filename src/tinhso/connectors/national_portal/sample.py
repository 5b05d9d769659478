"""The sample province tells its dossiers to the twin."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from tinhso.base.actor import system_actor
from tinhso.base.moments import local_day
from tinhso.connectors.national_portal import connector
from tinhso.connectors.national_portal.twin import citizens, filing, portal, sending
from tinhso.connectors.national_portal.twin.inside import handled_inside, served_inside
from tinhso.kernel.exchange.actions import set_up_partner
from tinhso.kernel.exchange.models import Partner

AGENCY, WARD = "H36", "H36.175"
PACE = 50  # a second: it shares the machine with the province
DAYS = 7


def load(at: datetime, progress: Callable[[str], None]) -> None:
    """The partner; its empty address is the twin's, wherever the installation is served."""
    if Partner.objects.filter(code=connector.CODE).exists():
        return
    progress("Đối tác kết nối: Cổng Dịch vụ công quốc gia (giả lập)")
    set_up_partner(
        connector.CODE,
        title=f"{connector.TITLE} (giả lập)",
        driver=connector.CODE,
        settings={"agency_code": AGENCY, "since": (local_day(at) - timedelta(days=DAYS)).isoformat()},
        secrets=portal.secrets_of_partner(),
        pace=PACE,
        by=system_actor("sample"),
        at=at,
    )
    progress("Hồ sơ nộp trên Cổng giả lập, chờ tiếp nhận")
    file_some(at)


def file_some(at: datetime) -> None:
    """Citizens of the twin file for the sample's ward: sent over the twin's wire, opened by exchange as ever.

    Their files are fetched by ``work`` once somebody serves them.
    """
    rng = random.Random(68)
    for place in range(len(citizens.applications())):
        filing.file_application(citizens.prepared(place, WARD, rng), address=filing.own_address(), agency=AGENCY, at=at)
    with served_inside() as client:
        sending.Sender(client, settings.PUBLIC_URL, AGENCY).send()
    handled_inside(rng)
