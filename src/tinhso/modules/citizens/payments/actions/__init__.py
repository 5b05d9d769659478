"""Every write of payments: one verb, one transaction, one ledger entry."""

from tinhso.modules.citizens.payments.actions import reorganised  # noqa: F401  (declares what goes to an heir)
from tinhso.modules.citizens.payments.actions.accounts import declare_account
from tinhso.modules.citizens.payments.actions.arriving import decide_payment, note_payment
from tinhso.modules.citizens.payments.actions.closing import close_till
from tinhso.modules.citizens.payments.actions.orders import close_stale_order, open_order
from tinhso.modules.citizens.payments.actions.receipts import cancel_receipt, make_receipts
from tinhso.modules.citizens.payments.actions.reconciling import ask_for_list, reconcile, settle_difference
from tinhso.modules.citizens.payments.actions.refunds import (
    approve_refund,
    note_paid_back,
    propose_refund,
    refuse_refund,
)

__all__ = [
    "approve_refund",
    "ask_for_list",
    "cancel_receipt",
    "close_stale_order",
    "close_till",
    "decide_payment",
    "declare_account",
    "make_receipts",
    "note_paid_back",
    "note_payment",
    "open_order",
    "propose_refund",
    "reconcile",
    "refuse_refund",
    "settle_difference",
]
