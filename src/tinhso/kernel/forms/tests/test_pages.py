"""The pages in HTML: every label is tied to its input, every error link leads somewhere, nothing typed is lost."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tinhso.base.actor import ANONYMOUS
from tinhso.kernel.forms import actions, queries, rules
from tinhso.kernel.forms.models import Draft, Submission
from tinhso.kernel.forms.tests import walk
from tinhso.kernel.forms.tests.examples import AT, BIRTH, GOOD_BIRTH, GOOD_SPLIT, SPLIT
from tinhso.kernel.forms.tests.test_actions import citizen, clerk, filled, publish

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tinhso.kernel.forms.tests.walk")]


class Page(HTMLParser):
    """Just enough of a page to ask it about its fields."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = response.content.decode()
        self.status = response.status_code
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, *wanted: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in wanted]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    def boxes(self) -> list[dict[str, str]]:
        fields = self.all("input", "select", "textarea")
        return [one for one in fields if one.get("type") not in ("hidden",)]

    def sound(self) -> "Page":
        """Labels lead to fields, fields have labels, ids are unique, links and descriptions lead somewhere."""
        assert len(self.ids) == len(set(self.ids)), self.ids
        labels = {attributes.get("for") for attributes in self.all("label")}
        assert labels <= set(self.ids)
        for box in self.boxes():
            assert box.get("id") in labels or "aria-label" in box, box
        for _, attributes in self.tags:
            for target in attributes.get("aria-describedby", "").split():
                assert target in self.ids, target
            if attributes.get("href", "").startswith("#"):
                assert attributes["href"][1:] in self.ids, attributes
            assert "style" not in attributes
            assert "onclick" not in attributes
        assert len(self.all("h1")) == 1
        return self


@pytest.fixture
def owner() -> Iterator[Any]:
    walk.who["actor"] = citizen()
    yield walk.who["actor"]
    walk.who["actor"] = ANONYMOUS


@pytest.fixture
def draft(owner: Any) -> Draft:
    return actions.start_draft(publish(), purpose="x", by=owner, at=AT)


def at(draft: Draft, where: str = "") -> str:
    return f"/to-khai/{draft.pk}/{where}"


def test_it_works(draft: Draft, client: Client) -> None:
    page = Page(client.get(at(draft, "cau-hoi/applicant_number"))).sound()
    assert 'inputmode="numeric"' in page.text
    assert "Gồm 12 chữ số trên thẻ căn cước." in page.text
    assert "<title>Số định danh cá nhân – Người yêu cầu" in page.text


def test_every_page_of_both_forms_is_sound_and_carries_its_question_as_heading(owner: Any, client: Client) -> None:
    for code, body, answers in (("birth", BIRTH, GOOD_BIRTH), ("split", SPLIT, GOOD_SPLIT)):
        draft = actions.start_draft(publish(body, code), purpose="x", by=owner, at=AT)
        draft = filled(draft, answers, owner)
        for page in rules.flow.asked(body, answers):
            response = client.get(at(draft, f"cau-hoi/{page[1:]}"))
            assert response.status_code == 200
            Page(response).sound()
        Page(client.get(at(draft))).sound()
        Page(client.get(at(draft, "kiem-tra"))).sound()


def test_a_wrong_answer_comes_back_as_typed_with_a_summary_a_link_and_a_title(draft: Draft, client: Client) -> None:
    response = client.post(at(draft, "cau-hoi/applicant_number"), {"applicant_number": "068 <b>"})
    page = Page(response).sound()
    assert page.status == 422
    assert "<title>Lỗi: " in page.text
    assert 'href="#applicant_number"' in page.text
    assert 'value="068 &lt;b&gt;"' in page.text
    assert page.text.count("Số căn cước chỉ gồm 12 chữ số") == 2
    again = Page(client.get(at(draft, "cau-hoi/applicant_number")))
    assert 'value="068 &lt;b&gt;"' in again.text


def test_dates_and_addresses_come_back_box_by_box(draft: Draft, client: Client) -> None:
    posted = {"mother_born_on-day": "31", "mother_born_on-month": "2", "mother_born_on-year": "1990"}
    page = Page(client.post(at(draft, "cau-hoi/mother_born_on"), posted)).sound()
    assert "Không có ngày 31/2/1990." in page.text
    assert [box["value"] for box in page.boxes()] == ["31", "2", "1990"]
    page = Page(client.post(at(draft, "cau-hoi/applicant_address"), {"applicant_address-commune": "Xã A"})).sound()
    assert 'href="#applicant_address-province"' in page.text
    assert [box["value"] for box in page.boxes()] == ["", "Xã A", ""]


def test_an_empty_answer_is_asked_for_and_an_optional_one_is_let_pass(draft: Draft, client: Client) -> None:
    page = Page(client.post(at(draft, "cau-hoi/relation"), {})).sound()
    assert page.status == 422
    assert "Chọn một câu trả lời" in page.text
    response = client.post(at(draft, "cau-hoi/applicant_phone"), {"applicant_phone": ""})
    assert response.headers["Location"] == at(draft, "cau-hoi/applicant_email")
    assert "(không bắt buộc)" in client.get(at(draft, "cau-hoi/applicant_phone")).content.decode()


def test_the_end_of_a_section_leads_to_the_task_list(draft: Draft, client: Client) -> None:
    response = client.post(at(draft, "cau-hoi/relation"), {"relation": "father"})
    assert response.headers["Location"] == at(draft)
    response = client.post(at(draft, "cau-hoi/relation"), {"relation": "other"})
    assert response.headers["Location"] == at(draft, "cau-hoi/relation_other")


def test_children_are_added_changed_and_removed_without_javascript(draft: Draft, client: Client) -> None:
    client.post(at(draft, "cau-hoi/children/0/name"), {"children-0-name": "Nguyễn Minh Khôi"})
    page = Page(client.get(at(draft, "cau-hoi/children"))).sound()
    assert "Nguyễn Minh Khôi" in page.text
    assert "Còn trẻ nào nữa không?" in page.text
    assert Page(client.post(at(draft, "cau-hoi/children"), {})).sound().status == 422
    response = client.post(at(draft, "cau-hoi/children"), {"more": "yes"})
    assert response.headers["Location"] == at(draft, "cau-hoi/children/1/name")
    client.post(at(draft, "cau-hoi/children/1/name"), {"children-1-name": "Nguyễn Minh Anh"})
    page = Page(client.get(at(draft, "cau-hoi/children")))
    remove = next(one["value"] for one in page.all("button") if one.get("name") == "remove")
    for _ in range(2):
        client.post(at(draft, "cau-hoi/children"), {"remove": remove})
    assert "Nguyễn Minh Anh" in client.get(at(draft, "cau-hoi/children")).content.decode()
    response = client.post(at(draft, "cau-hoi/children"), {"more": "no"})
    assert response.headers["Location"] == at(draft)


def test_an_item_nobody_began_has_no_page(draft: Draft, client: Client) -> None:
    assert client.get(at(draft, "cau-hoi/children/0/name")).status_code == 200
    assert client.get(at(draft, "cau-hoi/children/1/name")).status_code == 404
    assert client.get(at(draft, "cau-hoi/children/0/nothing")).status_code == 404
    assert client.get(at(draft, "cau-hoi/nothing")).status_code == 404


def test_a_change_leads_back_to_the_check_by_way_of_what_it_opened(draft: Draft, owner: Any, client: Client) -> None:
    draft = filled(draft, GOOD_BIRTH | {"father_known": False}, owner)
    page = Page(client.get(at(draft, "kiem-tra"))).sound()
    assert "20/11/2026" in page.text
    assert at(draft, "cau-hoi/copies?ve=check") in page.text
    assert at(draft, "cau-hoi/applicant_name") not in page.text
    assert "Lấy từ Căn cước" in page.text
    response = client.post(at(draft, "cau-hoi/copies"), {"copies": "3", "ve": "check"})
    assert response.headers["Location"] == at(draft, "kiem-tra")
    response = client.post(at(draft, "cau-hoi/father_known"), {"father_known": "yes", "ve": "check"})
    assert response.headers["Location"] == at(draft, "cau-hoi/father_name?ve=check")
    page = Page(client.get(at(draft, "kiem-tra")))
    assert "Có lỗi cần sửa" in page.text
    assert at(draft, "cau-hoi/father_name?ve=check") in page.text


def test_a_locked_answer_is_shown_and_not_asked(draft: Draft, client: Client) -> None:
    page = Page(client.get(at(draft, "cau-hoi/applicant_name"))).sound()
    assert "Nguyễn Văn An" in page.text
    assert not page.boxes()


def test_two_tabs_conflict_and_what_was_typed_stands_there(draft: Draft, client: Client) -> None:
    mark = next(
        one["value"] for one in Page(client.get(at(draft, "cau-hoi/copies"))).all("input") if one["name"] == "mark"
    )
    assert client.post(at(draft, "cau-hoi/copies"), {"copies": "2", "mark": mark}).status_code == 302
    page = Page(client.post(at(draft, "cau-hoi/copies"), {"copies": "5", "mark": mark})).sound()
    assert page.status == 409
    assert "vừa được đổi ở một trang khác" in page.text
    assert [box["value"] for box in page.boxes()] == ["5"]
    mark = next(one["value"] for one in page.all("input") if one["name"] == "mark")
    assert client.post(at(draft, "cau-hoi/copies"), {"copies": "5", "mark": mark}).status_code == 302
    assert queries.state_of_draft(Draft.objects.get()).answers["copies"] == 5


def test_the_task_list_walks_to_the_end_and_submits_once(draft: Draft, owner: Any, client: Client) -> None:
    page = Page(client.get(at(draft)))
    assert "Chưa làm được" in page.text
    assert "Kiểm tra câu trả lời" not in page.text
    filled(draft, GOOD_BIRTH, owner)
    page = Page(client.get(at(draft))).sound()
    assert page.text.count("Hoàn thành") == 4
    assert at(draft, "kiem-tra") in page.text
    for _ in range(2):
        assert client.post(at(draft, "kiem-tra")).headers["Location"] == "/to-khai/xong"
    assert Submission.objects.count() == 1


def test_markup_in_an_answer_stays_text(draft: Draft, owner: Any, client: Client) -> None:
    actions.save_answer(draft, "note", "<script>alert(1)</script>", by=owner, at=AT)
    text = client.get(at(draft, "kiem-tra")).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_the_staff_form_holds_everything_on_one_page_and_keeps_what_was_typed(client: Client) -> None:
    walk.who["actor"] = clerk()
    draft = actions.start_draft(publish(SPLIT, "split"), purpose="x", by=walk.who["actor"], at=AT)
    page = Page(client.get(at(draft, "ban"))).sound()
    assert "Chỉ điền khi “Thửa đất đang thế chấp?” là “Có”." in page.text
    posted = {"version": "1", "area": "abc", "parcels-count": "2", "parcels-0-area": "x1", "parcels-1-area": "20"}
    page = Page(client.post(at(draft, "ban"), posted)).sound()
    assert page.status == 422
    named = [box for box in page.boxes() if "name" in box]  # the desk's palette has a box without one
    values = {box["name"]: box.get("value") for box in named if box.get("type") != "radio"}
    assert (values["area"], values["parcels-0-area"], values["parcels-1-area"]) == ("abc", "x1", "20")
    assert 'href="#parcels-0-area"' in page.text
    assert "Thửa 1: Diện tích phải là số mét vuông" in page.text
    rows = len([box for box in named if box["name"].endswith("-area")])
    page = Page(client.post(at(draft, "ban"), posted | {"version": "2", "more": "parcels"})).sound()
    assert len([box for box in page.boxes() if box.get("name", "").endswith("-area")]) > rows
    stale = Page(client.post(at(draft, "ban"), posted | {"version": "1", "area": "77"})).sound()
    assert stale.status == 409
    assert 'value="77"' in stale.text
    walk.who["actor"] = ANONYMOUS


def test_the_staff_form_of_a_birth_has_a_table_of_children(client: Client) -> None:
    walk.who["actor"] = clerk()
    draft = actions.start_draft(publish(), purpose="x", by=walk.who["actor"], at=AT)
    page = Page(client.get(at(draft, "ban"))).sound()
    assert page.text.count('name="children-0-') == 5
    walk.who["actor"] = ANONYMOUS


def test_a_citizen_page_is_light(draft: Draft, client: Client) -> None:
    assert len(client.get(at(draft, "cau-hoi/applicant_address")).content) < 20_000
