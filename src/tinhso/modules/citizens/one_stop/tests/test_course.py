"""The dossier page: what officials ask, allow, note and promise, and what they see when somebody was first."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from tests.world import World
from tinhso.kernel.cases.models import Case, Extension, Opinion, State, Supplement
from tinhso.kernel.documents.models import Document
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.ledger.queries import entries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world: World) -> Case:
    """A birth that waits for the handler of the ward."""
    return Case.objects.filter(
        step_right="cases.process", receipt_unit_id=world.case.receipt_unit_id, state=State.IN_PROGRESS
    ).order_by("number")[0]


def running(world: World) -> Case:
    cases = Case.objects.filter(state=State.IN_PROGRESS, receipt_unit_id=world.case.receipt_unit_id)
    return cases.exclude(due_at=None).order_by("number")[0]


def page(client: Client, case: Case) -> str:
    return client.get(f"/ban/ho-so/{case.number}").content.decode()


def act(client: Client, case: Case, name: str, **data: Any) -> str:
    case.refresh_from_db()
    sent = {"version": str(case.version), **data}
    answer = client.post(f"/ban/ho-so/{case.number}/{name}", sent, follow=True)
    case.refresh_from_db()
    return answer.content.decode()


def test_it_works(world: World, case: Case) -> None:
    text = page(world.client("handler"), case)
    assert "Yêu cầu bổ sung" in text
    assert "Ghi chú nội bộ" in text


def test_offices_of_one_name_are_told_apart_and_the_timeline_names_the_steps(world: World, case: Case) -> None:
    text = page(world.client("handler"), case)
    offered = re.findall(r"<option[^>]*>([^<]*)</option>", text.partition('name="unit"')[2].partition("</select>")[0])
    assert len(offered) == len(set(offered)) > 5
    assert "Chuyển hồ sơ → Công chức tư pháp - hộ tịch thẩm tra" in text


def test_a_clock_that_stands_says_why_and_how_long_it_stood(world: World, case: Case) -> None:
    handler = world.client("handler")
    text = act(handler, case, "tam-dung", reason="law", ground="Chờ kết quả xác minh ở nơi cư trú cũ")
    assert "Đồng hồ đang dừng" in text and text.count("Chờ kết quả xác minh ở nơi cư trú cũ") >= 2
    assert "Lập dự thảo kết quả" in text and "Lập lại dự thảo" not in text  # there is none to write anew
    text = act(handler, case, "tinh-tiep")
    assert "Đồng hồ đang dừng" not in text and "Chờ kết quả xác minh ở nơi cư trú cũ" in text


FIRST = {"pick-paper:birth_evidence": "1", "phrase-paper:birth_evidence": "unreadable", "basis": "Điều 16"}


def test_everything_missing_is_asked_in_one_checklist_seen_before_it_is_sent(world: World, case: Case) -> None:
    handler = world.client("handler")
    shown = act(handler, case, "bo-sung", preview="1", **FIRST, **{"what-question:child_name": "Ghi đủ chữ đệm"})
    assert "Người nộp sẽ đọc" in shown
    assert "Ảnh mờ, không đọc được. Chụp lại nơi đủ sáng" in shown
    assert 'value="Ghi đủ chữ đệm"' in shown
    assert case.state == State.IN_PROGRESS
    act(handler, case, "bo-sung", **FIRST, **{"what-question:child_name": "Ghi đủ chữ đệm"})
    assert case.state == State.SUPPLEMENT
    items = case.supplements.get().items
    assert [item["about"] for item in items] == ["paper:birth_evidence", "question:child_name"]
    assert items[0]["basis"] == "Điều 16"


def test_a_ticked_line_without_a_reason_is_refused_beside_the_line(world: World, case: Case) -> None:
    text = act(world.client("handler"), case, "bo-sung", **{"pick-paper:birth_evidence": "1"})
    assert 'href="#supplement-what-paper:birth_evidence"' in text
    assert not case.supplements.exists()


def asked_once(world: World, case: Case) -> None:
    act(world.client("handler"), case, "bo-sung", **FIRST)
    act(world.client("receiver"), case, "nhan-bo-sung")


@pytest.mark.parametrize("answer", ["dong-y", "khong-dong-y"])
def test_a_second_request_goes_out_only_when_the_supervisor_allows_it(world: World, case: Case, answer: str) -> None:
    asked_once(world, case)
    handler, supervisor = world.client("handler"), world.client("supervisor")
    refused = act(handler, case, "bo-sung", **FIRST)
    assert 'href="#supplement-reason-again"' in refused
    act(handler, case, "bo-sung", **FIRST, **{"reason-again": "Giấy mới nộp lại mờ"})
    assert case.state == State.IN_PROGRESS
    assert "Chờ lãnh đạo trung tâm đồng ý" in page(handler, case)
    assert "dong-y" not in page(handler, case)
    text = page(supervisor, case)
    assert "Giấy mới nộp lại mờ" in text
    assert "<strong>Lần 1</strong>" in text
    act(supervisor, case, f"bo-sung/{answer}", **{"reason-refused": "Tự chụp lại tại quầy"})
    second = Supplement.objects.get(case=case, order=2)
    assert (case.state == State.SUPPLEMENT) == (answer == "dong-y") == (second.refused_at is None)
    if answer == "dong-y":
        assert "đã yêu cầu" not in page(handler, case)  # waiting for the applicant: nothing more to ask
    else:
        assert "Tự chụp lại tại quầy" in page(handler, case)


def test_a_new_date_is_shown_with_its_explanation_before_it_is_promised(world: World) -> None:
    signer = world.client("signer")
    case = Case.objects.filter(state=State.IN_PROGRESS, receipt_unit_id=world.case.receipt_unit_id).exclude(
        due_at=None
    )[0]
    shown = act(signer, case, "hen-lai", preview="1", amount="3", ground="Chờ xác minh")
    assert "Hẹn trả kết quả" in shown
    assert "Thời hạn được tính thế nào?" in shown
    assert not Extension.objects.exists()
    act(signer, case, "hen-lai", amount="3", ground="Chờ xác minh")
    extension = Extension.objects.get()
    assert case.due_at == extension.new_due_at
    assert "Đã xin lỗi và hẹn lại" in page(signer, case)
    assert "act_extend" not in page(signer, case)


@pytest.mark.parametrize("amount", ["", "ba", "-1", "0", "1e9", "NaN"])
def test_nonsense_days_are_refused_where_they_stand(world: World, amount: str) -> None:
    case = Case.objects.filter(state=State.IN_PROGRESS, receipt_unit_id=world.case.receipt_unit_id).exclude(
        due_at=None
    )[0]
    assert 'id="extend-amount-error"' in act(world.client("signer"), case, "hen-lai", amount=amount, ground="x")


def test_several_offices_are_asked_at_once_and_each_answers_for_itself(world: World, case: Case) -> None:
    handler, clerk_unit = world.client("handler"), actor_of_account(world.accounts["handler"], world.at).unit_id
    desk = actor_of_account(world.accounts["supervisor"], world.at).unit_id
    units = [str(clerk_unit), str(desk)]
    text = act(handler, case, "y-kien", unit=units, question="Địa chỉ này có thật không?", due="2026-01-02")
    assert "Đã gửi xin ý kiến 2 đơn vị" in text
    assert "Chưa trả lời, quá hạn" in page(handler, case)
    supervisor = world.client("supervisor")
    assert case.number in supervisor.get("/ban/y-kien").content.decode()
    opinion = Opinion.objects.get(case=case, unit_id=desk)
    bare = act(supervisor, case, f"y-kien/{opinion.pk}", verdict="disagree", answer="")
    assert "Chưa ghi nội dung" in bare
    act(supervisor, case, f"y-kien/{opinion.pk}", verdict="disagree", answer="Số nhà không có trong phường")
    assert "Số nhà không có trong phường" in page(handler, case)
    assert case.number not in supervisor.get("/ban/y-kien").content.decode()
    other = Opinion.objects.get(case=case, unit_id=clerk_unit)
    assert world.client("stranger").post(f"/ban/ho-so/{case.number}/y-kien/{other.pk}/thoi").status_code == 404
    act(handler, case, f"y-kien/{other.pk}/thoi")
    assert "Đã thôi hỏi" in page(handler, case)


def test_notes_are_for_officials_and_their_writer_takes_them_back(world: World, case: Case) -> None:
    handler = world.client("handler")
    act(handler, case, "ghi-chu", note="Gọi lại cho gia đình")
    assert "Gọi lại cho gia đình" in page(world.client("receiver"), case)
    note = case.notes.get()
    assert world.client("receiver").post(f"/ban/ho-so/{case.number}/ghi-chu/{note.pk}/bo").status_code == 403
    assert not any("Gọi lại" in entry.payload for entry in entries_of(case))
    handler.post(f"/ban/ho-so/{case.number}/ghi-chu/{note.pk}/bo")
    assert "Gọi lại cho gia đình" not in page(handler, case)


def test_whoever_comes_second_is_told_who_was_first_and_loses_no_word(world: World, case: Case) -> None:
    handler, seen = world.client("handler"), str(case.version)
    act(world.client("signer"), case, "phan-cong", seat="")
    answer = handler.post(
        f"/ban/ho-so/{case.number}/tam-dung", {"version": seen, "reason": "law", "ground": "Chờ xác minh nơi sinh"}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    first = world.accounts["signer"].person.full_name
    assert re.search(rf"Hồ sơ vừa được {re.escape(first)} xử lý lúc", text)
    assert "Phân công người giữ" in text
    assert "Chờ xác minh nơi sinh</textarea>" in text
    assert f'name="version" value="{case.version}"' in text


def test_the_page_takes_few_queries(world: World, case: Case) -> None:
    handler = world.client("handler")
    act(handler, case, "ghi-chu", note="Một")
    page(handler, case)
    with CaptureQueriesContext(connection) as queries:
        page(handler, case)
    assert len(queries) <= 38, "\n".join(query["sql"][:150] for query in queries)


def test_a_pause_by_law_ends_from_the_page(world: World, case: Case) -> None:
    handler = world.client("handler")
    act(handler, case, "tam-dung", reason="law", ground="Chờ xác minh nơi sinh")
    assert case.due_at is None
    shown = page(handler, case)
    assert "Tính giờ tiếp" in shown
    assert "Yêu cầu bổ sung</summary>" not in shown
    act(handler, case, "tinh-tiep")
    assert case.due_at is not None


def test_the_desk_hands_over_what_was_supplemented_there(world: World, case: Case) -> None:
    receiver = world.client("receiver")
    desk = Case.objects.filter(state=State.NEW, receipt_unit_id=case.receipt_unit_id).order_by("number")[0]
    act(receiver, desk, "tiep-nhan")
    assert desk.state == State.RECEIVED
    first = next(iter(re.findall(r'name="pick-(paper:[^"]+)"', page(receiver, desk))))
    act(receiver, desk, "bo-sung", **{f"pick-{first}": "1", f"what-{first}": "Ảnh mờ", "basis": "Điều 16"})
    act(receiver, desk, "nhan-bo-sung")
    assert (desk.state, desk.step) == (State.IN_PROGRESS, "receive")
    assert "Chuyển hồ sơ" in page(receiver, desk)
    act(receiver, desk, "chuyen")
    assert desk.step_right == "cases.process"


def test_what_nobody_supplements_can_be_stopped(world: World, case: Case) -> None:
    handler = world.client("handler")
    act(handler, case, "bo-sung", **FIRST)
    assert "Dừng giải quyết hồ sơ" in page(handler, case)
    act(handler, case, "dung", ground="Quá hạn bổ sung")
    assert case.state == State.STOPPED


@pytest.mark.parametrize(
    ("name", "state", "title"), [("dung", State.STOPPED, "dừng giải quyết"), ("rut", State.WITHDRAWN, "đã rút")]
)
def test_an_end_is_shown_before_it_is_done(world: World, case: Case, name: str, state: State, title: str) -> None:
    who = world.client("handler" if name == "dung" else "receiver")
    entries = entries_of(case).count()
    shown = act(who, case, name, preview="1", ground="Theo đơn đề nghị")
    assert f"Người nộp sẽ đọc: hồ sơ {title}" in shown
    assert "Không còn hẹn trả kết quả lúc" in shown
    assert ">Theo đơn đề nghị</textarea>" in shown
    assert (case.state, entries_of(case).count()) == (State.IN_PROGRESS, entries)
    act(who, case, name, ground="Theo đơn đề nghị")
    assert case.state == state


def test_the_letter_of_an_end_is_read_before_it_is_sent(world: World, case: Case) -> None:
    handler, documents = world.client("handler"), Document.objects.count()
    sent = {"version": str(case.version), "ground": "Hết thời hạn bổ sung"}
    answer = handler.post(f"/ban/ho-so/{case.number}/phieu/stop", sent)
    assert answer["Content-Type"] == "application/pdf"
    assert "Hết thời hạn bổ sung" in " ".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    assert Document.objects.count() == documents
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    assert handler.post(f"/ban/ho-so/{case.number}/phieu/stop", {**sent, "ground": ""}).status_code == 422
    assert world.client("stranger").post(f"/ban/ho-so/{case.number}/phieu/stop", sent).status_code == 404
