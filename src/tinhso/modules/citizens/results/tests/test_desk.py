"""The workbench as officials meet it: lists, one paper beside its form, the next at once; kind words for nonsense."""

import pytest
from django.test import Client

from tinhso.kernel.cases.tests.conftest import AT, NewCase, World
from tinhso.modules.citizens.results import actions
from tinhso.modules.citizens.results.models import PaperState, StoredPaper
from tinhso.modules.citizens.results.tests.conftest import FACTS, NAME, NUMBER, Scanned, Staff, upload

pytestmark = pytest.mark.django_db
BENCH = "/ban/so-hoa"
FORM = {
    "act": "check", "owner_number": NUMBER, "owner_name": NAME, "kind": "1", "code": "KQ.G15.000031",
    "title": "Giấy khai sinh", "number_text": "12/2019", "issued_on": "6/5/2019", "is_lasting": "1", "issuer": "Xã Một",
}  # fmt: skip


def test_it_works(staff: Staff) -> None:
    """Two scans sent; the first is checked and the second opens by itself; a colleague confirms and signs."""
    one, other = staff.clients["sohoa"], staff.clients["xacnhan"]
    assert one.post(f"{BENCH}/them", {"file": [upload(), upload(name="hai.pdf")]}).status_code == 302
    first, second = StoredPaper.objects.order_by("created_at", "id")
    listed = one.get(BENCH).content.decode()
    assert "giay.pdf" in listed
    answer = one.post(f"{BENCH}/{first.pk}", FORM | {"version": "1"})
    assert answer["Location"] == f"{BENCH}/{second.pk}"
    page = other.get(f"{BENCH}/{first.pk}").content.decode()
    assert "Đúng với bản quét, xác nhận" in page
    assert NUMBER not in page
    other.post(f"{BENCH}/{first.pk}", {"act": "confirm", "version": "2"})
    assert "Ký giấy tờ đã chọn" in other.get(f"{BENCH}?loai=confirmed").content.decode()
    other.post(f"{BENCH}/ky", {"chon": [str(first.pk), "nonsense"]})
    first.refresh_from_db()
    assert first.state == PaperState.IN_FORCE
    assert other.get(f"{BENCH}/{first.pk}").status_code == 404  # it waits nowhere any more
    assert "Giấy khai sinh" in other.get("/ban/kho-giay-to").content.decode()


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(staff: Staff, scanned: Scanned) -> None:
    page = f"{BENCH}/{scanned().pk}"
    sent = FORM | {"version": "1", "issued_on": "hôm qua", "code": "KQ.1", "is_lasting": "", "owner_number": "12"}
    answer = staff.clients["sohoa"].post(page, sent)
    assert answer.status_code == 422
    body = answer.content.decode()
    for said in ("Không đọc được ngày này", "KQ.G15.000031", "Ghi ngày hết hiệu lực", 'value="hôm qua"', 'value="12"'):
        assert said in body
    assert staff.clients["sohoa"].post(page, FORM | {"version": "1", "owner_number": "12"}).status_code == 422
    assert staff.clients["sohoa"].post(page, {"act": "nonsense"}).status_code == 404
    assert staff.clients["sohoa"].post(page, FORM | {"version": "abc"}).status_code == 409


def test_lists_are_empty_kindly_and_the_stranger_sees_none(staff: Staff, scanned: Scanned) -> None:
    paper = scanned()
    for address in (BENCH, f"{BENCH}?loai=confirmed", f"{BENCH}?loai=nonsense&trang=x", "/ban/kho-giay-to"):
        assert staff.clients["sohoa"].get(address).status_code == 200
    body = staff.clients["xahai"].get(BENCH).content.decode()
    assert "Không có giấy tờ nào đang chờ" in body
    for address in (f"{BENCH}/{paper.pk}", f"/tep/{paper.scan_id}", f"/giay-to/{paper.pk}.pdf"):
        assert staff.clients["xahai"].get(address).status_code == 404
    scan = staff.clients["sohoa"].get(f"/tep/{paper.scan_id}")
    assert b"".join(scan.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    scan.close()


def test_the_keeper_revokes_and_replaces_on_the_page(staff: Staff, stored: Scanned) -> None:
    old, new = stored(), stored(number_text="9/2024")
    client, page = staff.clients["giukho"], f"/ban/kho-giay-to/{old.pk}"
    assert "Thu hồi, thay thế" in client.get(page).content.decode()
    assert "Thu hồi, thay thế" not in staff.clients["sohoa"].get(page).content.decode()
    said = {"version": str(old.version), "reason": "Cấp lại", "basis": "QĐ 1"}
    assert client.post(page, said | {"act": "replace"}).status_code == 422
    assert client.post(page, said | {"act": "revoke", "basis": ""}).status_code == 422
    assert client.post(page, said | {"act": "replace", "successor": str(new.pk)}).status_code == 302
    assert client.post(page, said | {"act": "revoke"}).status_code == 409  # somebody was first
    shown = client.get(page).content.decode()
    assert "Xem giấy tờ thay thế" in shown
    public = Client().get(f"/kt/{old.document.token}").content.decode()  # type: ignore[union-attr]
    assert "đã được thay thế" in public
    assert "căn cứ: QĐ 1" in public


def test_the_store_is_searched_by_post_and_taken_away_as_a_table(staff: Staff, stored: Scanned) -> None:
    paper = stored()
    client = staff.clients["giukho"]
    assert str(paper.pk) in client.post("/ban/kho-giay-to", {"tim": NUMBER}).content.decode()
    assert str(paper.pk) not in client.post("/ban/kho-giay-to", {"tim": "không có"}).content.decode()
    csv = client.post("/ban/kho-giay-to/xuat.csv", {}).content.decode("utf-8-sig")
    assert "12/2019" in csv
    assert NUMBER not in csv
    assert client.post("/ban/kho-giay-to/xuat.xlsx", {}).status_code == 200
    assert client.post("/ban/kho-giay-to/xuat.pdf", {}).status_code == 404
    assert client.get("/ban/kho-giay-to/xuat.csv").status_code == 405


def test_an_official_who_opens_a_paper_is_noted_once_a_sitting(staff: Staff, stored: Scanned, owner: object) -> None:
    from tinhso.modules.citizens.results.queries.seen import seen_of

    paper = stored()
    for _ in range(3):
        staff.clients["giukho"].get(f"/giay-to/{paper.pk}.pdf")
    assert [line.title for line in seen_of(paper)].count("Cán bộ mở giấy tờ trong kho") == 1
    for address in (f"/tep/{paper.scan_id}", f"/van-ban/{paper.document_id}.pdf"):  # no way past that entry
        assert staff.clients["giukho"].get(address).status_code == 404


def test_the_papers_of_a_dossier_are_digitised_from_its_page(staff: Staff, world: World, new_case: NewCase) -> None:
    from tinhso.kernel.cases.actions import PaperIn, add_paper
    from tinhso.kernel.files.actions import take_in

    case = new_case()
    client, page = staff.clients["sohoa"], f"/ban/ho-so/{case.number}/so-hoa"
    assert "chưa có tệp giấy tờ nào" in client.get(page).content.decode()
    held = take_in(upload(), "a.pdf", holder_kind="upload", holder_id=case.pk, purpose="map", by=staff.digitiser, at=AT)
    added = add_paper(case, PaperIn("map", "Bản đồ", file_reference=held), by=world.receiver, at=AT)
    answer = client.post(page, {"paper": str(added.pk)})
    assert answer.status_code == 302
    paper = StoredPaper.objects.get()
    assert answer["Location"] == f"{BENCH}/{paper.pk}"
    assert "chờ kiểm tra" in client.get(page).content.decode()
    assert staff.clients["xahai"].get(page).status_code == 404
    checked = actions.check_paper(paper, FACTS, by=staff.digitiser, at=AT)
    assert checked.owner_id == world.applicant.pk
