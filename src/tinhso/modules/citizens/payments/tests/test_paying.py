"""A citizen pays: the dossier goes on by the platform's word alone; money that does not fit waits for a person."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tinhso.base.actor import ANONYMOUS, staff_actor
from tinhso.base.messages import NotAllowed
from tinhso.kernel.cases import actions as cases
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.tests.conftest import SYSTEM, World
from tinhso.kernel.exchange.models import Outgoing
from tinhso.kernel.ledger.queries import entries_of
from tinhso.modules.citizens.payments.actions import close_stale_order, decide_payment, note_payment, open_order
from tinhso.modules.citizens.payments.actions.arriving import DoesNotFit
from tinhso.modules.citizens.payments.actions.declared import AlreadyDone, GroundMissing
from tinhso.modules.citizens.payments.actions.orders import NothingOwed
from tinhso.modules.citizens.payments.models import OrderState, Payment, PaymentOrder, PaymentState
from tinhso.modules.citizens.payments.queries.paying import paying_of
from tinhso.modules.citizens.payments.tests.conftest import LATER, PLATFORM, told

pytestmark = pytest.mark.django_db
Waiting = Callable[[], Case]
DUE = 5000  # three pages: 2 × 2,000 and 1,000


def opened(case: Case) -> PaymentOrder:
    return open_order(case, by=ANONYMOUS, at=LATER)


def arrives(order: PaymentOrder | str, amount: int = DUE, **more: object) -> Payment | None:
    code = order if isinstance(order, str) else order.code
    return note_payment(PLATFORM, told(code, amount, **more), by=SYSTEM, at=LATER)  # type: ignore[arg-type]


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_it_works(waiting: Waiting) -> None:
    case = waiting()
    order = opened(case)
    assert (order.amount, order.code) == (DUE, f"{case.number}-20261116100000")
    assert Outgoing.objects.get().kind == "payment_order"
    payment = arrives(order)
    assert payment is not None and payment.state == PaymentState.SETTLED
    case = fresh(case)
    assert (case.state, case.charges.get().method) == (State.IN_PROGRESS, "online")
    events = [entry.event for entry in entries_of(case)]
    assert events[-2:] == ["case.charge_collected", "case.resumed"]
    assert case.due_at is not None


def test_the_browser_that_comes_back_pays_nothing(waiting: Waiting, client, world: World) -> None:
    case = waiting()
    order = opened(case)
    session = client.session
    session["tracked_cases"] = [str(case.pk)]
    session.save()
    answer = client.get(f"/nop-tien/{case.number}?TrangThai=00&MaTraCuuTT={order.code}")
    assert answer.status_code == 200
    assert fresh(case).state == State.PAYMENT
    assert case.charges.get().paid_at is None


def test_a_second_tab_gets_the_same_order(waiting: Waiting) -> None:
    case = waiting()
    assert opened(case).pk == open_order(case, by=ANONYMOUS, at=LATER + timedelta(minutes=5)).pk
    assert PaymentOrder.objects.count() == 1


def test_the_same_news_twice_is_one_payment(waiting: Waiting) -> None:
    case = waiting()
    order = opened(case)
    first, second = arrives(order), arrives(order)
    assert first is not None and second is not None and first.pk == second.pk
    assert [entry.event for entry in entries_of(case)].count("case.charge_collected") == 1


def test_pending_after_paid_takes_nothing_back(waiting: Waiting) -> None:
    case = waiting()
    order = opened(case)
    assert arrives(order, state="pending") is None
    assert PaymentOrder.objects.get().last_state == "pending"
    arrives(order)
    assert arrives(order, state="failed") is None
    assert (fresh(case).state, PaymentOrder.objects.get().state) == (State.IN_PROGRESS, OrderState.PAID)


def test_a_wrong_amount_waits_for_a_person_and_the_citizen_is_told_not_to_pay_again(waiting: Waiting) -> None:
    case = waiting()
    payment = arrives(opened(case), DUE - 1000)
    assert payment is not None and (payment.state, payment.verdict) == (PaymentState.ASKED, "wrong_amount")
    assert fresh(case).state == State.PAYMENT
    assert paying_of(case).is_looked_into


def test_money_for_a_withdrawn_dossier_goes_on_the_list_of_refunds(waiting: Waiting, world: World) -> None:
    case = waiting()
    order = opened(case)
    cases.withdraw_case(fresh(case), ground="Không cần nữa", by=world.citizen, at=LATER)
    assert close_stale_order(case, by=SYSTEM, at=LATER)
    assert Outgoing.objects.filter(kind="payment_cancel").count() == 1
    payment = arrives(order)
    assert payment is not None and (payment.state, payment.verdict) == (PaymentState.TO_REFUND, "ended")
    assert fresh(case).state == State.WITHDRAWN
    assert case.charges.get().paid_at is None


def test_money_after_cash_at_the_counter_goes_back(waiting: Waiting, world: World) -> None:
    case = waiting()
    order = opened(case)
    cases.collect_charge(fresh(case), case.charges.get(), method="cash", by=world.receiver, at=LATER)
    payment = arrives(order)
    assert payment is not None and (payment.state, payment.verdict) == (PaymentState.TO_REFUND, "paid_already")
    assert case.charges.get().method == "cash"


def test_charged_twice_is_paid_once_and_the_second_goes_back(waiting: Waiting) -> None:
    order = opened(waiting())
    arrives(order, transaction="GD1")
    second = arrives(order, transaction="GD2")
    assert second is not None and (second.state, second.verdict) == (PaymentState.TO_REFUND, "paid_already")


def test_money_for_an_order_nobody_opened_waits(waiting: Waiting) -> None:
    payment = arrives("KHONG-CO")
    assert payment is not None and (payment.state, payment.verdict) == (PaymentState.ASKED, "unknown_order")


def test_an_order_that_no_longer_says_what_is_owed_is_replaced(waiting: Waiting) -> None:
    case = waiting()
    order = opened(case)
    case.charges.update(amount=7000)
    newer = open_order(case, by=ANONYMOUS, at=LATER)
    assert (newer.amount, newer.code) == (7000, f"{case.number}-20261116100001")
    assert PaymentOrder.objects.get(pk=order.pk).state == OrderState.CLOSED
    late = arrives(order)
    assert late is not None and late.verdict == "changed"


def test_nothing_is_asked_of_a_dossier_that_owes_nothing(waiting: Waiting, world: World) -> None:
    case = waiting()
    arrives(opened(case))
    with pytest.raises(NothingOwed):
        open_order(case, by=ANONYMOUS, at=LATER)


def test_an_accountant_decides_on_money_that_does_not_fit(waiting: Waiting, world: World) -> None:
    case = waiting()
    order = opened(case)
    payment = arrives(order, DUE - 1000)
    assert payment is not None
    accountant = staff_actor(("payments.settle",), world.office)
    with pytest.raises(NotAllowed):
        decide_payment(payment, is_kept=False, ground="x", by=world.receiver, at=LATER)
    with pytest.raises(GroundMissing):
        decide_payment(payment, is_kept=False, ground=" ", by=accountant, at=LATER)
    with pytest.raises(DoesNotFit):
        decide_payment(payment, is_kept=True, ground="Nộp đủ", by=accountant, at=LATER)
    case.charges.update(amount=DUE - 1000)  # the fee was counted anew
    assert decide_payment(payment, is_kept=True, ground="Tính lại", by=accountant, at=LATER).state == "settled"
    assert fresh(case).state == State.IN_PROGRESS
    with pytest.raises(AlreadyDone):
        decide_payment(payment, is_kept=False, ground="x", by=accountant, at=LATER)


def test_who_gets_money_back_pays_under_a_new_order(waiting: Waiting, world: World) -> None:
    """On the platform the order of the wrong amount is paid: nobody could pay it again there."""
    case = waiting()
    order = opened(case)
    payment = arrives(order, DUE - 1000)
    assert payment is not None
    accountant = staff_actor(("payments.settle",), world.office)
    decide_payment(payment, is_kept=False, ground="Nộp thiếu", by=accountant, at=LATER)
    order.refresh_from_db()
    assert order.state == OrderState.CLOSED
    again = open_order(case, by=ANONYMOUS, at=LATER)
    assert again.code != order.code
    settled = arrives(again, transaction="T-2")
    assert settled is not None and settled.state == "settled"
    assert fresh(case).state == State.IN_PROGRESS
