"""What a design lacks, how it becomes a definition and back, as a file, and side by side."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict

from tinhso.kernel.cases.rules.definition import problems_of, read_body
from tinhso.kernel.documents.kinds import LIBRARY
from tinhso.kernel.documents.rules import render as printing
from tinhso.kernel.forms.kinds import sources
from tinhso.modules.citizens.one_stop.actions.ready import ready_procedures
from tinhso.modules.citizens.one_stop.rules.designing import forming
from tinhso.modules.citizens.one_stop.rules.designing.carrying import (
    ChangedFile,
    MisshapenFile,
    NewerFile,
    StrangeFile,
    packed,
    unpacked,
)
from tinhso.modules.citizens.one_stop.rules.designing.checks import Surroundings, allotted_hours, blocking, findings
from tinhso.modules.citizens.one_stop.rules.designing.comparing import differences
from tinhso.modules.citizens.one_stop.rules.designing.compiling import (
    catalogue_facts,
    content_of,
    definition_body,
    template_of,
)
from tinhso.modules.citizens.one_stop.rules.designing.examples import sample_answers
from tinhso.modules.citizens.one_stop.rules.designing.parts import BY_CODE
from tinhso.modules.citizens.one_stop.rules.designing.shape import clean, empty_content, moved, typed_rows
from tinhso.modules.citizens.one_stop.rules.results import RESULT_FACTS, Setting
from tinhso.modules.citizens.one_stop.rules.results.own import LAYOUTS, own_result
from tinhso.modules.citizens.one_stop.tests.designs import TITLE, row, written

UNITS = frozenset({"H36", "H36.6", "H36.7", "H36.20", "H36.30"})
KINDS = frozenset({code for code, *_more in LAYOUTS} | set(RESULT_FACTS))
AROUND = Surroundings(UNITS, KINDS, tuple(sources))
SETTING = Setting("H36.1-261123-0001", "ỦY BAN NHÂN DÂN XÃ MẪU", "Mẫu", "Phó Chủ tịch", "Trần Thị Mẫu")


def test_it_works() -> None:
    content = written()
    assert blocking(findings(content, AROUND)) == []
    body = read_body(definition_body(content))
    assert [str(one.amount) for one in body.variants] == ["3", "5"]
    assert [(one.unit_price, one.channels, one.pay) for one in body.charges] == [
        (50000, (1, 3), "before"),
        (25000, (2,), "after"),
    ]
    assert body.papers_for("case_1") == body.papers[:1]
    assert body.results[0].template is not None


@pytest.mark.parametrize("facts", list(ready_procedures()), ids=lambda facts: facts["code"])
def test_every_ready_procedure_can_be_opened_in_the_designer_and_comes_out_as_it_was(facts: dict[str, Any]) -> None:
    before, form = facts["definition"]["body"], facts["form"]
    general = {
        "code": facts["code"], "title": facts["definition"]["title"], "sector": "Lĩnh vực", "levels": ["commune"],
    }  # fmt: skip
    plain = {"code": facts["form_code"], **{key: form[key] for key in ("title", "legal_basis", "is_verified", "body")}}
    content = content_of(general, before, plain, [{"number": "1/2026/NQ-HĐND", "issuer": "x"}])
    assert [f"{one.part} {one.place} {one.box} {one.text}" for one in blocking(findings(content, AROUND))] == []
    after = definition_body(content)
    assert problems_of(after) == []
    for made in after["charges"]:
        del made["pay"]
    for made in after["papers"]:
        del made["digitise"]
    assert after == before | {"channels": sorted(before["channels"])}


def test_an_empty_design_is_told_everything_it_lacks_with_its_place() -> None:
    found = {(one.part, one.box) for one in blocking(findings(empty_content(), AROUND))}
    assert found >= {
        ("general", "code"), ("general", "title"), ("general", "sector"), ("general", "levels"), ("bases", ""),
        ("variants", "amount"), ("variants", "legal_basis"), ("results", ""), ("form", "title"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("part", "typed", "box", "says"),
    [
        ("variants", {"amount": "ba"}, "amount", "Phải là một số"),
        ("variants", {"amount": "2"}, "amount", "Các bước cộng lại"),
        ("charges", {"legal_basis": ""}, "legal_basis", "không được bỏ trống"),
        ("charges", {"unit_price": "-1"}, "unit_price", "số nguyên"),
        ("charges", {"variants": ["case_9"]}, "variants", "không còn nữa"),
        ("charges", {"per": "answer"}, "question", "câu hỏi về số lượng"),
        ("papers", {"variants": ["case_9"]}, "variants", "không còn nữa"),
        ("papers", {"title": ""}, "title", "không được bỏ trống"),
        ("steps", {"office": "unit:H99.9"}, "office", "Tỉnh không có đơn vị"),
        ("steps", {"kind": "sign"}, "", "Quy trình bắt đầu"),
        ("results", {"rows": "Không có dấu hai chấm"}, "rows", "Mỗi dòng viết"),
        ("results", {"opening": "{to_khai.khong_co}"}, "rows", "Không có mục điền"),
        ("results", {"document_kind": "nowhere"}, "document_kind", "Không có mẫu"),
        ("letters", {"to": "{nowhere}"}, "to", "Không có mục điền"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(part: str, typed: dict[str, Any], box: str, says: str) -> None:
    content = written()
    content[part][0] |= typed
    wrong = blocking(findings(content, AROUND))
    assert any(one.part == part and one.box == box and says in one.text for one in wrong), wrong


def test_a_closed_channel_may_have_no_charge_of_its_own() -> None:
    content = written()
    content["general"]["channels"] = ["1"]
    assert [one.box for one in blocking(findings(content, AROUND))] == ["channels", "channels"]


def test_the_form_may_not_ask_what_is_known_when_it_is_filled_in_online() -> None:
    content = written()
    del content["form"]["body"]["sections"][0]["questions"][0]["source"]
    (wrong,) = blocking(findings(content, AROUND))
    assert (wrong.part, wrong.place, wrong.box) == ("form", "applicant_name", "source")
    content["general"]["channels"], content["charges"] = ["1"], []
    assert blocking(findings(content, AROUND)) == []


@pytest.mark.parametrize(
    ("amount", "unit", "hours"),
    [
        ("10", "day", 64),
        ("1", "month", 184),
        ("3", "working_day", 24),
        ("2,5", "working_hour", 2.5),
        ("", "same_day", 8),
    ],
)
def test_a_time_holds_no_more_working_hours_than_there_can_be(amount: str, unit: str, hours: float) -> None:
    assert allotted_hours({"amount": amount, "unit": unit}) == pytest.approx(hours)


def test_the_catalogue_is_told_times_and_fees_by_channel() -> None:
    facts = catalogue_facts(written())
    assert {(line.channel, str(line.amount), line.fee) for line in facts.channels} == {
        ("online", "3", 25000), ("online", "5", 25000), ("counter", "3", 50000), ("counter", "5", 50000),
        ("postal", "3", 50000), ("postal", "5", 50000),
    }  # fmt: skip


# As a file


def test_a_file_comes_back_as_it_went() -> None:
    content = written()
    data = packed(content)
    assert unpacked(data) == content
    assert packed(unpacked(data)) == data


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (lambda file: file.update(format="khac"), StrangeFile),
        (lambda file: file.update(version=2), NewerFile),
        (lambda file: file.update(version="1"), StrangeFile),
        (lambda file: file["content"]["variants"][0].update(amount="99"), ChangedFile),
        (lambda file: file["content"].pop("letters"), MisshapenFile),
        (lambda file: file.pop("checksums"), MisshapenFile),
    ],
)
def test_a_file_that_is_strange_newer_or_changed_is_refused(spoil: Any, refusal: type[Exception]) -> None:
    file = json.loads(packed(written()))
    spoil(file)
    with pytest.raises(refusal):
        unpacked(json.dumps(file).encode())


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[]", b"null", b"{}", b"[" * 100_000, b"PK\x03\x04"])
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    with pytest.raises(StrangeFile):
        unpacked(data)


def test_a_row_with_strange_boxes_is_refused_even_with_right_checksums() -> None:
    content = written()
    content["variants"][0] |= {"amount": {"$gt": 1}}
    with pytest.raises(MisshapenFile, match="variants"):
        unpacked(packed(content))


# Side by side


def test_two_versions_are_compared_line_by_line() -> None:
    before, after = written(), written()
    after["variants"][0]["amount"] = "4"
    after["papers"] = after["papers"][:1]
    after["form"]["body"]["sections"][0]["questions"][3]["label"] = "Hoạt động gì?"
    found = differences(before, after)
    assert ("Trường hợp", "Thời hạn", "3", "4") in {(one.part, one.label, one.before, one.after) for one in found}
    assert ("Giấy tờ", "Sơ đồ phân luồng", "") in {(one.part, one.what, one.after) for one in found}
    assert ("Tờ khai", "Tên hoạt động là gì?", "Hoạt động gì?") in {(one.part, one.before, one.after) for one in found}
    assert differences(before, written()) == []


# The form


def posted(**typed: str) -> QueryDict:
    made = QueryDict(mutable=True)
    made.update(typed)
    return made


def test_questions_are_added_moved_over_the_edge_of_a_section_and_taken_out() -> None:
    body = forming.with_section(written()["form"]["body"], "Nội dung")
    body, path = forming.with_question(body, "noi_dung", "Bao nhiêu người?", "integer")
    assert path == "bao_nhieu_nguoi"
    up = forming.moved_question(body, path, -1)
    assert [one["name"] for one in up["sections"][0]["questions"]][-1] == path
    assert forming.moved_question(up, path, 1) == body
    assert "bao_nhieu_nguoi" not in forming.names_taken(forming.without(body, path))
    with pytest.raises(forming.NoSuchPlace):
        forming.without(body, "khong_co")


def test_a_group_has_questions_of_its_own() -> None:
    body, group = forming.with_question(written()["form"]["body"], "phan_1", "Người đi cùng", "group")
    body, path = forming.with_question(body, f"/{group}", "Tên là gì?", "person_name")
    assert path == "nguoi_di_cung/ten_la_gi"
    assert forming.question_at(body, path)["kind"] == "person_name"


def test_options_keep_their_value_when_their_words_change() -> None:
    before = [{"value": "nam", "label": "Nam"}, {"value": "nu", "label": "Nữ"}]
    assert [one["value"] for one in forming.typed_options("Nam giới\nNữ", before)] == ["nam", "nu"]
    assert [one["value"] for one in forming.typed_options("Nữ\nNam\nKhác", before)] == ["nu", "nam", "khac"]


def test_a_condition_is_chosen_from_what_can_be_answered_before() -> None:
    body, first = forming.with_question(written()["form"]["body"], "phan_1", "Có đóng đường không?", "yes_no")
    body, path = forming.with_question(body, "phan_1", "Đường nào?", "text")
    chosen = next(one for one, _label, how, _value in forming.comparisons_for(body, path) if how == "yes")
    question = forming.typed_question(
        forming.question_at(body, path), posted(label="Đường nào?", kind="text", **{"when-0": json.dumps(chosen)})
    )
    assert question["when"] == {"question": first, "is": True}
    joined = posted(
        label="x", kind="text", **{"when-0": json.dumps(chosen), "when-1": json.dumps(chosen), "when-joined": "any"}
    )
    assert set(forming.typed_question(question, joined)["when"]) == {"any"}
    assert "when" not in forming.typed_question(
        question, posted(label="x", kind="text", **{"when-0": '{"python": "1"}'})
    )


def test_rows_keep_what_was_typed_as_typed_and_lose_only_control_characters() -> None:
    sent = posted(**{"r0-sent": "1", "r0-title": " Ba  ngày\x00 ", "r0-amount": "ba"})
    (typed,) = typed_rows(BY_CODE["variants"], [row("variants")], sent)
    assert (typed["title"], typed["amount"]) == ("Ba ngày", "ba")
    assert clean("a\x07b\u202ec") == "abc"
    assert moved([1, 2, 3], 0, -1) == [1, 2, 3]
    assert moved([1, 2, 3], 0, 1) == [2, 1, 3]


# The result


@pytest.mark.parametrize("nonsense", ["#eval(1)", "$x$ \\ `raw` *đậm* @nhãn <a>", "{{{", "}{", "\\u{0}", "x" * 3000])
def test_a_result_prints_whatever_was_typed_as_it_was_typed(nonsense: str, tmp_path: Path) -> None:
    content = deepcopy(written())
    content["results"][0] |= {"closing": nonsense, "excerpt": nonsense[:200]}
    template, form = template_of(content["results"][0]), content["form"]["body"]
    facts = own_result(template, form, sample_answers(form), SETTING, {"office": "UBND", "applicant": "Nguyễn Thị Mẫu"})
    assert facts["rows"][0] == {"label": "Người đề nghị", "value": "Nguyễn Thị Mẫu"}
    assert facts["rows"][2]["value"] == "23/11/2026"
    assert printing.render(
        LIBRARY / "result.typ", facts, assets={"qr.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}
    ).startswith(b"%PDF")
    assert TITLE  # the procedure's name is not part of the paper
