"""Results are handed out in person, by post and electronically; what is owed is paid first; one of two clerks wins."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.world import OFFICIALS, World
from tinhso.base.actor import Actor
from tinhso.base.moments import now
from tinhso.kernel.cases.actions import hand_over
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.documents.queries import documents_of, facts_of
from tinhso.kernel.identity.models import Account
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.modules.citizens.one_stop.actions.receipts import receipt_of
from tinhso.modules.citizens.one_stop.actions.results import (
    draft_result,
    issue_result,
    sign_result,
    submit_for_signature,
)

pytestmark = pytest.mark.django_db
COPY = {
    "ticks": "1",
    "applicant_name": "Lê Hữu Phước",
    "applicant_number": "099072000055",
    "originals-count": "1",
    "originals-0-title": "Bằng",
    "originals-0-pages": "3",
    "originals-0-copies": "2",
}
HERE = {"method": "counter", "check": "number", "last_four": "0055"}


@pytest.fixture
def counter(world: World) -> Client:
    client: Client = world.client("receiver")
    return client


def actor(role: str) -> Actor:
    return actor_of_account(Account.objects.get(login=OFFICIALS[role]), now())


def ready(counter: Client, key: str, **changed: Any) -> Case:
    """A dossier taken in at the counter and led to its result."""
    answer = counter.post("/ban/tiep-nhan/2.000815", COPY | {"key": key} | changed)
    case = Case.objects.get(number=answer.headers["Location"].rpartition("/")[2])
    hand_over(case, by=actor("receiver"), at=now())
    draft_result(case, by=actor("handler"), at=now())
    submit_for_signature(case, by=actor("handler"), at=now())
    sign_result(case, by=actor("signer"), at=now())
    issue_result(case, by=actor("clerk"), at=now())
    return case


def give(client: Client, case: Case, **changed: str) -> Any:
    return client.post(f"/ban/tra/{case.number}", HERE | {"version": str(case.version)} | changed, follow=True)


def state(case: Case) -> State:
    return State(Case.objects.get(pk=case.pk).state)


def test_it_works(counter: Client) -> None:
    case = ready(counter, "h-works")
    page = give(counter, case, given="20.000").content.decode()
    assert "Thối lại 10.000 đồng" in page
    assert "Đã trả kết quả" in page
    assert state(case) is State.RETURNED
    assert case.results.get().checked_by == "bốn số cuối của số định danh"


def test_wrong_digits_and_too_little_money_give_nothing_away(counter: Client) -> None:
    case = ready(counter, "h-wrong")
    wrong = give(counter, case, last_four="1234")
    assert wrong.status_code == 422
    assert "không khớp" in wrong.content.decode()
    short = give(counter, case, given="1.000")
    assert "chưa đủ 10.000 đồng" in short.content.decode()
    assert 'value="0055"' in short.content.decode()
    assert state(case) is State.RESULT_READY
    assert case.charges.filter(paid_at=None).exists()


def test_everything_missing_is_said_at_once_beside_its_box(counter: Client) -> None:
    case = ready(counter, "h-missing")
    page = give(counter, case, check="proxy").content.decode()
    assert "Ghi họ tên người được ủy quyền" in page
    assert "Ghi giấy tờ đã xem" in page
    assert 'href="#to_name"' in page
    posted = give(counter, case, method="post").content.decode()
    assert "Nhập mã bưu gửi" in posted


def test_a_proxy_is_named_on_the_slip_and_no_number_stands_there(counter: Client) -> None:
    case = ready(counter, "h-proxy")
    give(counter, case, check="proxy", to_name="Trần Thị Thay", paper="Giấy ủy quyền, căn cước 099188000123")
    slip = next(one for one in documents_of(case) if one.kind == "return_slip")
    facts = facts_of(slip)
    assert (facts["receiver"], facts["seen"]) == ("Trần Thị Thay", "Giấy ủy quyền, căn cước •")
    assert case.results.get().returned_to == "Trần Thị Thay"


def test_by_post_with_its_parcel_on_the_list_of_the_day(counter: Client) -> None:
    case = ready(counter, "h-post")
    due = give(counter, case, method="post", parcel_code="EF123456789VN")
    assert due.status_code == 422  # the charge is still owed, and no cash is taken with a parcel
    counter.post(f"/ban/ho-so/{case.number}/thu", {})
    give(counter, Case.objects.get(pk=case.pk), method="post", parcel_code="EF123456789VN")
    page = counter.get("/ban/tra/buu-chinh").content.decode()
    assert "EF123456789VN" in page
    assert case.number in page


def test_two_clerks_at_one_result_one_wins_and_the_other_loses_nothing(counter: Client, world: World) -> None:
    case = ready(counter, "h-two")
    give(counter, case)
    late = give(world.client("receiver"), case, paper="hộ chiếu của bà Lan")
    assert late.status_code == 409
    page = late.content.decode()
    assert "Người khác vừa thay đổi" in page
    assert "hộ chiếu của bà Lan" in page
    assert case.results.count() == 1


def test_the_receipt_is_scanned_and_leads_to_its_result(counter: Client) -> None:
    case = ready(counter, "h-scan")
    receipt = receipt_of(case)
    assert receipt is not None
    for text in (f"https://mot.cua/kt/{receipt.token}", receipt.token.lower(), case.number):
        assert counter.post("/ban/tra", {"tim": text}).headers["Location"] == f"/ban/tra/{case.number}"


def test_electronic_results_go_out_together_with_a_line_for_each_that_could_not(counter: Client) -> None:
    paid, owing = ready(counter, "h-e1"), ready(counter, "h-e2")
    Case.objects.filter(pk__in=[paid.pk, owing.pk]).update(result_method="electronic")
    counter.post(f"/ban/ho-so/{paid.number}/thu", {})
    page = counter.post("/ban/tra/dien-tu", {"ho-so": [paid.number, owing.number]}).content.decode()
    assert "Đã trả 1 trong 2 hồ sơ" in page
    assert re.search(rf"{owing.number}</a>: [^<]*chưa thu", page)
    assert (state(paid), state(owing)) == (State.RETURNED, State.RESULT_READY)


def test_what_is_returned_at_the_counter_is_no_electronic_return(counter: Client) -> None:
    case = ready(counter, "h-paper")
    counter.post("/ban/tra/dien-tu", {"ho-so": case.number})
    assert state(case) is State.RESULT_READY


def test_the_days_cash_is_what_the_seat_took(counter: Client, world: World) -> None:
    before = counter.get("/ban/thu-tien").context["book"].total
    case = ready(counter, "h-cash")
    give(counter, case)
    book = counter.get("/ban/thu-tien").context["book"]
    assert book.total == before + 10_000
    assert sum(amount for _title, _count, amount in book.kinds) == book.total
    assert counter.get("/ban/thu-tien?ngay=2020-01-01").context["book"].total == 0
    assert counter.get("/ban/thu-tien?ngay=hom-qua").status_code == 200


def test_another_office_hands_nothing_out(counter: Client, world: World) -> None:
    case = ready(counter, "h-else")
    assert give(world.client("stranger"), case).status_code == 404
    assert give(world.client("handler"), case).status_code == 403
