"""Reads offered to others: partners and their health, the log, how a subject stands with its partners."""

from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.exchange.queries.asking import asked, is_asked_of
from tinhso.kernel.exchange.queries.health import PartnerHealth, busy_partners, health_of_partners
from tinhso.kernel.exchange.queries.look_ups import answer_of, look_ups_due, look_ups_of
from tinhso.kernel.exchange.queries.state import SubjectState, exchange_state_of


def partners_of(driver_code: str) -> list[Partner]:
    """The partners set up for a driver, paused ones too."""
    return list(Partner.objects.filter(driver=driver_code).order_by("code"))


__all__ = [
    "PartnerHealth",
    "SubjectState",
    "answer_of",
    "asked",
    "busy_partners",
    "exchange_state_of",
    "health_of_partners",
    "is_asked_of",
    "look_ups_due",
    "look_ups_of",
    "partners_of",
]
