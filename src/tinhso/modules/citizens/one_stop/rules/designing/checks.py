"""What a design still lacks, each with its place: what keeps it from being published, and what is only advice."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tinhso.base.messages import gettext_noop as _
from tinhso.kernel.cases.rules.definition import problems_of
from tinhso.kernel.forms.rules import Problem, advice, asked_again, form_of, problems
from tinhso.kernel.forms.rules.advice import Known as KnownSource
from tinhso.modules.citizens.one_stop.rules.designing.compiling import definition_body, is_own, template_of
from tinhso.modules.citizens.one_stop.rules.designing.figures import decimal, whole
from tinhso.modules.citizens.one_stop.rules.designing.parts import CHOICES, GENERAL, PARTS, Box
from tinhso.modules.citizens.one_stop.rules.designing.shape import Content
from tinhso.modules.citizens.one_stop.rules.importing import is_code
from tinhso.modules.citizens.one_stop.rules.placeholders import unknown_in
from tinhso.modules.citizens.one_stop.rules.results.own import unknown_places

HOURS_A_DAY = 8  # clock.md: a working day counts as 8 working hours
EMPTY = _("Mục này không được bỏ trống.")
NO_NUMBER = _("Phải là một số, như 12 hoặc 2,5.")
NO_WHOLE = _("Phải là một số nguyên, như 3 hoặc 120.000.")


@dataclass(frozen=True)
class Finding:
    """``part`` is a part of the design, ``place`` the row (or the path of a question), ``box`` the box at fault."""

    part: str
    box: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""
    is_advice: bool = False


@dataclass(frozen=True)
class Surroundings:
    """What a design rests on and cannot know: units by code, kinds of documents, sources, other users of its form."""

    unit_codes: Collection[str]
    document_kinds: Collection[str]
    sources: Sequence[Any]  # forms.kinds.Source
    form_sharers: Sequence[str] = ()


def findings(content: Content, around: Surroundings) -> list[Finding]:
    """Everything there is to say, in the order of the pages; empty when it can be published without a word."""
    found = [
        *_general(content, around),
        *(one for part in PARTS for one in _boxes(part.code, part.boxes, content)),
        *_variants(content),
        *_papers(content),
        *_charges(content),
        *_steps(content, around),
        *_results(content, around),
        *_letters(content),
        *_form(content, around),
    ]
    if not any(not one.is_advice for one in found):
        found += [Finding("general", "", "%(what)s", {"what": what}) for what in problems_of(definition_body(content))]
    order = {
        code: place
        for place, code in enumerate(("general", *(part.code for part in PARTS[:-2]), "form", "results", "letters"))
    }
    return sorted(found, key=lambda one: order[one.part])


def blocking(found: Sequence[Finding]) -> list[Finding]:
    return [one for one in found if not one.is_advice]


def _general(content: Content, around: Surroundings) -> Iterator[Finding]:
    general = content["general"]
    for box in GENERAL:
        if box.is_needed and not general[box.name]:
            yield Finding("general", box.name, EMPTY)
    if general["code"] and not is_code(general["code"]):
        yield Finding("general", "code", _("Mã thủ tục viết như 1.001193, mã của tỉnh thêm .H36 ở cuối."))
    if general["competent"] and not _is_office(general["competent"], ("commune",), around):
        yield Finding(
            "general", "competent", _("Tỉnh không có đơn vị mang mã %(code)s."), {"code": general["competent"]}
        )
    if not content["bases"]:
        yield Finding("bases", "", _("Chưa có căn cứ pháp lý nào."))
    if not general["is_verified"]:
        text = _("Chưa đối chiếu với văn bản gốc: trang thủ tục sẽ mang dấu “mẫu”.")
        yield Finding("general", "is_verified", text, is_advice=True)


def _boxes(part: str, boxes: Sequence[Box], content: Content) -> Iterator[Finding]:
    """Empty boxes that are needed, and numbers that are none."""
    for row in content[part]:
        for box in boxes:
            value = row[box.name]
            if box.is_needed and not value:
                yield Finding(part, box.name, EMPTY, place=row["code"])
            elif box.kind == "whole" and value and whole(value) is None:
                yield Finding(part, box.name, NO_WHOLE, place=row["code"])
            elif box.kind == "number" and value and decimal(value) is None:
                yield Finding(part, box.name, NO_NUMBER, place=row["code"])
            elif box.kind == "choice" and value and box.choices in CHOICES and value not in dict(CHOICES[box.choices]):
                yield Finding(part, box.name, _("Không có lựa chọn này."), place=row["code"])


def _variants(content: Content) -> Iterator[Finding]:
    if not content["variants"]:
        yield Finding("variants", "", _("Cần ít nhất một trường hợp."))
    total = sum((decimal(row["hours"]) or Decimal(0) for row in content["steps"]), Decimal(0))
    for row in content["variants"]:
        if row["unit"] != "same_day" and not row["amount"]:
            yield Finding("variants", "amount", EMPTY, place=row["code"])
        allotted = allotted_hours(row)
        if allotted is not None and total > allotted:
            text = _("Các bước cộng lại %(total)s giờ, quá thời hạn của trường hợp này (%(most)s giờ làm việc).")
            facts = {"total": _figure(total), "most": _figure(allotted)}
            yield Finding("variants", "amount", text, facts, place=row["code"])
    if content["papers"]:
        for row in content["variants"]:
            if not any(not paper["variants"] or row["code"] in paper["variants"] for paper in content["papers"]):
                text = _("Trường hợp này không đòi giấy tờ nào.")
                yield Finding("variants", "title", text, place=row["code"], is_advice=True)


def allotted_hours(row: Mapping[str, Any]) -> Decimal | None:
    """The working hours a time can hold at most; None while it cannot be read. Of ten days eight are worked at most."""
    if row["unit"] == "same_day":
        return Decimal(HOURS_A_DAY)
    amount = decimal(row["amount"])
    if amount is None:
        return None
    if row["unit"] == "working_hour":
        return amount
    if row["unit"] == "working_day":
        return amount * HOURS_A_DAY
    days = int(amount * 31 if row["unit"] == "month" else amount)
    return Decimal((days // 7 * 5 + min(days % 7, 5)) * HOURS_A_DAY)


def _figure(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")


def _papers(content: Content) -> Iterator[Finding]:
    yield from _narrowed("papers", content)
    for row in content["papers"]:
        if row["is_required"] and whole(row["originals"] or "1") == 0 and whole(row["copies"] or "0") == 0:
            yield Finding("papers", "originals", _("Giấy bắt buộc mà không đòi bản nào."), place=row["code"])
    if not content["papers"]:
        yield Finding("papers", "", _("Thủ tục không đòi giấy tờ nào?"), is_advice=True)


def _narrowed(part: str, content: Content) -> Iterator[Finding]:
    """Rows kept for cases that are not there."""
    known = {row["code"] for row in content["variants"]}
    for row in content[part]:
        if set(row["variants"]) - known:
            yield Finding(part, "variants", _("Chỉ cho một trường hợp không còn nữa."), place=row["code"])


def _charges(content: Content) -> Iterator[Finding]:
    yield from _narrowed("charges", content)
    counted = {one.name for one in _questions(content) if one.kind == "integer"}
    for row in content["charges"]:
        if closed := set(row["channels"]) - set(content["general"]["channels"]):
            text = _("Thủ tục không nhận hồ sơ %(channel)s.")
            names = ", ".join(dict(CHOICES["channel"]).get(one, one) for one in sorted(closed))
            yield Finding("charges", "channels", text, {"channel": names}, place=row["code"])
        if row["per"] == "answer" and row["question"] not in counted:
            text = _("Chọn câu hỏi về số lượng (loại số nguyên) của tờ khai.")
            yield Finding("charges", "question", text, place=row["code"])
    if not content["charges"]:
        text = _("Không thu khoản nào: trang thủ tục sẽ ghi miễn phí.")
        yield Finding("charges", "", text, is_advice=True)


def _steps(content: Content, around: Surroundings) -> Iterator[Finding]:
    kinds = [row["kind"] for row in content["steps"]]
    if len(kinds) < 3 or kinds[0] != "receive" or kinds[-2:] != ["issue", "return"]:
        yield Finding("steps", "", _("Quy trình bắt đầu bằng tiếp nhận, kết thúc bằng phát hành rồi trả kết quả."))
    elif "sign" not in kinds or "process" not in kinds:
        yield Finding("steps", "", _("Quy trình cần một bước giải quyết và một bước ký."))
    results = {row["code"] for row in content["results"]}
    for row in content["steps"]:
        for office in (row["office"], *row["opinions"]):
            if office and not _is_office(office, ("receipt", "competent"), around):
                box = "office" if office == row["office"] else "opinions"
                text = _("Tỉnh không có đơn vị mang mã %(code)s.")
                yield Finding("steps", box, text, {"code": office}, place=row["code"])
        if row["result"] and row["result"] not in results:
            yield Finding("steps", "result", _("Kết quả này không còn nữa."), place=row["code"])
    unused = [row for row in content["results"][1:] if row["code"] not in {step["result"] for step in content["steps"]}]
    for row in unused:
        yield Finding("results", "title", _("Không bước nào làm ra kết quả này."), place=row["code"])


def _is_office(code: str, plain: Sequence[str], around: Surroundings) -> bool:
    kind, _colon, unit = code.partition(":")
    return code in plain or (kind == "unit" and unit in around.unit_codes) or (kind == "commune" and bool(unit))


def _results(content: Content, around: Surroundings) -> Iterator[Finding]:
    if not content["results"]:
        yield Finding("results", "", _("Chưa có kết quả nào."))
    kinds = [row["document_kind"] for row in content["results"]]
    for row in content["results"]:
        if row["document_kind"] and row["document_kind"] not in around.document_kinds:
            yield Finding("results", "document_kind", _("Không có mẫu văn bản này."), place=row["code"])
        if kinds.count(row["document_kind"]) > 1:
            text = _("Hai kết quả cùng một mẫu văn bản: chọn mẫu khác cho một trong hai.")
            yield Finding("results", "document_kind", text, place=row["code"])
        if is_own(row):
            yield from _own(row, content)


def _own(row: Mapping[str, Any], content: Content) -> Iterator[Finding]:
    template = template_of(row)
    if unknown := unknown_places(template, _form_body(content)):
        text = _("Không có mục điền nào tên là %(names)s.")
        names = ", ".join(f"{{{name}}}" for name in unknown)
        yield Finding("results", "rows", text, {"names": names}, place=row["code"])
    if any(not one["label"] or not one["value"] for one in template["rows"]):
        yield Finding("results", "rows", _("Mỗi dòng viết: tên mục: nội dung."), place=row["code"])
    if not (template["rows"] or template["opening"] or template["closing"]):
        yield Finding("results", "opening", _("Mẫu văn bản chưa có lời nào."), place=row["code"])
    groups = {one.name for one in _questions(content) if one.is_group}
    if set(template["tables"]) - groups:
        yield Finding("results", "tables", _("Nhóm câu hỏi này không còn nữa."), place=row["code"])


def _letters(content: Content) -> Iterator[Finding]:
    for row in content["letters"]:
        for name in ("excerpt", "to", "body"):
            if unknown := unknown_in(row[name]):
                names = ", ".join(f"{{{one}}}" for one in unknown)
                text = _("Không có mục điền nào tên là %(names)s.")
                yield Finding("letters", name, text, {"names": names}, place=row["code"])


def _form_body(content: Content) -> Mapping[str, Any]:
    body: Mapping[str, Any] = content["form"]["body"]
    return body


def _questions(content: Content) -> list[Any]:
    return list(form_of(_form_body(content)).questions)


def _form(content: Content, around: Surroundings) -> Iterator[Finding]:
    if not content["form"]["title"]:
        yield Finding("form", "title", EMPTY)
    for problem in form_problems(content, around):
        yield Finding("form", problem.part, problem.text, problem.facts, problem.place, problem.is_advice)
    if around.form_sharers:
        text = _("Tờ khai này dùng chung với thủ tục %(codes)s: sửa ở đây là sửa cả ở đó.")
        yield Finding("form", "title", text, {"codes": ", ".join(around.form_sharers)}, is_advice=True)


def form_problems(content: Content, around: Surroundings) -> list[Problem]:
    """What the lint says of the form; what it asks again although it is known counts where it is filled in online."""
    body = _form_body(content)
    known: list[KnownSource] = list(around.sources)
    found = problems(body, {one.code: one.names for one in around.sources})
    if found:
        return found
    again = asked_again(body, known)
    if "2" not in content["general"]["channels"]:
        again = [Problem(one.place, one.part, one.text, one.facts, is_advice=True) for one in again]
    return [*again, *advice(body)]
