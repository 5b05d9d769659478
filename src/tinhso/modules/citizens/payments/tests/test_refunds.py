"""Refunds: a reason, a second person, a voucher; the receipt of what was paid back is cancelled."""

from collections.abc import Callable

import pytest

from tinhso.base.actor import ANONYMOUS, staff_actor
from tinhso.base.messages import NotAllowed
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.tests.conftest import SYSTEM, World
from tinhso.kernel.identity.actions import assign_seat
from tinhso.kernel.identity.models import Seat
from tinhso.kernel.organisations.actions import create_post
from tinhso.modules.citizens.payments.actions import (
    approve_refund,
    make_receipts,
    note_paid_back,
    note_payment,
    open_order,
    propose_refund,
    refuse_refund,
)
from tinhso.modules.citizens.payments.actions.declared import AlreadyDone, GroundMissing
from tinhso.modules.citizens.payments.actions.refunds import SamePerson, VoucherMissing
from tinhso.modules.citizens.payments.models import FeeReceipt, Payment, PaymentState, Refund, RefundState
from tinhso.modules.citizens.payments.tests.conftest import LATER, PLATFORM, Official, told

pytestmark = pytest.mark.django_db
Waiting = Callable[[], Case]


@pytest.fixture
def accountant(official: Callable[..., Official], world: World) -> Official:
    return official("ketoan", world.office, "payments.accountant")


@pytest.fixture
def chief(official: Callable[..., Official], world: World) -> Official:
    return official("chutk", world.office, "payments.chief")


@pytest.fixture
def double(waiting: Waiting) -> Payment:
    """The second of two payments of one order."""
    order = open_order(waiting(), by=ANONYMOUS, at=LATER)
    note_payment(PLATFORM, told(order.code, 5000, "GD1"), by=SYSTEM, at=LATER)
    found = note_payment(PLATFORM, told(order.code, 5000, "GD2"), by=SYSTEM, at=LATER)
    assert found is not None
    return found


def test_it_works(double: Payment, accountant: Official, chief: Official) -> None:
    refund = propose_refund(double, reason="Nộp hai lần", by=accountant.actor, at=LATER)
    refund = approve_refund(refund, by=chief.actor, at=LATER)
    refund = note_paid_back(refund, voucher="UNC 12", by=accountant.actor, at=LATER)
    double.refresh_from_db()
    assert (refund.state, double.state) == (RefundState.PAID_BACK, PaymentState.REFUNDED)
    with pytest.raises(AlreadyDone):
        propose_refund(double, reason="Lần nữa", by=accountant.actor, at=LATER)


def test_nobody_approves_what_they_proposed_in_whatever_seat(double: Payment, chief: Official, world: World) -> None:
    refund = propose_refund(double, reason="Nộp hai lần", by=chief.actor, at=LATER)
    with pytest.raises(SamePerson):
        approve_refund(refund, by=chief.actor, at=LATER)
    person = Seat.objects.get(pk=chief.seat_id).person
    post = create_post(world.office, "Kiêm nhiệm", valid_from=LATER.date(), by=SYSTEM, at=LATER)
    hat = assign_seat(person, post, ["payments.chief"], valid_from=LATER.date(), by=SYSTEM, at=LATER)
    other = staff_actor(("payments.approve",), world.office, seat_id=hat.pk, person_id=person.pk)
    with pytest.raises(SamePerson):
        approve_refund(refund, by=other, at=LATER)


def test_an_accountant_alone_gives_nothing_back(double: Payment, accountant: Official, world: World) -> None:
    with pytest.raises(NotAllowed):
        propose_refund(double, reason="x", by=world.receiver, at=LATER)
    with pytest.raises(GroundMissing):
        propose_refund(double, reason="", by=accountant.actor, at=LATER)
    refund = propose_refund(double, reason="Nộp hai lần", by=accountant.actor, at=LATER)
    with pytest.raises(NotAllowed):
        approve_refund(refund, by=accountant.actor, at=LATER)
    with pytest.raises(AlreadyDone):
        note_paid_back(refund, voucher="UNC 1", by=accountant.actor, at=LATER)
    with pytest.raises(AlreadyDone):
        propose_refund(double, reason="Lần nữa", by=accountant.actor, at=LATER)


def test_a_refused_refund_may_be_proposed_again(double: Payment, accountant: Official, chief: Official) -> None:
    refund = propose_refund(double, reason="x", by=accountant.actor, at=LATER)
    with pytest.raises(GroundMissing):
        refuse_refund(refund, decision="", by=chief.actor, at=LATER)
    refuse_refund(refund, decision="Thiếu sao kê", by=chief.actor, at=LATER)
    again = propose_refund(double, reason="Có sao kê", by=accountant.actor, at=LATER)
    assert approve_refund(again, by=chief.actor, at=LATER).state == RefundState.APPROVED
    with pytest.raises(VoucherMissing):
        note_paid_back(again, voucher=" ", by=accountant.actor, at=LATER)


def test_the_receipt_of_money_given_back_is_cancelled(waiting: Waiting, accountant: Official, chief: Official) -> None:
    case = waiting()
    order = open_order(case, by=ANONYMOUS, at=LATER)
    payment = note_payment(PLATFORM, told(order.code, 5000), by=SYSTEM, at=LATER)
    assert payment is not None
    make_receipts(case, at=LATER)
    refund = propose_refund(payment, reason="Được miễn", by=accountant.actor, at=LATER)
    note_paid_back(approve_refund(refund, by=chief.actor, at=LATER), voucher="UNC 3", by=accountant.actor, at=LATER)
    assert FeeReceipt.objects.get().cancelled_because == "Được miễn"


def test_the_two_walk_it_on_their_screens(double: Payment, accountant: Official, chief: Official) -> None:
    listed = accountant.client.get("/ban/tien-den?loai=to_refund").content.decode()
    assert "GD2" in listed and "hồ sơ đã được nộp đủ trước đó" in listed
    page = f"/ban/tien-den/{double.pk}"
    assert accountant.client.post(page, {"act": "refund", "reason": ""}).status_code == 422
    assert accountant.client.post(page, {"act": "refund", "reason": "Nộp hai lần"}).status_code == 302
    refund = Refund.objects.get()
    act = f"/ban/hoan-tra/{refund.pk}"
    assert "Nộp hai lần" in chief.client.get("/ban/hoan-tra").content.decode()
    assert accountant.client.post(act, {"act": "approve"}).status_code == 403
    assert chief.client.post(act, {"act": "approve"}).status_code == 302
    assert accountant.client.post(act, {"act": "paid", "voucher": "UNC 9"}).status_code == 302
    refund.refresh_from_db()
    assert (refund.state, refund.voucher) == (RefundState.PAID_BACK, "UNC 9")
