"""What somebody who pays for a dossier is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from tinhso.kernel.cases.models import Case, Charge, State
from tinhso.kernel.cases.rules.states import ENDED
from tinhso.modules.citizens.payments.models import FeeReceipt, OrderState, Payment, PaymentOrder, PaymentState
from tinhso.modules.citizens.payments.queries.receipts import receipts_of

PENDING = (PaymentState.ASKED, PaymentState.TO_REFUND, PaymentState.REFUNDED)


@dataclass(frozen=True)
class Paying:
    """``why`` is what the office wrote when it stopped the clock for payment; ``odd`` is money that did not fit."""

    owed: Sequence[Charge]
    paid: Sequence[Charge]
    order: PaymentOrder | None
    why: str
    odd: Sequence[Payment]
    receipts: Sequence[FeeReceipt]
    is_waiting: bool

    @property
    def total(self) -> int:
        return sum(charge.amount for charge in self.owed)

    @property
    def is_looked_into(self) -> bool:
        """Money is there that a person must decide on: paying again would only make it worse."""
        return any(payment.state == PaymentState.ASKED for payment in self.odd)


def paying_of(case: Case) -> Paying:
    """The caller has decided that the case may be seen."""
    charges = list(case.charges.filter(amount__gt=0).order_by("id"))
    is_open = State(case.state) not in ENDED
    owed = [charge for charge in charges if charge.paid_at is None] if is_open else []
    pause = case.pauses.filter(until_at=None, reason="payment").first()
    return Paying(
        owed=owed,
        paid=[charge for charge in charges if charge.paid_at is not None],
        order=_live_order(case, owed),
        why=pause.ground if pause else "",
        odd=list(Payment.objects.filter(order__case=case, state__in=PENDING).order_by("told_at")),
        receipts=receipts_of(case),
        is_waiting=case.state == State.PAYMENT,
    )


def _live_order(case: Case, owed: Sequence[Charge]) -> PaymentOrder | None:
    """The open order, if it still says what is owed."""
    order = PaymentOrder.objects.select_related("account").filter(case=case, state=OrderState.OPEN).first()
    if order is None or [line["charge"] for line in order.lines] != [str(charge.pk) for charge in owed]:
        return None
    return order if order.amount == sum(charge.amount for charge in owed) else None
