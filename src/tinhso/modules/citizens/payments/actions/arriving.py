"""Money that the platform tells of: noted once, judged, and put where it belongs or before a person."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from tinhso.base.actor import Actor, system_actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.cases.actions import collect_charge
from tinhso.kernel.cases.models import Case, Charge, State
from tinhso.kernel.cases.rules.states import ENDED
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.payments.actions.declared import AlreadyDone, ground_of
from tinhso.modules.citizens.payments.actions.going_on import resumed
from tinhso.modules.citizens.payments.actions.orders import close_order, locked_case
from tinhso.modules.citizens.payments.models import OrderState, Payment, PaymentOrder, PaymentState
from tinhso.modules.citizens.payments.rules.judging import BACK, Asked, Owing, Verdict, judge
from tinhso.modules.citizens.payments.rules.roles import SETTLE
from tinhso.modules.citizens.payments.rules.told import PAID, Told

ONLINE = "online"
BY = system_actor("payments")


class DoesNotFit(Refused):
    code = "payments-does-not-fit"
    status = 409
    title = gettext_noop("Khoản tiền này không bằng số hồ sơ còn phải nộp")
    mend = gettext_noop("Chuyển sang hoàn trả; người nộp sẽ nộp lại đúng số.")


@transaction.atomic
def note_payment(partner: str, told: Told, *, by: Actor, at: datetime) -> Payment | None:
    """What the platform says of a transaction, done once however often and in whatever order it is said.

    Money that fits pays its charges and lets a waiting dossier go on; other money waits for a person or goes back.
    None for a transaction that is not paid: that changes nothing but what the payer reads.
    """
    order = PaymentOrder.objects.select_related("account").filter(code=told.order, partner=partner).first()
    if told.state != PAID:
        if order is not None:
            PaymentOrder.objects.filter(pk=order.pk, state=OrderState.OPEN).update(last_state=told.state)
        return None
    payment = _kept(partner, told, order, at)
    if payment is None:
        return Payment.objects.get(partner=partner, transaction=told.transaction)
    case = locked_case(order.case_id) if order else None
    verdict = judge(told.amount, _asked(order), _owing(case) if case else None)
    payment.verdict = verdict
    if verdict is Verdict.SETTLES and order is not None and case is not None:
        _settle(payment, order, case, at)
    elif verdict in BACK:
        payment.state = PaymentState.TO_REFUND
    payment.save(update_fields=["verdict", "state"])
    payload = {
        "transaction": told.transaction,
        "amount": told.amount,
        "verdict": str(verdict),
        "order": told.order if order else "",
    }
    write_entry("payments.money_arrived", payment, by=by, at=at, payload=payload, unit_id=payment.unit_id)
    return payment


def _kept(partner: str, told: Told, order: PaymentOrder | None, at: datetime) -> Payment | None:
    """The row of the transaction; None when it is there already. Two at once: the second waits for the first."""
    payment = Payment(
        partner=partner,
        transaction=told.transaction,
        order=order,
        unit_id=order.account.unit_id if order else None,
        said_order=told.order,
        amount=told.amount,
        bank=told.bank,
        paid_at=told.paid_at,
        told_at=at,
        verdict=Verdict.UNKNOWN_ORDER,
    )
    Payment.objects.bulk_create([payment], ignore_conflicts=True)
    return payment if Payment.objects.filter(pk=payment.pk).exists() else None


def _asked(order: PaymentOrder | None) -> Asked | None:
    return Asked({line["charge"]: line["amount"] for line in order.lines}) if order else None


def _owing(case: Case) -> Owing:
    """What the dossier owes and has paid, by charge."""
    charges = list(case.charges.all())
    return Owing(
        is_ended=State(case.state) in ENDED,
        owed={str(one.pk): one.amount for one in charges if one.paid_at is None},
        paid={str(one.pk): one.amount for one in charges if one.paid_at is not None},
    )


def _settle(payment: Payment, order: PaymentOrder, case: Case, at: datetime) -> None:
    wanted = {line["charge"] for line in order.lines}
    _pay(case, case.charges.filter(pk__in=wanted, paid_at=None), at)
    PaymentOrder.objects.filter(pk=order.pk).update(state=OrderState.PAID, settled_at=at)
    payment.state = PaymentState.SETTLED


def _pay(case: Case, charges: QuerySet[Charge], at: datetime) -> None:
    """Collects the charges in the product's own name; a dossier that stood still for them goes on."""
    for charge in charges.order_by("id"):
        collect_charge(case, charge, method=ONLINE, by=BY, at=at)
    resumed(case, by=BY, at=at)


@transaction.atomic
def decide_payment(payment: Payment, *, is_kept: bool, ground: str, by: Actor, at: datetime) -> Payment:
    """A person's word on money that did not fit: it pays all the dossier owes now, or it goes back and its order ends.

    Raises NotAllowed, GroundMissing, AlreadyDone, DoesNotFit.
    """
    row = Payment.objects.select_for_update(of=("self",)).select_related("order").get(pk=payment.pk)
    if row.unit_id is None:
        by.must_everywhere(SETTLE)
    by.must(SETTLE, row.unit_id)
    row.ground = ground_of(ground)
    if row.state != PaymentState.ASKED:
        raise AlreadyDone()
    if is_kept:
        _keep(row, at)
    else:
        _make_room(row, by, at)
    row.state = PaymentState.SETTLED if is_kept else PaymentState.TO_REFUND
    row.decided_by, row.decided_at = by.seat_id, at
    row.save(update_fields=["state", "ground", "decided_by", "decided_at"])
    payload = {"transaction": row.transaction, "state": str(row.state)}
    write_entry("payments.money_decided", row, by=by, at=at, payload=payload, unit_id=row.unit_id)
    return row


def _keep(row: Payment, at: datetime) -> None:
    """It pays all the dossier owes now. Raises DoesNotFit."""
    if row.order is None:
        raise DoesNotFit()
    case = locked_case(row.order.case_id)
    owed = case.charges.filter(paid_at=None, amount__gt=0)
    if State(case.state) in ENDED or sum(charge.amount for charge in owed) != row.amount:
        raise DoesNotFit()
    _pay(case, owed, at)
    PaymentOrder.objects.filter(case=case, state=OrderState.OPEN).update(state=OrderState.PAID, settled_at=at)


def _make_room(row: Payment, by: Actor, at: datetime) -> None:
    """Whoever gets money back pays under a new order: on the platform the old one is paid."""
    if row.order is None:
        return
    case = locked_case(row.order.case_id)
    live = PaymentOrder.objects.select_related("account").filter(pk=row.order.pk, state=OrderState.OPEN).first()
    if live is not None and State(case.state) not in ENDED:
        close_order(live, "given_back", by=by, at=at)
