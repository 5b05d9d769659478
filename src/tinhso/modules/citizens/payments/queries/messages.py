"""What is told to the payment platform, in neutral words; the connector puts them into the platform's.

The bodies stand in docs/modules/payments.md.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Case
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.exchange.queries import partners_of
from tinhso.kernel.identity.queries import contact_of, number_of
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.payments.models import PaymentOrder
from tinhso.modules.citizens.payments.rules.vietqr import Transfer, plain

PLATFORM = "payment_platform"  # the driver the platform's partner uses
ORDER, CANCEL, STATE, LIST = "payment_order", "payment_cancel", "payment_state", "payment_list"


def platform() -> Partner | None:
    """The payment platform this installation is set up for."""
    return next((partner for partner in partners_of(PLATFORM) if partner.is_active), None)


def order_body(order: PaymentOrder, case: Case) -> dict[str, Any]:
    """Everything the platform asks of an order; holds personal data, so it is sealed in the outbox."""
    day = local_day(order.opened_at)
    unit, account, payer = unit_on(case.competent_unit_id, day), order.account, case.applicant
    return {
        "order": order.code,
        "reference": order.reference,
        "case_number": case.number,
        "procedure_code": case.definition.code,
        "procedure_title": case.definition.title,
        "unit_code": unit.code or unit_on(account.unit_id, day).code,
        "unit": unit.authority_name,
        "amount": order.amount,
        "lines": [{key: line[key] for key in ("code", "title", "amount")} for line in order.lines],
        "account": {"bank": account.bank, "number": account.number, "holder": account.holder},
        "purpose": purpose_of(case),
        "payer": {"name": payer.full_name, "number": number_of(payer), "address": contact_of(payer).address},
        "return_to": f"{settings.PUBLIC_URL}{reverse('payments:pay', args=[case.number])}",
    }


def purpose_of(case: Case) -> str:
    """What the transfer says it is for: the number of the dossier and nothing of the person."""
    return plain(f"nop phi {case.number}")


def transfer_of(order: PaymentOrder, case: Case) -> Transfer:
    """The order as a bank transfer, for its VietQR."""
    account = order.account
    return Transfer(
        bank=account.bank,
        account=account.number,
        amount=order.amount,
        reference=order.reference,
        purpose=purpose_of(case),
        name=account.holder,
        city=account.city,
    )


def list_body(day: date) -> dict[str, Any]:
    return {"day": day.isoformat()}
