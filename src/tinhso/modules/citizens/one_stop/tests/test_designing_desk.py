"""The designer's screens: every page opens, keeps what was typed, saves itself, previews, compares, carries."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.world import session_of, undone
from tinhso.base.actor import Actor
from tinhso.base.moments import local_day, now
from tinhso.kernel.identity.models import Account
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.modules.citizens.one_stop.actions import designing
from tinhso.modules.citizens.one_stop.models import Design
from tinhso.modules.citizens.one_stop.queries.designing.designs import design_of
from tinhso.modules.citizens.one_stop.rules.designing.carrying import packed
from tinhso.modules.citizens.one_stop.rules.designing.parts import PARTS
from tinhso.modules.citizens.one_stop.tests.designs import CODE, TITLE, written

pytestmark = pytest.mark.django_db
WHOLE = ("", "_general", "_form", "_compare", "_publish", "_phone_end", "_file")
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _undone(province: Any) -> Iterator[None]:
    with undone():
        yield


def client(login: str) -> Client:
    made = Client()
    made.cookies[settings.SESSION_COOKIE_NAME] = session_of(_account(login), now())
    return made


def _account(login: str) -> Account:
    return Account.objects.select_related("person").get(login=login)


@pytest.fixture
def writer() -> Actor:
    return actor_of_account(_account("soanthutuc"), now())


@pytest.fixture
def desk() -> Client:
    return client("soanthutuc")


@pytest.fixture
def design(writer: Actor) -> Design:
    return designing.start_from_content(written(), by=writer, at=now())


def url(name: str, design: Design, *more: str) -> str:
    return reverse(f"one_stop:{name}", args=[design.pk, *more])


def page(desk: Client, address: str, status: int = 200) -> str:
    answer = desk.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def boxes_of(desk: Client, address: str) -> dict[str, Any]:
    """What the page's own form would send as it stands."""
    text = page(desk, address)
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", text, re.DOTALL):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            found.setdefault(name[1], []).append(value[1] if value else "")
    for name, inner in re.findall(r'<select[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        found[name] = re.findall(r'<option value="([^"]*)" selected', inner)
    for name, inner in re.findall(r'<textarea[^>]*?name="([^"]+)"[^>]*>(.*?)</textarea>', text, re.DOTALL):
        found[name] = [inner]
    return {name: [unescape(value) for value in values] for name, values in found.items()}


def test_it_works(desk: Client, design: Design) -> None:
    addresses = [
        reverse("one_stop:today"),
        reverse("one_stop:designs"),
        reverse("one_stop:design_new"),
        reverse("one_stop:design_new") + "?tim=khai+sinh",
        reverse("one_stop:design_import"),
        reverse("one_stop:design_procedure", args=["1.001193"]),
        *(
            url(f"design{name}", design)
            for name in ("", "_general", "_form", "_compare", "_publish", "_phone_end", "_file")
        ),
        *(url("design_part", design, part.path) for part in PARTS),
        url("design_question", design, "ten_hoat_dong"),
        url("design_phone_at", design, "ten_hoat_dong"),
    ]
    for address in addresses:
        page(desk, address)
    assert "Đủ để công bố" in page(desk, url("design", design))


def test_only_writers_come_in(design: Design) -> None:
    page(client("tiepnhan"), url("design", design), 403)
    page(client("soanthutuc"), url("design_part", design, "khong-co"), 404)


def test_a_saved_page_changes_nothing_by_itself(desk: Client, design: Design) -> None:
    for part in PARTS:
        address = url("design_part", design, part.path)
        assert desk.post(address, boxes_of(desk, address) | {"do": "save"}).status_code == 302
    assert desk.post(url("design_general", design), boxes_of(desk, url("design_general", design))).status_code == 302
    form = url("design_form", design)
    assert desk.post(form, boxes_of(desk, form) | {"do": "save"}).status_code == 302
    for name in ("applicant_name", "ten_hoat_dong"):
        address = url("design_question", design, name)
        assert desk.post(address, boxes_of(desk, address) | {"do": "save"}).status_code == 302
    assert design_of(design.pk).content == written()


def test_rows_are_added_moved_and_taken_out_and_everything_typed_is_kept(desk: Client, design: Design) -> None:
    address = url("design_part", design, "truong-hop")
    typed = boxes_of(desk, address) | {"r0-amount": "ba ngày", "do": "add"}
    answer = desk.post(address, typed)
    assert answer.headers["Location"].endswith("?o=r2-title#r2")
    rows = design_of(design.pk).content["variants"]
    assert [row["code"] for row in rows] == ["case_1", "case_2", "case_3"]
    assert "Phải là một số" in page(desk, address)
    desk.post(address, boxes_of(desk, address) | {"do": "up:1"})
    assert [row["code"] for row in design_of(design.pk).content["variants"]][:2] == ["case_2", "case_1"]
    desk.post(address, boxes_of(desk, address) | {"do": "remove:0"})
    content = design_of(design.pk).content
    assert content["papers"][1]["variants"] == [], "nothing is narrowed to a case that is gone"
    desk.post(reverse("one_stop:design_undo", args=[design.pk]), {"back": address})
    assert len(design_of(design.pk).content["variants"]) == 2


def test_a_page_saves_itself_while_one_types_and_says_what_is_wrong(desk: Client, design: Design) -> None:
    address = url("design_part", design, "le-phi")
    typed = boxes_of(desk, address) | {"r0-legal_basis": ""}
    answer = desk.post(address, typed, headers=HTMX)
    text = answer.content.decode()
    assert f'name="seen" value="{design_of(design.pk).version}"' in text
    assert re.search(r'id="r0-legal_basis-says" hx-swap-oob="true">\s*<p class="say say-warning">', text)


def test_two_in_one_part_the_second_keeps_what_was_typed(desk: Client, design: Design) -> None:
    other, address = client("congbothutuc"), url("design_part", design, "can-cu")
    mine, theirs = boxes_of(desk, address), boxes_of(other, address)
    other.post(address, theirs | {"r0-title": "Của người kia", "do": "save"})
    answer = desk.post(address, mine | {"r0-title": "Của tôi", "do": "save"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "vừa sửa phần này" in text
    assert 'value="Của tôi"' in text
    assert design_of(design.pk).content["bases"][0]["title"] == "Của người kia"
    again = re.search(r'name="seen" value="(\d+)"', text)
    assert again
    desk.post(address, mine | {"seen": again[1], "r0-title": "Của tôi", "do": "save"})
    assert design_of(design.pk).content["bases"][0]["title"] == "Của tôi"


def test_a_place_is_chosen_from_a_list(desk: Client, design: Design) -> None:
    address = url("design_part", design, "ket-qua")
    typed = boxes_of(desk, address)
    desk.post(address, typed | {"r0-place": "to_khai.applicant_phone", "r0-into": "rows", "do": "insert:0"})
    assert design_of(design.pk).content["results"][0]["rows"].endswith("\napplicant_phone: {to_khai.applicant_phone}")


def test_results_and_letters_are_seen_as_paper(desk: Client, design: Design) -> None:
    assert desk.get(url("design_result_pdf", design, "result_1")).content.startswith(b"%PDF")
    assert desk.get(url("design_picture", design, "result_1")).content.startswith(b"\x89PNG")
    assert desk.get(url("design_letter_pdf", design, "letter_1")).content.startswith(b"%PDF")
    assert desk.get(url("design_result_pdf", design, "nowhere")).status_code == 404


def test_the_telephone_walks_the_form_as_citizens_will_and_keeps_nothing(desk: Client, design: Design) -> None:
    start = desk.get(url("design_phone", design))
    assert start.headers["Location"] == url("design_phone_at", design, "applicant_name") + "#main"
    assert start.headers["X-Frame-Options"] == "SAMEORIGIN"
    first = desk.get(url("design_phone_at", design, "applicant_name"))
    assert "frame-ancestors 'self'" in first.headers["Content-Security-Policy"]
    empty = desk.post(url("design_phone_at", design, "applicant_name"), {"applicant_name": ""})
    assert empty.status_code == 422
    assert "field-error" in empty.content.decode()
    sent = {
        "applicant_name": "Nguyễn Thị Mẫu", "applicant_number": "000195000123", "applicant_phone": "0900000123",
        "ten_hoat_dong": "Chạy bộ", "ngay_to_chuc": "20/12/2026",
    }  # fmt: skip
    here = url("design_phone_at", design, "applicant_name")
    for name, value in sent.items():
        assert here.endswith(name)
        here = desk.post(here, {name: value}).headers["Location"]
    assert here == url("design_phone_end", design)
    assert "Chạy bộ" in page(desk, here)


def test_a_form_that_cannot_be_drawn_yet_says_why(desk: Client, design: Design) -> None:
    address = url("design_question", design, "ten_hoat_dong")
    desk.post(address, boxes_of(desk, address) | {"label": " "})
    assert "Câu hỏi chưa có lời." in page(desk, address)
    assert "Câu hỏi chưa có lời." in page(desk, url("design_phone_at", design, "ten_hoat_dong"))
    assert desk.get(url("design_result_pdf", design, "result_1")).status_code == 422


def test_a_question_gets_choices_a_condition_and_moves(desk: Client, design: Design) -> None:
    form = url("design_form", design)
    typed = {"new-label-phan_1": "Có đóng đường không?", "new-kind-phan_1": "yes_no", "do": "add:phan_1"}
    assert desk.post(form, boxes_of(desk, form) | typed).headers["Location"].endswith("/co_dong_duong_khong")
    address = url("design_question", design, "ngay_to_chuc")
    desk.post(form, boxes_of(desk, form) | {"do": "down:ngay_to_chuc"})
    when = json.dumps({"is": True, "question": "co_dong_duong_khong"})
    desk.post(address, boxes_of(desk, address) | {"when-0": when, "kind": "choice", "options": "Sáng\nChiều"})
    desk.post(address, boxes_of(desk, address) | {"options": "Sáng\nChiều"})
    question = design_of(design.pk).content["form"]["body"]["sections"][0]["questions"][-1]
    assert question["when"] == {"question": "co_dong_duong_khong", "is": True}
    assert [one["value"] for one in question["options"]] == ["sang", "chieu"]
    shown = page(desk, url("design_phone_at", design, "ngay_to_chuc"))
    assert "Chiều" in shown


def test_from_the_proposal_to_the_public_page(desk: Client, design: Design) -> None:
    other, address, on = client("congbothutuc"), url("design_publish", design), local_day(now()) + timedelta(days=1)
    day = {"valid_from-day": on.day, "valid_from-month": on.month, "valid_from-year": on.year}
    signed = {"signed_on-day": 1, "signed_on-month": 11, "signed_on-year": 2026}
    seen = {"seen": design.version}
    refused = desk.post(address, seen | day | {"do": "propose", "number": "", "issuer": ""})
    assert refused.status_code == 422
    assert "Ghi số quyết định." in refused.content.decode()
    decision = {"number": "345/QĐ-UBND", "issuer": "UBND tỉnh"}
    assert desk.post(address, seen | day | signed | decision | {"do": "propose"}).status_code == 302
    seen = {"seen": design_of(design.pk).version}
    assert desk.post(address, seen | {"do": "publish"}).status_code == 403
    assert other.post(address, {"do": "send-back", "note": ""}).status_code == 422
    assert "Công bố</button>" in page(other, address)
    answer = other.post(address, seen | {"do": "publish"})
    assert answer.headers["Location"] == reverse("one_stop:design_procedure", args=[CODE])
    text = page(other, answer.headers["Location"])
    assert "345/QĐ-UBND" in text
    assert TITLE in page(desk, reverse("one_stop:designs") + "?tinh-trang=to_come")
    version = design_of(design.pk).definition
    assert version is not None
    assert page(desk, reverse("one_stop:design_version_file", args=[CODE, 1])).startswith("{")
    withdrawn = other.post(reverse("one_stop:design_withdraw", args=[CODE]), {"version": str(version.pk)})
    assert withdrawn.status_code == 302
    assert design_of(design.pk).state == "drafting"


def test_a_file_is_tried_before_it_is_taken_in(desk: Client, design: Design) -> None:
    address, data = reverse("one_stop:design_import"), packed(written() | {"letters": []})
    before = Design.objects.count()
    tried = desk.post(address, {"file": SimpleUploadedFile("tep.json", data)})
    text = tried.content.decode()
    assert "Tỉnh chưa có thủ tục mang mã này." in text
    assert Design.objects.count() == before
    taken = desk.post(address, {"do": "confirm", "text": data.decode()})
    assert taken.status_code == 302
    made = Design.objects.latest("changed_at")
    assert packed(made.content) == data
    assert desk.get(url("design_file", made)).content == data
    changed = data.replace(b"50.000", b"10.000")
    assert "charges không khớp" in desk.post(address, {"do": "confirm", "text": changed.decode()}).content.decode()
    assert desk.post(address, {"file": SimpleUploadedFile("anh.png", b"\x89PNG")}).status_code == 422
    assert desk.post(address, {}).status_code == 422
