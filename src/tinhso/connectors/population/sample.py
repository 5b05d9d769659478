"""The sample's people stand in the twin, some of them with another name or birth day, so that something differs."""

from collections.abc import Callable
from datetime import datetime

from tinhso.base.actor import system_actor
from tinhso.connectors.population import connector
from tinhso.connectors.population.twin import database
from tinhso.kernel.exchange.actions import set_up_partner
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import number_of

MOST, EACH_DIFFERS = 200, 7


def load(at: datetime, progress: Callable[[str], None]) -> None:
    if Partner.objects.filter(code=connector.CODE).exists():
        return
    progress("Đối tác kết nối: CSDL dân cư (giả lập)")
    set_up_partner(
        connector.CODE,
        title=f"{connector.TITLE} (giả lập)",
        driver=connector.CODE,
        settings={"xroad_client": database.XROAD, "service_code": "MAU.DVC.H36", "agency_code": "H36"},
        secrets=database.secrets_of_partner(),
        by=system_actor("sample"),
        at=at,
    )
    known = Person.objects.exclude(number_index=None).order_by("id")[:MOST]
    for order, person in enumerate(known, start=1):
        birth = person.birth_date.isoformat() if person.birth_date else "1990-01-01"
        name = person.full_name if order % EACH_DIFFERS else f"{person.full_name} Khác"
        database.enter(number_of(person), name, birth, person.sex)
