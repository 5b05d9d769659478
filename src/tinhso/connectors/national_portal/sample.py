"""The sample province tells its dossiers to the twin."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tinhso.base.actor import system_actor
from tinhso.base.moments import local_day
from tinhso.connectors.national_portal import connector
from tinhso.connectors.national_portal.twin import portal
from tinhso.kernel.exchange.actions import set_up_partner
from tinhso.kernel.exchange.models import Partner

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
        settings={"agency_code": "H36", "since": (local_day(at) - timedelta(days=DAYS)).isoformat()},
        secrets={"username": portal.USERNAME, "password": portal.password()},
        pace=PACE,
        by=system_actor("sample"),
        at=at,
    )
