"""Many callbacks, a third of them again and all of them shuffled: no dossier ends in a wrong state."""

import json
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from tinhso.base.actor import ANONYMOUS
from tinhso.connectors.payment_platform import wire
from tinhso.kernel.cases.models import Case, Charge, State
from tinhso.kernel.exchange.actions import handle, take_in
from tinhso.kernel.exchange.models import Incoming, IncomingState
from tinhso.kernel.ledger.models import Entry
from tinhso.modules.citizens.payments.actions import open_order
from tinhso.modules.citizens.payments.models import Payment, PaymentOrder
from tinhso.modules.citizens.payments.tests.conftest import (  # noqa: F401
    KEY,
    LATER,
    PLATFORM,
    account,
    new_case,
    platform,
    waiting,
    world,
)

CALLBACKS, AGAIN = 250, 0.3
Waiting = Callable[[], Case]


def callback_of(order: PaymentOrder, number: int, **changes: object) -> dict[str, object]:
    fields = {
        "MaThamChieu": order.reference,
        "MaTraCuuTT": order.code,
        "MaGiaoDich": f"GD{number:06d}",
        "MaDonVi": "H99.1",
        "SoTien": order.amount,
        "MaNganHang": "970403",
        "ThoiGianGD": "20261116100500",
        "TrangThai": wire.PAID,
        **changes,
    }
    return wire.signed(fields, KEY)


def storm(orders: list[PaymentOrder], count: int, rng: Random) -> list[dict[str, object]]:
    """As many callbacks for the orders: paid, pending, failed, too little, twice charged; 30 % again; shuffled."""
    made = []
    for number in range(round(count * (1 - AGAIN))):
        order = orders[number % len(orders)]
        kind = rng.random()
        changes: dict[str, object] = {}
        if kind < 0.2:
            changes = {"TrangThai": rng.choice((wire.PENDING, wire.FAILED))}
        elif kind < 0.25:
            changes = {"SoTien": order.amount - 1000}
        elif kind < 0.27:
            changes = {"MaTraCuuTT": f"KHONG-CO-{number}"}
        made.append(callback_of(order, number, **changes))
    made += rng.choices(made, k=count - len(made))
    rng.shuffle(made)
    return made


def arrives(fields: dict[str, object]) -> None:
    """As the connector's door takes it in, and as the worker then handles it."""
    tidings = wire.tidings_of(fields)
    row = take_in(PLATFORM, "payment.told", wire.key_of(tidings), tidings, at=LATER)
    handle(row.pk, at=LATER, rng=Random(1))


def wrong_states(orders: list[PaymentOrder], sent: list[dict[str, object]]) -> list[str]:
    """What is not as it must be, whatever came in whatever order."""
    exact = Counter(
        str(one["MaTraCuuTT"])
        for one in {str(fields["MaGiaoDich"]): fields for fields in sent if fields["TrangThai"] == wire.PAID}.values()
        if one["SoTien"] == orders[0].amount
    )
    wrong = []
    for order in PaymentOrder.objects.select_related("case").filter(pk__in=[one.pk for one in orders]):
        is_paid = exact[order.code] > 0
        charge = Charge.objects.get(case_id=order.case_id)
        settled = Payment.objects.filter(order=order, state="settled").count()
        found = (order.case.state == State.IN_PROGRESS, charge.paid_at is not None, order.state == "paid", settled)
        if found != (is_paid, is_paid, is_paid, int(is_paid)):
            wrong.append(f"{order.code}: {found}")
    return wrong


@pytest.mark.django_db
def test_it_works(waiting: Waiting) -> None:  # noqa: F811
    rng = Random(68)
    orders = [open_order(waiting(), by=ANONYMOUS, at=LATER) for _ in range(30)]
    sent = storm(orders, CALLBACKS, rng)
    for fields in sent:
        arrives(fields)
    assert wrong_states(orders, sent) == []
    assert Incoming.objects.exclude(state=IncomingState.HANDLED).count() == 0
    paid = {str(one["MaGiaoDich"]) for one in sent if one["TrangThai"] == wire.PAID}
    assert Payment.objects.count() == len(paid)
    asked = [order.case_id for order in orders]
    collected = Entry.objects.filter(event="case.charge_collected", subject_id__in=asked)
    assert collected.count() == Charge.objects.filter(case_id__in=asked).exclude(paid_at=None).count() > 0


@pytest.mark.django_db
def test_the_door_takes_what_the_platform_signed_and_nothing_else(waiting: Waiting, client) -> None:  # noqa: F811
    order = open_order(waiting(), by=ANONYMOUS, at=LATER)
    good = callback_of(order, 1)

    def post(fields: object) -> tuple[int, str]:
        answer = client.post("/may/thanh-toan/ket-qua", json.dumps(fields), content_type="application/json")
        return answer.status_code, answer.json()["error_code"]

    assert post({**good, "SoTien": 1}) == (401, wire.BAD_SIGNATURE)
    assert post(wire.signed(good, "khoa-khac")) == (401, wire.BAD_SIGNATURE)
    assert post([]) == (400, wire.BAD_REQUEST)
    assert post(callback_of(order, 2, SoTien=0)) == (400, wire.BAD_REQUEST)
    assert post(callback_of(order, 2, ThoiGianGD="hôm qua")) == (400, wire.BAD_REQUEST)
    assert Incoming.objects.count() == 0
    assert post(good) == post(good) == (200, wire.OK)
    assert Incoming.objects.count() == 1
    assert client.get("/may/thanh-toan/ket-qua").status_code == 405
