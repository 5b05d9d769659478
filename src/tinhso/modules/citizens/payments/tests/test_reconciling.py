"""The platform's list beside ours; the table for the tax office; accounts as dated data; the phone's page."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest

from tinhso.base.actor import ANONYMOUS, staff_actor
from tinhso.base.messages import NotAllowed
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.tests.conftest import AT, SINCE, SYSTEM, World
from tinhso.kernel.exchange.models import Outgoing
from tinhso.modules.citizens.payments.actions import (
    ask_for_list,
    declare_account,
    make_receipts,
    note_payment,
    open_order,
    reconcile,
    settle_difference,
)
from tinhso.modules.citizens.payments.actions.accounts import AccountFaulty, AccountThere
from tinhso.modules.citizens.payments.actions.declared import AlreadyDone, GroundMissing
from tinhso.modules.citizens.payments.models import (
    BeneficiaryAccount,
    Difference,
    Payment,
    PaymentOrder,
    PaymentState,
)
from tinhso.modules.citizens.payments.queries.accounts import account_of
from tinhso.modules.citizens.payments.tests.conftest import BANKING, LATER, PLATFORM, Official, told

pytestmark = pytest.mark.django_db
Waiting = Callable[[], Case]
DAY = LATER.date()


def test_it_works(waiting: Waiting, world: World) -> None:
    """One alike, one of theirs that we never heard of, one of ours they do not know, one with another amount."""
    orders = [open_order(waiting(), by=ANONYMOUS, at=LATER) for _ in range(4)]
    for number, order in enumerate(orders[:3]):
        note_payment(PLATFORM, told(order.code, 5000, f"GD{number}"), by=SYSTEM, at=LATER)
    theirs = [
        told(orders[0].code, 5000, "GD0"),
        told(orders[1].code, 4000, "GD1"),
        told(orders[3].code, 5000, "GD3"),
    ]
    row = reconcile(PLATFORM, DAY, theirs, by=SYSTEM, at=LATER)
    found = {one.transaction: one.kind for one in row.differences.all()}
    assert found == {"GD1": "amount", "GD2": "ours_only", "GD3": "theirs_only"}
    assert (row.ours_count, row.ours_sum, row.theirs_count, row.theirs_sum) == (3, 15_000, 3, 14_000)
    accountant = staff_actor(("payments.settle",), world.office)
    lost = row.differences.get(transaction="GD3")
    with pytest.raises(GroundMissing):
        settle_difference(lost, ground="", is_taken=True, by=accountant, at=LATER)
    settle_difference(lost, ground="Nền tảng báo thiếu", is_taken=True, by=accountant, at=LATER)
    assert Payment.objects.get(transaction="GD3").state == PaymentState.SETTLED
    assert Case.objects.get(pk=orders[3].case_id).state == State.IN_PROGRESS
    with pytest.raises(AlreadyDone):
        settle_difference(lost, ground="x", is_taken=False, by=accountant, at=LATER)


def test_a_list_that_comes_again_keeps_what_was_settled_and_drops_what_no_longer_differs(waiting: Waiting) -> None:
    first, second = (open_order(waiting(), by=ANONYMOUS, at=LATER) for _ in range(2))
    theirs = [told(first.code, 5000, "GD1"), told(second.code, 5000, "GD2")]
    row = reconcile(PLATFORM, DAY, theirs, by=SYSTEM, at=LATER)
    settle_difference(row.differences.get(transaction="GD1"), ground="Đã hỏi", is_taken=False, by=SYSTEM, at=LATER)
    note_payment(PLATFORM, theirs[1], by=SYSTEM, at=LATER)
    again = reconcile(PLATFORM, DAY, theirs, by=SYSTEM, at=LATER + timedelta(hours=1))
    assert again.pk == row.pk
    assert [(one.transaction, one.ground) for one in again.differences.all()] == [("GD1", "Đã hỏi")]


def test_the_list_of_a_day_is_asked_for_once(platform: str) -> None:
    for _ in range(3):
        ask_for_list(DAY, by=SYSTEM, at=LATER)
    assert Outgoing.objects.count() == 1
    ask_for_list(DAY, again=True, by=SYSTEM, at=LATER)
    assert Outgoing.objects.count() == 2


def test_differences_of_another_commune_are_out_of_reach(waiting: Waiting, world: World) -> None:
    order = open_order(waiting(), by=ANONYMOUS, at=LATER)
    row = reconcile(PLATFORM, DAY, [told(order.code, 5000), told("KHONG-CO", 1000, "GD9")], by=SYSTEM, at=LATER)
    stranger = staff_actor(("payments.settle",), world.other_desk)
    for one in row.differences.all():
        with pytest.raises(NotAllowed):
            settle_difference(one, ground="x", is_taken=False, by=stranger, at=LATER)


def test_the_accountant_settles_on_the_screen(
    waiting: Waiting, world: World, official: Callable[..., Official]
) -> None:
    accountant = official("ketoan", world.office, "payments.accountant")
    assert "Không có chênh lệch nào" in accountant.client.get("/ban/doi-soat").content.decode()
    order = open_order(waiting(), by=ANONYMOUS, at=LATER)
    reconcile(PLATFORM, DAY, [told(order.code, 5000)], by=SYSTEM, at=LATER)
    difference = Difference.objects.get()
    assert "nền tảng có, tỉnh không có" in accountant.client.get("/ban/doi-soat").content.decode()
    act = f"/ban/doi-soat/{difference.pk}"
    assert accountant.client.post(act, {"act": "take"}).status_code == 422
    assert accountant.client.post(act, {"act": "take", "ground": "Báo thiếu"}).status_code == 302
    assert Payment.objects.get().state == PaymentState.SETTLED


def test_the_table_for_the_tax_office_leaves_as_xlsx_and_csv(
    waiting: Waiting, world: World, official: Callable[..., Official]
) -> None:
    case = waiting()
    order = open_order(case, by=ANONYMOUS, at=LATER)
    note_payment(PLATFORM, told(order.code, 5000), by=SYSTEM, at=LATER)
    make_receipts(case, at=LATER)
    accountant = official("ketoan", world.office, "payments.accountant")
    period = "?tu=2026-11-01&den=2026-11-30"
    assert "26TAA" in accountant.client.get(f"/ban/bang-ke-bien-lai{period}").content.decode()
    book = openpyxl.load_workbook(BytesIO(accountant.client.get(f"/ban/bang-ke-bien-lai/xlsx{period}").content))
    rows = list(book.active.values)
    assert rows[0][:3] == ("Ký hiệu mẫu", "Ký hiệu", "Số")
    assert rows[1][:6] == ("EBL01", "26TAA", "0000001", "16/11/2026", "Phí sao", "5000")
    text = accountant.client.get(f"/ban/bang-ke-bien-lai/csv{period}").content.decode("utf-8-sig")
    assert list(csv.reader(StringIO(text)))[1][2] == "0000001"
    stranger = official("khac", world.other_desk, "payments.accountant")
    assert "26TAA" not in stranger.client.get(f"/ban/bang-ke-bien-lai{period}").content.decode()
    assert accountant.client.get("/ban/bang-ke-bien-lai?tu=hôm nay&den=").status_code == 200
    assert accountant.client.get("/ban/bang-ke-bien-lai/pdf").status_code == 404


def test_an_account_holds_from_its_day_and_for_those_below(world: World, account: BeneficiaryAccount) -> None:
    assert account_of(world.desk, AT.date()) == account
    newer = declare_account(world.office, BANKING, valid_from=date(2026, 12, 1), by=SYSTEM, at=AT)
    assert account_of(world.desk, AT.date()) == account
    assert account_of(world.desk, date(2026, 12, 1)) == newer
    assert account_of(world.other_desk, AT.date()) is None
    with pytest.raises(AccountThere):
        declare_account(world.office, BANKING, valid_from=SINCE, by=SYSTEM, at=AT)


def test_an_account_is_declared_on_the_screen(world: World, official: Callable[..., Official]) -> None:
    chief = official("chutk", world.office, "payments.chief")
    page = "/quan-tri/tai-khoan-thu-huong"
    assert "Chưa khai tài khoản nào" in chief.client.get(page).content.decode()
    typed = {
        "unit": str(world.office), "bank": "970403", "bank_name": "Ngân hàng", "number": "0011", "holder": "Xã Một",
        "tax_code": "5800000000", "receipt_form": "EBL01", "receipt_letters": "AB", "valid_from": "2026-11-01",
        "ground": "QĐ 1",
    }  # fmt: skip
    wrong = chief.client.post(page, typed | {"bank": "97", "receipt_letters": "FI"})
    assert wrong.status_code == 422 and "Mã BIN" in wrong.content.decode()
    assert chief.client.post(page, typed | {"unit": str(world.other_desk)}).status_code == 403
    assert chief.client.post(page, typed | {"unit": "x"}).status_code == 404
    assert chief.client.post(page, typed).status_code == 302
    assert BeneficiaryAccount.objects.get().unit_id == world.office
    with pytest.raises(AccountFaulty):
        declare_account(world.office, BANKING.__class__(*[""] * 7), valid_from=SINCE, by=SYSTEM, at=AT)


def test_the_page_on_the_phone(waiting: Waiting, client, world: World) -> None:
    case = waiting()
    page = f"/nop-tien/{case.number}"
    assert client.get(page).status_code == 404
    session = client.session
    session["tracked_cases"] = [str(case.pk)]
    session.save()
    text = client.get(page).content.decode()
    assert "5.000 đồng" in text and "Chờ nộp phí sao" in text and "Nộp trực tuyến" in text
    assert client.get(f"{page}/vietqr.svg").status_code == 404
    assert client.post(page).status_code == 302
    answer = client.get(page)
    assert answer.headers["Refresh"] and "0011012345678" in answer.content.decode()
    picture = client.get(f"{page}/vietqr.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml" and picture.content.startswith(b"<svg")
    note_payment(PLATFORM, told(PaymentOrder.objects.get(case=case).code, 5000), by=SYSTEM, at=LATER)
    done = client.get(page)
    assert "Đã nhận đủ tiền" in done.content.decode() and "Refresh" not in done.headers
