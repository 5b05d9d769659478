"""The pure rules: the check, what people type, the way through, the copy, the lint."""

import copy
import json
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tinhso.kernel.forms import rules
from tinhso.kernel.forms.rules.shape import Question
from tinhso.kernel.forms.tests.examples import BIRTH, GOOD_BIRTH, GOOD_SPLIT, SPLIT, TODAY

KNOWN: dict[str, tuple[str, ...]] = {"test.full_name": ("applicant_name",)}
EXAMPLES = [(BIRTH, GOOD_BIRTH), (SPLIT, GOOD_SPLIT)]


def question(kind: str, **more: Any) -> Question:
    return Question(name="q", kind=kind, label="Câu hỏi", **more)


@pytest.mark.parametrize(("body", "answers"), EXAMPLES)
def test_it_works(body: dict[str, Any], answers: dict[str, Any]) -> None:
    assert rules.lint(body, KNOWN) == []
    assert rules.check(body, answers, on=TODAY) == {}


def test_all_errors_come_at_once_and_in_the_order_of_the_questions() -> None:
    answers = {
        "applicant_number": "06809000123",
        "applicant_address": {"province": "Lâm Đồng"},
        "relation": "uncle",
        "children": [{"name": "Nguyễn 2", "born_on": "2026-12-01", "sex": "male", "born_in_hospital": True}],
        "copies": 21,
        "colour": "đỏ",
    }
    errors = rules.check(BIRTH, answers, on=TODAY)
    assert list(errors) == [
        "/applicant_name",
        "/applicant_number",
        "/applicant_address/commune",
        "/relation",
        "/children/0/name",
        "/children/0/born_on",
        "/children/0/hospital",
        "/mother_name",
        "/mother_born_on",
        "/father_known",
        "/copies",
        "/colour",
    ]
    assert errors["/applicant_number"] == "Số căn cước phải có 12 chữ số. Bạn mới nhập 11 số."
    assert errors["/children/0/born_on"].code == "past"
    assert "20" in errors["/copies"]


def test_an_answer_to_a_question_not_asked_is_dropped() -> None:
    answers = GOOD_BIRTH | {"relation_other": "Bác", "father_known": False}
    assert rules.check(BIRTH, answers, on=TODAY) == {}
    counted = rules.effective(BIRTH, answers)
    assert "relation_other" not in counted
    assert "father_name" not in counted


def test_a_question_behind_a_hidden_question_is_hidden_too() -> None:
    answers = GOOD_SPLIT | {"mortgaged": False, "bank": "Ngân hàng", "loan": 5}
    assert rules.effective(SPLIT, answers) == GOOD_SPLIT


def test_ten_thousand_items_are_refused_with_one_sentence_and_at_once() -> None:
    answers = GOOD_SPLIT | {"parcels": [{"area": "x"}] * 10_000}
    errors = rules.check(SPLIT, answers, on=TODAY)
    assert errors["/parcels"].code == "maxItems"
    assert "50" in errors["/parcels"]
    assert len(errors) <= 1 + 2 * 50


@pytest.mark.parametrize(
    ("kind", "more", "raw", "value"),
    [
        ("personal_number", {}, " 068 090 001 234 ", "068090001234"),
        ("phone", {}, "+84 912.345.678", "0912345678"),
        ("integer", {}, "1.234", 1234),
        ("money", {}, "120,000 đồng", 120000),
        ("area", {}, "1.250,5 m2", 1250.5),
        ("area", {}, "1.250", 1250),
        ("area", {}, "1250.5", 1250.5),
        ("area", {}, "0,75", 0.75),
        ("date", {}, {"day": "1", "month": "2", "year": "2024"}, "2024-02-01"),
        ("date", {}, "29/2/2024", "2024-02-29"),
        ("date", {}, "01022024", "2024-02-01"),
        ("date", {"partial": True}, {"day": "", "month": "", "year": "1950"}, "1950"),
        ("date", {"partial": True}, "3/1950", "1950-03"),
        ("text", {}, "  To\u0302i   ", "Tôi"),
        ("longtext", {}, "a \r\n\r\nb  ", "a\n\nb"),
        ("yes_no", {}, "yes", True),
        ("yes_no", {}, "Không", False),
        ("email", {}, "An@Example.com", "An@Example.com"),
    ],
)
def test_what_people_type_is_understood(kind: str, more: dict[str, Any], raw: Any, value: Any) -> None:
    reading = rules.read(question(kind, **more), raw)
    assert reading.errors == {}
    assert reading.value == value
    assert type(reading.value) is type(value)


@pytest.mark.parametrize(
    ("kind", "raw", "says"),
    [
        ("personal_number", "06809000123", "Bạn mới nhập 11 số"),
        ("personal_number", "0680900012345", "Bạn đã nhập 13 số"),
        ("personal_number", "O68090001234", "chỉ gồm 12 chữ số"),
        ("phone", "12345", "10 hoặc 11 chữ số"),
        ("integer", "mười", "số nguyên"),
        ("integer", "1,5", "số nguyên"),
        ("money", "9" * 17, "số nguyên đồng"),
        ("area", "1,234", "hai chữ số"),
        ("area", "0", "lớn hơn 0"),
        ("date", "31/02/2024", "Không có ngày 31/02/2024"),
        ("date", {"day": "1", "month": "", "year": "2024"}, "Thiếu tháng"),
        ("date", "1/2/24", "bốn chữ số"),
        ("date", "hôm qua", "27/11/2026"),
        ("person_name", "Nguyễn <b>An</b>", "chữ cái"),
        ("text", "a\u0000b", "không in được"),
        ("text", "a" * 201, "200 ký tự"),
        ("longtext", "a" * 20_001, "20.000 ký tự"),
        ("yes_no", "có lẽ", "“Có” hoặc “Không”"),
        ("email", "an@", "thư điện tử"),
        ("integer", ["1"], "số nguyên"),
        ("date", ["1"], "27/11/2026"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_way_out(kind: str, raw: Any, says: str) -> None:
    reading = rules.read(question(kind), raw)
    assert reading.value is None
    assert says in " ".join(reading.errors.values())


def test_boxes_of_a_page_become_raw_text() -> None:
    posted = QueryDict(
        "children-0-born_on-day=1&children-0-born_on-month=2&children-0-born_on-year=2026&wishes=a&wishes=b"
    )
    form = rules.form_of(BIRTH)
    born = form.question("children").item("born_on")  # type: ignore[union-attr]
    assert rules.typed(born, posted, "/children/0/born_on") == {"day": "1", "month": "2", "year": "2026"}  # type: ignore[arg-type]
    assert rules.typed(form.question("wishes"), posted) == ["a", "b"]  # type: ignore[arg-type]
    assert rules.typed(form.question("copies"), posted) == ""  # type: ignore[arg-type]


def test_the_staff_table_gives_a_list_and_leaves_out_empty_and_removed_rows() -> None:
    posted = QueryDict(
        "parcels-count=4&parcels-0-area=100&parcels-1-area=&parcels-2-area=200&parcels-2-remove=1&parcels-3-area=50"
    )
    group = rules.form_of(SPLIT).question("parcels")
    assert [row["area"] for row in rules.typed(group, posted)] == ["100", "50"]  # type: ignore[arg-type]


def test_the_way_through_asks_every_item_on_pages_of_its_own() -> None:
    answers: dict[str, Any] = {"children": [{"name": "An", "born_in_hospital": True}]}
    pages, page = [], rules.next_question(BIRTH, answers, within="children")
    while page:
        pages.append(page)
        page = rules.next_question(BIRTH, answers, page, within="children")
    inner = ["name", "born_on", "sex", "born_in_hospital", "hospital"]
    assert pages == [*(f"/children/0/{name}" for name in inner), "/children"]
    assert rules.first_of_new_item(BIRTH, answers, "children") == "/children/1/name"
    assert rules.first_of_new_item(BIRTH, {"children": [{}] * 6}, "children") is None


def test_a_needed_group_without_items_starts_with_its_first_item() -> None:
    assert rules.next_question(SPLIT, {}, within="parcels") == "/parcels/0/area"


def test_after_a_page_no_longer_asked_comes_what_stands_behind_it() -> None:
    assert rules.next_question(BIRTH, {"relation": "father"}, "/relation_other") == "/children/0/name"


def test_the_task_list_tells_what_is_done_open_and_not_yet_possible() -> None:
    states = rules.sections_state(BIRTH, {"applicant_name": "An"})
    assert [state.title for state in states] == ["Chưa xong", "Chưa xong", "Chưa xong", "Chưa làm được"]
    assert states[0].first == "/applicant_number"
    done = rules.sections_state(BIRTH, GOOD_BIRTH)
    assert {state.title for state in done} == {"Hoàn thành"}


def test_a_section_with_unreadable_text_is_open() -> None:
    states = rules.sections_state(BIRTH, GOOD_BIRTH, wrong=["/copies"])
    assert [state.title for state in states][-1] == "Chưa xong"


def test_unreadable_text_is_told_in_its_place_among_the_errors() -> None:
    typed = rules.as_typed
    raw = {
        name: typed(rules.question_at(BIRTH, name), value) for name, value in GOOD_BIRTH.items() if name != "children"
    }  # type: ignore[arg-type]
    raw["children"] = [{"name": "An 2", "born_on": "20/11/2026", "sex": "male", "born_in_hospital": "no"}]
    reading = rules.read_form(BIRTH, raw | {"applicant_number": "1", "copies": "x"}, on=TODAY)
    assert list(reading.errors) == ["/applicant_number", "/children/0/name", "/copies"]


def test_the_printed_copy_speaks_vietnamese() -> None:
    rows = {row.pointer: row for row in rules.printed(BIRTH, GOOD_BIRTH | {"applicant_phone": "0912345678"})}
    assert rows["/applicant_address"].value == "Số 12, đường Lê Lợi, Xã Đức Trọng, Lâm Đồng"
    assert rows["/children/0/born_on"].value == "20/11/2026"
    assert rows["/children/1/name"].heading() == "Trẻ 2"
    assert rows["/applicant_phone"].value == "0912 345 678"
    assert rows["/relation"].value == "Cha"
    assert rows["/mother_born_on"].value == "1995"
    assert rows["/applicant_email"].value == ""
    assert {row.pointer for row in rules.printed(SPLIT, GOOD_SPLIT)} >= {"/area", "/parcels/1/how"}
    assert "/drawing" not in {row.pointer for row in rules.printed(SPLIT, GOOD_SPLIT)}


def _spoiled(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    body = copy.deepcopy(body)
    here: Any = body
    *way, last = path.split("/")
    for part in way:
        here = here[int(part) if part.isdecimal() else part]
    if value is None:
        del here[last]
    else:
        here[last] = value
    return body


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("sections/0/questions/0/label", None, "Câu hỏi chưa có lời"),
        ("sections/0/questions/1/hint", "Một câu. Hai câu.", "dài hơn một câu"),
        ("sections/0/questions/6/when", {"question": "copies", "is": 1}, "không đứng trước nó"),
        ("sections/0/questions/6/when", {"question": "relation", "is": "uncle"}, "không có lựa chọn này"),
        ("sections/0/questions/6/when", {"python": "1"}, "not valid under any"),
        ("sections/0/questions/0/source", "nowhere", "Không có nguồn điền sẵn"),
        ("sections/0/questions/0/source", None, "đã biết: chọn nguồn điền sẵn test.full_name"),
        ("sections/0/questions/1/source", "test.full_name", "hỏi hai lần"),
        ("sections/0/questions/1/keywords", {"pattern": "x"}, "không dùng cho loại câu hỏi này"),
        ("sections/0/questions/6/keywords", {"pattern": "x"}, "chưa có câu báo lỗi"),
        ("sections/0/questions/6/errors", {"maximum": "Lớn quá."}, "không có giới hạn đó"),
        ("sections/0/questions/6/name", "relation", "dùng 2 lần"),
        ("sections/0/questions/5/options", None, "ít nhất hai lựa chọn"),
        ("sections/1/questions/0/keywords", {"minItems": 1}, "nhiều nhất bao nhiêu mục"),
        ("sections/3/after", ["nowhere"], "Chờ những phần"),
        ("sections/0/questions/5/options/0/label", " ", "lựa chọn chưa có chữ"),
        ("sections/1/questions", [], "chưa có câu hỏi nào"),
        ("sections", [], "chưa có phần nào"),
        ("schema", {"type": "object"}, "Không phải lược đồ"),
    ],
)
def test_the_lint_names_what_is_missing(path: str, value: Any, says: str) -> None:
    problems = rules.lint(_spoiled(BIRTH, path, value), KNOWN)
    assert any(says in problem for problem in problems), problems


def test_a_question_that_nobody_can_come_to_is_found() -> None:
    yes_no = {"kind": "yes_no", "label": "Có không?"}
    questions: list[dict[str, Any]] = [
        yes_no | {"name": "a"},
        yes_no | {"name": "b", "label": "Nữa không?", "when": {"question": "a", "is": True}},
        {
            "name": "c",
            "kind": "text",
            "label": "Gì?",
            "when": {"all": [{"question": "a", "is": False}, {"question": "b", "is": True}]},
        },
    ]
    body = {"sections": [{"code": "x", "title": "Phần", "questions": questions}]}
    (problem,) = rules.problems(body)
    assert (problem.place, problem.part) == ("c", "when")
    questions[2]["when"] = {"any": questions[2]["when"]["all"]}
    assert rules.problems(body) == []


def test_advice_keeps_nothing_from_being_published() -> None:
    questions = [
        {"name": "a", "kind": "text", "label": "TÊN LÀ GÌ"},
        {"name": "b", "kind": "phone", "label": "Số điện thoại?", "hint": "số điện thoại"},
    ]
    found = rules.advice({"sections": [{"code": "x", "title": "Phần", "questions": questions}]})
    assert [(one.place, one.part) for one in found] == [("a", "label"), ("b", "hint"), ("b", "source")]
    assert all(one.is_advice for one in found)


# --- properties -----------------------------------------------------------------------------------

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**16),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["2026-11-20", "2026-02-30", "068090001234", "male", "father", "1950", "Nguyễn An", "0912345678"]),
    st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(st.sampled_from(["province", "commune", "detail", "x"]), st.text(max_size=5), max_size=4),
)


MORE = ["bank", "loan", "relation_other", "note", "wishes", "x", "applicant_phone", "applicant_email"]
GONE = object()


@st.composite
def _near(draw: st.DrawFn, good: dict[str, Any]) -> dict[str, Any]:
    """Good answers with a few of them spoiled, missing or added, at the top and inside items."""
    answers = copy.deepcopy(good)
    for _ in range(draw(st.integers(0, 3))):
        groups = [items for name in ("children", "parcels") if isinstance(items := answers.get(name), list) and items]
        inside = draw(st.sampled_from([answers, *(item for items in groups for item in items)]))
        name = draw(st.sampled_from([*inside, *MORE] if isinstance(inside, dict) else MORE))
        value = draw(st.one_of(JUNK, st.booleans(), st.just(GONE)))
        if not isinstance(inside, dict):
            continue
        if value is GONE:
            inside.pop(name, None)
        else:
            inside[name] = value
    return answers


def _mended(body: dict[str, Any], answers: dict[str, Any], good: dict[str, Any]) -> dict[str, Any]:
    """The same with good answers (or none) where the check finds fault."""
    wrong = {pointer.split("/")[1] for pointer in rules.check(body, answers, on=TODAY)}
    kept = {name: value for name, value in answers.items() if name not in wrong}
    more = good | {"bank": "Ngân hàng", "relation_other": "Bác"}
    return kept | {name: more[name] for name in wrong if name in more}


QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(("body", "good"), EXAMPLES)
def test_the_verdict_is_that_of_the_schema_and_our_own_rules(body: dict[str, Any], good: dict[str, Any]) -> None:
    validator = Draft202012Validator(rules.schema_of(body), format_checker=Draft202012Validator.FORMAT_CHECKER)

    @QUICK
    @given(_near(good))
    def same(answers: dict[str, Any]) -> None:
        errors = rules.check(body, answers, on=TODAY)
        counted = rules.effective(body, answers)
        ours = {message.code for message in errors.values()} & {"past", "decimals"}
        assert (errors == {}) == (validator.is_valid(counted) and not ours)
        assert all(isinstance(message, str) and message.strip().endswith((".", "?")) for message in errors.values())
        assert rules.effective(body, counted) == counted

    same()


@pytest.mark.parametrize(("body", "good"), EXAMPLES)
def test_the_copy_covers_every_question_asked_and_the_walk_meets_every_page(
    body: dict[str, Any], good: dict[str, Any]
) -> None:
    met = 0

    @QUICK
    @given(_near(good))
    def covered(answers: dict[str, Any]) -> None:
        nonlocal met
        answers = _mended(body, answers, good)
        if rules.check(body, answers, on=TODAY):
            return
        met += 1
        counted = rules.effective(body, answers)
        rows = {row.pointer for row in rules.printed(body, answers, drafts=True)}
        pages, page = set(), rules.next_question(body, counted)
        while page:
            assert page not in pages
            pages.add(page)
            page = rules.next_question(body, counted, page)
        assert rows == {page for page in pages if page.strip("/") not in ("children", "parcels")}
        assert {state.title for state in rules.sections_state(body, counted)} == {"Hoàn thành"}

    covered()
    assert met > 20


@pytest.mark.parametrize(("body", "good"), EXAMPLES)
def test_what_was_read_is_shown_again_and_read_the_same(body: dict[str, Any], good: dict[str, Any]) -> None:
    for row in rules.printed(body, good, drafts=True):
        value = rules.value_at(good, row.pointer)
        again = rules.read(row.question, rules.as_typed(row.question, value), on=TODAY)
        assert again.errors == {}
        assert again.value == value


@QUICK
@given(JUNK, st.sampled_from(rules.shape.KINDS[:-1]))
def test_reading_never_breaks_whatever_is_typed(raw: Any, kind: str) -> None:
    options = (rules.Option("male", "Nam"), rules.Option("father", "Cha")) if kind in ("choice", "choices") else ()
    reading = rules.read(question(kind, options=options), raw, on=date(2026, 11, 23))
    assert reading.value is None or not reading.errors
    json.dumps(reading.value)
