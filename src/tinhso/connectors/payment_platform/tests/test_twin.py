"""The driver against the twin over HTTP; the twin refuses what a platform refuses, and plays its faults."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.test import Client

from tinhso.base.ids import new_id
from tinhso.connectors.payment_platform import driver, wire
from tinhso.connectors.payment_platform.tests.conftest import AT
from tinhso.connectors.payment_platform.tests.served import order, view
from tinhso.connectors.payment_platform.twin import platform, store
from tinhso.kernel.exchange.kinds import Delivered, Message, PartnerDown, PartnerView, TurnedDown
from tinhso.kernel.exchange.models import Incoming

CODE = "H99.1-261123-0001-20261123090000"


def message(kind: str, body: dict[str, Any]) -> Message:
    return Message(
        new_id(), kind, str(body.get("order", "")) or "list", str(body.get("order", "")), json.dumps(body).encode(), AT
    )


def sent(partner: PartnerView, *messages: Message) -> list[object]:
    return list(driver.deliver(partner, messages))


def inbox() -> list[tuple[str, str]]:
    return list(Incoming.objects.order_by("arrived_at", "id").values_list("kind", "key"))


@pytest.fixture
def ordered(partner: PartnerView) -> Iterator[PartnerView]:
    assert sent(partner, message(wire.ORDER, order())) == [Delivered(CODE[-12:], code="00")]
    yield partner


def tellings() -> list[dict[str, Any]]:
    """What the platform sends us once somebody pays."""
    return [fields for paid in platform.pay(CODE[-12:], AT) for fields in platform.tellings(paid)]


def tell(fields: dict[str, Any]) -> int:
    answer = Client().post(f"/{driver.CALLBACK}", json.dumps(fields), content_type="application/json")
    return answer.status_code


def test_it_works(ordered: PartnerView) -> None:
    """An order goes out, its page is known; somebody pays; the platform tells; asked again it says the same."""
    assert inbox() == [("payment.opened", f"opened:{CODE}")]
    page = httpx.get(f"{ordered.address}/trang/{CODE[-12:]}")
    assert "16.000 đồng" in page.text
    (fields,) = tellings()
    assert tell(fields) == 200
    assert sent(ordered, message(wire.STATE, {"order": CODE}))[0].code == "00"  # type: ignore[attr-defined]
    assert [kind for kind, _key in inbox()] == ["payment.opened", "payment.told"]
    assert sent(ordered, message(wire.LIST, {"day": "2026-11-23"}))[0].code == "00"  # type: ignore[attr-defined]
    assert inbox()[-1][0] == "payment.listed"


def test_the_twin_refuses_a_wrong_signature(twin: str, partner: PartnerView) -> None:
    stranger = view(twin, secrets={"secret": "khoa-khac"})
    with pytest.raises(PartnerDown, match="signature"):
        sent(stranger, message(wire.ORDER, order()))
    assert not driver.check(stranger).is_up
    assert driver.check(partner).is_up
    assert store.order_by("code", CODE) is None


def test_the_twin_refuses_an_unknown_unit(partner: PartnerView) -> None:
    (outcome,) = sent(partner, message(wire.ORDER, order(unit_code="K01.2")))
    assert isinstance(outcome, TurnedDown) and outcome.code == f"error-{wire.UNKNOWN_UNIT}"


def test_the_twin_refuses_nothing_to_pay(partner: PartnerView) -> None:
    (outcome,) = sent(partner, message(wire.ORDER, order(lines=[{"code": "a", "title": "Phí", "amount": 0}])))
    assert isinstance(outcome, TurnedDown) and outcome.code == "field-SoTien"
    fields = wire.request_of(wire.ORDER, order(), platform.PARTNER)
    for rows in (fields["PhiLePhi"], fields["DSKhoanNop"]):
        rows[0]["SoTien"] = 0
    answer = httpx.post(f"{partner.address}/khoi-tao", json=wire.signed(fields, platform.secret())).json()
    assert answer["error_code"] == wire.NO_AMOUNT


def test_the_same_order_again_is_one_order(ordered: PartnerView) -> None:
    assert sent(ordered, message(wire.ORDER, order())) == [Delivered(CODE[-12:], code="00")]
    assert len(inbox()) == 1


def test_a_cancelled_order_cannot_be_paid(ordered: PartnerView) -> None:
    sent(ordered, message(wire.CANCEL, {"order": CODE}))
    assert tellings() == []


def test_an_order_nobody_paid_is_no_news(ordered: PartnerView) -> None:
    (outcome,) = sent(ordered, message(wire.STATE, {"order": CODE}))
    assert outcome == Delivered(code=f"error-{wire.NOT_PAID}")
    assert len(inbox()) == 1


def test_double_news_is_kept_once(ordered: PartnerView) -> None:
    store.play("double")
    told = tellings()
    assert len(told) == 2 and [tell(fields) for fields in told] == [200, 200]
    assert len(inbox()) == 2


def test_charged_twice_are_two_transactions(ordered: PartnerView) -> None:
    store.play("charged_twice")
    assert len({fields["MaGiaoDich"] for fields in tellings()}) == 2


def test_a_wrong_amount_and_a_wrong_order_are_told_as_they_are(ordered: PartnerView) -> None:
    store.play("wrong_amount")
    (fields,) = tellings()
    assert (fields["SoTien"], tell(fields)) == (15_000, 200)
    assert sent(ordered, message(wire.ORDER, order(CODE.replace("0001-", "0002-")[:-1] + "7")))
    store.play("wrong_order")
    other = [one for paid in platform.pay(f"{CODE[-12:-1]}7", AT) for one in platform.tellings(paid)]
    assert other[0]["MaTraCuuTT"].startswith("KHONG-CO") and tell(other[0]) == 200


def test_news_out_of_order_are_two_messages(ordered: PartnerView) -> None:
    store.play("unordered")
    told = tellings()
    assert [fields["TrangThai"] for fields in told] == [wire.PAID, wire.PENDING]
    assert [tell(fields) for fields in told] == [200, 200]


def test_a_forged_word_is_refused(ordered: PartnerView) -> None:
    store.play("forged")
    (fields,) = tellings()
    assert tell(fields) == 401
    assert len(inbox()) == 1


def test_a_platform_that_never_tells_is_asked(ordered: PartnerView) -> None:
    store.play("never")
    assert tellings() == []
    sent(ordered, message(wire.STATE, {"order": CODE}))
    assert inbox()[-1][0] == "payment.told"


def test_a_failed_payment_is_told_as_failed(ordered: PartnerView) -> None:
    store.play("failing")
    (fields,) = tellings()
    assert (fields["TrangThai"], tell(fields)) == (wire.FAILED, 200)


def test_late_news_are_news_like_any_other(ordered: PartnerView, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page sends the payer back at once; the callback comes when it comes."""
    waits: list[float] = []

    class Timer:
        def __init__(self, wait: float, send: object, arguments: list[object]) -> None:
            waits.append(wait)

        def start(self) -> None:
            """Later."""

    from tinhso.connectors.payment_platform.twin import pages

    monkeypatch.setattr(pages.threading, "Timer", Timer)
    store.play("late")
    answer = Client().post(f"/twins/payment-platform/trang/{CODE[-12:]}")
    assert (answer.status_code, answer.headers["Location"]) == (302, order()["return_to"])
    assert waits == [pages.MUCH_LATER]


def test_a_platform_that_is_down_charges_no_message(ordered: PartnerView) -> None:
    store.play("down")
    with pytest.raises(PartnerDown, match="http-503"):
        sent(ordered, message(wire.STATE, {"order": CODE}))
    assert not driver.check(ordered).is_up


def test_the_page_of_faults_and_the_payers_page_open(ordered: PartnerView) -> None:
    browser = Client()
    assert browser.post("/twins/payment-platform/", {"fault": "never"}).status_code == 302
    assert store.fault() == "never"
    assert browser.post("/twins/payment-platform/", {"fault": "khac"}).status_code == 200
    assert browser.get("/twins/payment-platform/").status_code == 200
    assert browser.get("/twins/payment-platform/trang/khong-co").status_code == 404
