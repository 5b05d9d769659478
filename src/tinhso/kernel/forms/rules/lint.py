"""What a definition must have before it is published: its shape, and what people need of it."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from tinhso.base.messages import gettext_noop as _
from tinhso.kernel.forms.rules.blanks import blanks
from tinhso.kernel.forms.rules.body_schema import BODY_SCHEMA
from tinhso.kernel.forms.rules.conditions import names_in
from tinhso.kernel.forms.rules.printing import printed
from tinhso.kernel.forms.rules.problems import Problem
from tinhso.kernel.forms.rules.reaching import is_reachable
from tinhso.kernel.forms.rules.schema import question_schema, schema_of
from tinhso.kernel.forms.rules.shape import CHOOSING, Definition, Form, Question, form_of

Sources = Mapping[str, Collection[str]]


def completed(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body with its JSON Schema drawn from the questions."""
    return {**body, "schema": schema_of(body)}


def lint(body: Any, sources: Sources | None = None) -> list[str]:
    """What keeps a definition from being published, each with its place; [] when it is sound (see ``problems``)."""
    return [str(problem) for problem in problems(body, sources)]


def problems(body: Any, sources: Sources | None = None) -> list[Problem]:
    """What keeps a definition from being published, in the order of the questions; [] when it is sound.

    ``sources`` are the declared sources: code → names of the questions each always answers (None: not
    checked). A schema that is given must be the one the questions give.
    """
    if found := list(blanks(body)):
        return found
    errors = Draft202012Validator(BODY_SCHEMA).iter_errors(body)
    if shape := [_misshapen(error) for error in errors]:
        return shape
    form = form_of(body)
    found = [*_names(form), *_sections(form)]
    for question, path, before in _with_earlier(form):
        found.extend(Problem(path, *problem) for problem in _question(question, before, sources))
    found.extend(_sources_used_twice(form))
    found.extend(_asked_though_known(form, sources or {}))
    if not found:
        found.extend(Problem(path, "when", _("Không ai gặp được câu hỏi này: điều kiện của nó không bao giờ đúng."))
                     for path in _unreachable(form))  # fmt: skip
    if not found:
        found.extend(_schema(form, body))
    return found


def _misshapen(error: Any) -> Problem:
    path = "/" + "/".join(str(part) for part in error.absolute_path)
    return Problem(path, "", _("Sai khuôn dạng: %(what)s"), {"what": error.message})


def _names(form: Form) -> Iterator[Problem]:
    for name, count in Counter(question.name for question in form.questions).items():
        if count > 1:
            yield Problem(name, "name", _("Mã câu hỏi dùng %(count)s lần."), {"count": count})
    for group in form.questions:
        for name, count in Counter(item.name for item in group.items).items():
            if count > 1:
                yield Problem(f"{group.name}/{name}", "name", _("Mã câu hỏi dùng %(count)s lần."), {"count": count})


def _sections(form: Form) -> Iterator[Problem]:
    earlier: set[str] = set()
    for section in form.sections:
        if section.code in earlier:
            yield Problem(section.code, "title", _("Phần này có hai lần."))
        if unknown := sorted(set(section.after) - earlier):
            text = _("Chờ những phần không đứng trước nó: %(names)s.")
            yield Problem(section.code, "title", text, {"names": ", ".join(unknown)})
        earlier.add(section.code)


def _with_earlier(form: Form) -> Iterator[tuple[Question, str, dict[str, Question]]]:
    """Each question, its path, and those its condition may speak of: earlier ones, in an item those of the item."""
    before: dict[str, Question] = {}
    for question in form.questions:
        yield question, question.name, dict(before)
        inside: dict[str, Question] = {}
        for item in question.items:
            yield item, f"{question.name}/{item.name}", dict(inside)
            inside[item.name] = item
        before[question.name] = question


Found = Iterator[tuple[str, str] | tuple[str, str, Mapping[str, Any]]]  # part of the question, sentence, its facts


def _question(question: Question, before: Mapping[str, Question], sources: Collection[str] | None) -> Found:
    if "\n" in question.hint or len(re.findall(r"[.!?…](?=\s|$)", question.hint)) > 1:
        yield "hint", _("Gợi ý dài hơn một câu.")
    if unknown := sorted(set(names_in(question.when)) - set(before)):
        text = _("Điều kiện nói đến câu hỏi không đứng trước nó: %(names)s.")
        yield "when", text, {"names": ", ".join(unknown)}
    yield from _condition_values(question.when or {}, before)
    yield from _kind(question)
    yield from _group(question)
    yield from _errors(question)
    if sources is not None and question.source and question.source not in sources:
        yield "source", _("Không có nguồn điền sẵn nào tên là %(source)s."), {"source": question.source}
    if question.locked and not question.source:
        yield "source", _("Chỉ câu trả lời có nguồn điền sẵn mới khóa được.")


def _kind(question: Question) -> Found:
    if bool(question.options) is not (question.kind in ("choice", "choices")):
        yield "options", _("Câu hỏi chọn phải có các lựa chọn, và chỉ câu hỏi chọn mới có.")
    if len({option.value for option in question.options}) < len(question.options):
        yield "options", _("Hai lựa chọn có cùng một giá trị.")
    if (question.past or question.partial) and question.kind != "date":
        yield "kind", _("Chỉ câu hỏi ngày mới giới hạn về quá khứ hoặc cho ghi thiếu ngày.")
    allowed = _KEYWORDS_OF.get(question.kind, ())
    for keyword in sorted(set(question.keywords) - set(allowed)):
        yield "keywords", _("Giới hạn %(keyword)s không dùng cho loại câu hỏi này."), {"keyword": keyword}
    low, high = (question.keywords.get(key) for key in ("minimum", "maximum"))
    if low is not None and high is not None and low > high:
        yield "keywords", _("Giá trị nhỏ nhất lớn hơn giá trị lớn nhất.")


_KEYWORDS_OF = {
    "text": ("minLength", "maxLength", "pattern"),
    "longtext": ("minLength", "maxLength"),
    "person_name": ("maxLength",),
    "integer": ("minimum", "maximum"),
    "money": ("minimum", "maximum"),
    "area": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    "choices": ("minItems", "maxItems"),
    "file": ("minItems", "maxItems"),
    "group": ("minItems", "maxItems"),
}


def _group(question: Question) -> Found:
    if question.is_group is not bool(question.items):
        yield "items", _("Nhóm lặp phải có câu hỏi bên trong, và chỉ nhóm lặp mới có.")
    if not question.is_group:
        return
    if any(item.is_group or item.source for item in question.items):
        yield "items", _("Câu hỏi trong nhóm không là nhóm và không điền sẵn.")
    if question.items and (question.items[0].when or question.items[0].optional):
        yield "items", _("Câu hỏi đầu tiên trong nhóm luôn được hỏi và phải trả lời.")
    if question.fewest > question.most:
        yield "keywords", _("Số mục ít nhất lớn hơn số mục nhiều nhất.")
    if question.optional and question.fewest:
        yield "keywords", _("Nhóm không bắt buộc thì không đặt số mục ít nhất.")
    if "maxItems" not in question.keywords:
        yield "keywords", _("Nhóm phải nói nhận nhiều nhất bao nhiêu mục.")
    if not question.item_label:
        yield "item_label", _("Nhóm phải nói một mục gọi là gì.")


def _errors(question: Question) -> Found:
    """Every rule has a sentence: a pattern of one's own has no other than one's own."""
    if "pattern" in question.keywords:
        if "pattern" not in question.errors:
            yield "keywords", _("Mẫu chữ chưa có câu báo lỗi.")
        try:
            re.compile(question.keywords["pattern"])
        except re.error as error:
            yield "keywords", _("Không đọc được mẫu chữ: %(what)s."), {"what": str(error)}
    known = {*question_schema(question), "required", "past", "enum"}
    for keyword in sorted(set(question.errors) - known):
        yield "keywords", _("Có câu báo lỗi cho %(keyword)s nhưng không có giới hạn đó."), {"keyword": keyword}


def _condition_values(condition: Mapping[str, Any], before: Mapping[str, Question]) -> Found:
    """A comparison names a value the question can have."""
    for part in (*condition.get("all", ()), *condition.get("any", ())):
        yield from _condition_values(part, before)
    question = before.get(condition.get("question", ""))
    if question is None or question.kind not in CHOOSING:
        return
    values = [condition[key] for key in ("is", "not") if key in condition] + list(condition.get("in", ()))
    possible = [True, False] if question.kind == "yes_no" else [option.value for option in question.options]
    for value in values:
        if value not in possible or isinstance(value, bool) is not (question.kind == "yes_no"):
            text = _("Điều kiện hỏi “%(name)s” có là “%(value)s” không, mà câu đó không có lựa chọn này.")
            yield "when", text, {"name": question.label, "value": value}


def _unreachable(form: Form) -> Iterator[str]:
    questions = list(form.questions)
    yield from (one.name for one in questions if not is_reachable(one, questions))
    for group in questions:
        yield from (f"{group.name}/{one.name}" for one in group.items if not is_reachable(one, group.items))


def _sources_used_twice(form: Form) -> Iterator[Problem]:
    used = Counter(question.source for question in form.questions if question.source)
    for question in form.questions:
        if used[question.source] > 1:
            text = _("Nguồn này đã điền cho %(count)s câu hỏi: hỏi hai lần cùng một điều.")
            yield Problem(question.name, "source", text, {"count": used[question.source]})


def _asked_though_known(form: Form, sources: Sources) -> Iterator[Problem]:
    for question in form.questions:
        knowing = [code for code, names in sources.items() if question.name in names]
        if knowing and question.source not in knowing:
            text = _("Hỏi điều hệ thống đã biết: chọn nguồn điền sẵn %(source)s.")
            yield Problem(question.name, "source", text, {"source": knowing[0]})


def _schema(form: Form, body: Definition) -> Iterator[Problem]:
    schema = schema_of(form)
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        yield Problem("schema", "", _("Sai khuôn dạng: %(what)s"), {"what": error.message})
    given = body["schema"] if not isinstance(body, Form) and "schema" in body else schema
    if json.dumps(given, sort_keys=True) != json.dumps(schema, sort_keys=True):
        yield Problem("schema", "", _("Không phải lược đồ rút từ các câu hỏi; bỏ đi thì lược đồ được rút lại."))
    covered = {row.question.name for row in printed(form, _everything(form))}
    for question in form.questions:
        names = [item.name for item in question.items] or [question.name]
        if question.is_print and question.when is None and not covered.intersection(names):
            yield Problem(question.name, "print", _("Bản in không có câu này."))


def _everything(form: Form) -> dict[str, Any]:
    """One empty item in each group, so that the printed copy has a row for each of its questions."""
    return {question.name: [{}] for question in form.questions if question.is_group}
