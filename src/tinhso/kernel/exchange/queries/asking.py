"""Asking a partner something directly: with a time limit, and a way to go on without the answer."""

from collections.abc import Mapping
from typing import Any

from tinhso.kernel.exchange.kinds import NoAnswer, PartnerDown, services
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.exchange.queries.sealing import view_of


def asked(service_code: str, question: Mapping[str, Any], *, partner_code: str = "") -> Any:
    """The answer of the service's partner (of that code, or the first that is not paused).

    Raises NoAnswer, also where no partner is set up; Declined; LookupError for a service nobody declared.
    """
    service = services.get(service_code)
    partners = Partner.objects.filter(driver=service.driver, is_active=True)
    if partner_code:
        partners = partners.filter(code=partner_code)
    partner = partners.order_by("code").first()
    if partner is None:
        raise NoAnswer("no-partner")
    try:
        return service.ask(view_of(partner), question)
    except PartnerDown as down:
        raise NoAnswer(down.code) from down


def is_asked_of(service_code: str) -> bool:
    """Whether the service is declared and a partner is set up for it."""
    if service_code not in services:
        return False
    return Partner.objects.filter(driver=services.get(service_code).driver, is_active=True).exists()
