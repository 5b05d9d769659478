"""Giving money back: proposed with a reason, approved by another person, paid back under a voucher."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.identity.models import Seat
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.payments.actions.declared import AlreadyDone, ground_of
from tinhso.modules.citizens.payments.actions.receipts import cancel_receipt
from tinhso.modules.citizens.payments.models import FeeReceipt, Payment, PaymentState, Refund, RefundState
from tinhso.modules.citizens.payments.rules.roles import APPROVE, SETTLE


class SamePerson(Refused):
    code = "payments-same-person"
    status = 403
    title = gettext_noop("Người đề nghị không tự duyệt hoàn trả")
    mend = gettext_noop("Nhờ người phụ trách khác duyệt.")


class VoucherMissing(Refused):
    code = "payments-voucher-missing"
    title = gettext_noop("Chưa ghi số chứng từ chuyển trả")
    mend = gettext_noop("Ghi số của lệnh chuyển tiền hoặc phiếu chi.")


def _must(by: Actor, right: str, payment: Payment) -> None:
    """The right in the unit the money belongs to; everywhere where it belongs to none that is known."""
    if payment.unit_id is None:
        by.must_everywhere(right)
    by.must(right, payment.unit_id)


@transaction.atomic
def propose_refund(payment: Payment, *, reason: str, by: Actor, at: datetime) -> Refund:
    """Raises NotAllowed, GroundMissing, AlreadyDone."""
    row = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    _must(by, SETTLE, row)
    why = ground_of(reason, "reason")
    is_on_its_way = row.refunds.exclude(state=RefundState.REFUSED).exists()
    if is_on_its_way or row.state not in (PaymentState.TO_REFUND, PaymentState.SETTLED):
        raise AlreadyDone()
    refund = Refund.objects.create(payment=row, reason=why, proposed_by=by.seat_id, proposed_at=at)
    _write("payments.refund_proposed", refund, by, at, with_amount=True)
    return refund


@transaction.atomic
def approve_refund(refund: Refund, *, decision: str = "", by: Actor, at: datetime) -> Refund:
    """Raises NotAllowed, SamePerson, AlreadyDone."""
    row = _waiting(refund, by)
    row.state, row.decision = RefundState.APPROVED, decision.strip()[:500]
    row.decided_by, row.decided_at = by.seat_id, at
    row.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    _write("payments.refund_approved", row, by, at, with_amount=True)
    return row


@transaction.atomic
def refuse_refund(refund: Refund, *, decision: str, by: Actor, at: datetime) -> Refund:
    """Raises NotAllowed, SamePerson, GroundMissing, AlreadyDone."""
    row = _waiting(refund, by)
    row.state, row.decision = RefundState.REFUSED, ground_of(decision, "decision")
    row.decided_by, row.decided_at = by.seat_id, at
    row.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    _write("payments.refund_refused", row, by, at)
    return row


def _waiting(refund: Refund, by: Actor) -> Refund:
    row = Refund.objects.select_for_update(of=("self",)).select_related("payment").get(pk=refund.pk)
    _must(by, APPROVE, row.payment)
    if by.seat_id is None or _is_same_person(by, row):
        raise SamePerson()
    if row.state != RefundState.PROPOSED:
        raise AlreadyDone()
    return row


def _is_same_person(by: Actor, refund: Refund) -> bool:
    """In whatever seat: who proposed with one hat does not approve with another."""
    people = Seat.objects.filter(pk__in=[seat for seat in (by.seat_id, refund.proposed_by) if seat])
    return by.seat_id == refund.proposed_by or people.values("person_id").distinct().count() < people.count()


@transaction.atomic
def note_paid_back(refund: Refund, *, voucher: str, by: Actor, at: datetime) -> Refund:
    """The money went back; receipts of what it had paid are cancelled.

    Raises NotAllowed, VoucherMissing, AlreadyDone.
    """
    row = Refund.objects.select_for_update(of=("self",)).select_related("payment__order").get(pk=refund.pk)
    _must(by, SETTLE, row.payment)
    if not voucher.strip():
        raise VoucherMissing(fields={"voucher": str(VoucherMissing.title)})
    if row.state != RefundState.APPROVED:
        raise AlreadyDone()
    row.state, row.voucher, row.paid_back_at = RefundState.PAID_BACK, voucher.strip()[:60], at
    row.save(update_fields=["state", "voucher", "paid_back_at"])
    was_settled = row.payment.state == PaymentState.SETTLED
    Payment.objects.filter(pk=row.payment_id).update(state=PaymentState.REFUNDED)
    if was_settled and row.payment.order is not None:
        _cancel_receipts(row, [line["charge"] for line in row.payment.order.lines], by, at)
    _write("payments.paid_back", row, by, at, with_amount=True)
    return row


def _cancel_receipts(refund: Refund, charges: list[str], by: Actor, at: datetime) -> None:
    for receipt in FeeReceipt.objects.filter(charge_id__in=charges, cancelled_at=None):
        cancel_receipt(receipt, ground=refund.reason, by=by, at=at)


def _write(event: str, refund: Refund, by: Actor, at: datetime, *, with_amount: bool = False) -> None:
    payment = refund.payment
    payload = {"transaction": payment.transaction} | ({"amount": payment.amount} if with_amount else {})
    write_entry(event, refund, by=by, at=at, payload=payload, unit_id=payment.unit_id)
