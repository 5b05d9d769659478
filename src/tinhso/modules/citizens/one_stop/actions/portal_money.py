"""Money paid at the national portal: noted once, and put against the dossier's charges once they stand."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.cases.actions import collect_charge
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.states import ENDED
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.one_stop.models import PortalPayment, PortalPaymentState
from tinhso.modules.citizens.one_stop.rules.inbound import PaymentSaid

ONLINE = "online"
register(
    Event("one_stop.portal_paid", "Người nộp đã nộp tiền trên Cổng", ("transaction", "amount")),
    Event("one_stop.portal_payment_settled", "Đối chiếu tiền nộp qua Cổng", ("transaction", "amount", "state")),
)


@transaction.atomic
def note_portal_payment(case: Case, partner: str, paid: PaymentSaid, *, by: Actor, at: datetime) -> PortalPayment:
    """The row of the transaction; the same transaction again changes nothing."""
    row = PortalPayment(
        case=case,
        partner=partner,
        transaction=paid.transaction,
        amount=paid.amount,
        paid_at=paid.paid_at,
        arrived_at=at,
    )
    PortalPayment.objects.bulk_create([row], ignore_conflicts=True)
    kept = PortalPayment.objects.get(partner=partner, transaction=paid.transaction)
    if kept.pk == row.pk:
        payload = {"transaction": paid.transaction, "amount": paid.amount}
        write_entry("one_stop.portal_paid", case, by=by, at=at, payload=payload, unit_id=case.receipt_unit_id)
    return kept


@transaction.atomic
def settle_payment(payment_id: UUID, *, by: Actor, at: datetime) -> PortalPayment | None:
    """Collects what the dossier owes with what was paid, where it is the same sum; else a person has to look.

    None while the charges do not stand yet (they do from the acceptance on), or when it was settled before.
    """
    waiting = PortalPayment.objects.select_for_update().filter(pk=payment_id, state=PortalPaymentState.WAITING)
    row = waiting.first()
    if row is None:
        return None
    case = Case.objects.select_for_update(of=("self",)).select_related("definition").get(pk=row.case_id)
    owed = list(case.charges.filter(paid_at=None, amount__gt=0).order_by("id"))
    is_ended = State(case.state) in ENDED
    if case.received_at is None and not is_ended:
        return None
    if is_ended or sum(charge.amount for charge in owed) != row.amount:
        row.state = PortalPaymentState.DIFFERS
    else:
        for charge in owed:
            collect_charge(case, charge, method=ONLINE, by=by, at=at)
        row.state = PortalPaymentState.SETTLED
    row.save(update_fields=["state"])
    payload = {"transaction": row.transaction, "amount": row.amount, "state": str(row.state)}
    write_entry("one_stop.portal_payment_settled", case, by=by, at=at, payload=payload, unit_id=case.receipt_unit_id)
    return row
