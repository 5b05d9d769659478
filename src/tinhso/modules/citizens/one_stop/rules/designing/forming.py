"""Editing the form of a design: sections and questions by their paths (``child_name``, ``children/name``)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from tinhso.base.messages import NotFound
from tinhso.base.messages import gettext_noop as _
from tinhso.modules.citizens.one_stop.rules.designing.figures import as_data, as_typed, decimal
from tinhso.modules.citizens.one_stop.rules.designing.shape import Posted, clean, code_of, lines_of

Body = dict[str, Any]
Question = dict[str, Any]
KINDS = (
    ("text", _("một dòng chữ")),
    ("longtext", _("nhiều dòng chữ")),
    ("person_name", _("họ và tên")),
    ("date", _("ngày")),
    ("personal_number", _("số định danh cá nhân")),
    ("phone", _("số điện thoại")),
    ("email", _("thư điện tử")),
    ("choice", _("chọn một")),
    ("choices", _("chọn nhiều")),
    ("yes_no", _("có hoặc không")),
    ("integer", _("số nguyên")),
    ("money", _("số tiền")),
    ("area", _("diện tích")),
    ("address", _("địa chỉ")),
    ("file", _("tệp")),
    ("group", _("nhóm lặp lại")),
)
LIMITS = {"integer": ("minimum", "maximum"), "money": ("minimum", "maximum"), "area": ("minimum", "maximum"),
          "text": ("maxLength",), "longtext": ("maxLength",), "choices": ("maxItems",),
          "file": ("maxItems",), "group": ("minItems", "maxItems")}  # fmt: skip
LIMIT_WORDS = {
    "minimum": _("Nhỏ nhất"),
    "maximum": _("Lớn nhất"),
    "maxLength": _("Nhiều nhất bao nhiêu ký tự"),
    "minItems": _("Ít nhất bao nhiêu mục"),
    "maxItems": _("Nhiều nhất bao nhiêu mục"),
}
MOST_CONDITIONS = 3


class NoSuchPlace(NotFound):
    code = "no-such-question"
    title = _("Tờ khai không còn câu hỏi này")
    mend = _("Mở lại danh sách câu hỏi; có thể người khác vừa bỏ.")


def _lists(body: Body) -> Iterator[tuple[str, list[Question]]]:
    """Every list of questions with the path before their names."""
    for section in body["sections"]:
        yield "", section["questions"]
        for question in section["questions"]:
            if question["kind"] == "group":
                yield f"{question['name']}/", question.setdefault("items", [])


def _place(body: Body, path: str) -> tuple[list[Question], int]:
    """The list a question stands in, and where. Raises NoSuchPlace."""
    for before, questions in _lists(body):
        for at, question in enumerate(questions):
            if f"{before}{question['name']}" == path:
                return questions, at
    raise NoSuchPlace()


def question_at(body: Body, path: str) -> Question:
    """Raises NoSuchPlace."""
    questions, at = _place(body, path)
    return questions[at]


def section_at(body: Body, code: str) -> dict[str, Any]:
    """Raises NoSuchPlace."""
    for section in body["sections"]:
        if section["code"] == code:
            found: dict[str, Any] = section
            return found
    raise NoSuchPlace()


def names_taken(body: Body) -> list[str]:
    return [question["name"] for _before, questions in _lists(body) for question in questions]


def with_question(body: Body, where: str, label: str, kind: str) -> tuple[Body, str]:
    """The form with a question more at the end of a section (its code) or of a group (``/name``); and its path."""
    made = deepcopy(body)
    name = code_of(label, names_taken(made))
    question: Question = {"name": name, "kind": kind, "label": label}
    if kind == "group":
        question |= {"items": [], "item_label": label, "keywords": {"maxItems": 10}}
    if where.startswith("/"):
        question_at(made, where[1:]).setdefault("items", []).append(question)
        return made, f"{where[1:]}/{name}"
    section_at(made, where)["questions"].append(question)
    return made, name


def with_section(body: Body, title: str) -> Body:
    made = deepcopy(body)
    code = code_of(title, [section["code"] for section in made["sections"]], "phan")
    made["sections"].append({"code": code, "title": title, "questions": []})
    return made


def without(body: Body, path: str) -> Body:
    """The form without a question, and without what hung on it: conditions that spoke of it are left to the lint."""
    made = deepcopy(body)
    questions, at = _place(made, path)
    del questions[at]
    return made


def without_section(body: Body, code: str) -> Body:
    made = deepcopy(body)
    section_at(made, code)
    made["sections"] = [section for section in made["sections"] if section["code"] != code]
    return made


def moved_question(body: Body, path: str, by: int) -> Body:
    """One place up (-1) or down (1); from the edge of a section into the neighbouring one."""
    made = deepcopy(body)
    questions, at = _place(made, path)
    if 0 <= at + by < len(questions):
        questions[at], questions[at + by] = questions[at + by], questions[at]
        return made
    neighbours = [section["questions"] for section in made["sections"]]
    here = next((place for place, one in enumerate(neighbours) if one is questions), None)
    if here is not None and 0 <= here + by < len(neighbours):
        neighbours[here + by].insert(0 if by > 0 else len(neighbours[here + by]), questions.pop(at))
    return made


def moved_section(body: Body, code: str, by: int) -> Body:
    made = deepcopy(body)
    sections = made["sections"]
    at = sections.index(section_at(made, code))
    if 0 <= at + by < len(sections):
        sections[at], sections[at + by] = sections[at + by], sections[at]
    return made


def written(body: Body, path: str, posted: Posted) -> Body:
    """The form with one question as it was typed."""
    made = deepcopy(body)
    questions, at = _place(made, path)
    questions[at] = typed_question(questions[at], posted)
    return made


def typed_question(question: Question, posted: Posted) -> Question:
    """The question with what its page sent; what the page does not show stays."""
    kind = str(posted.get("kind", question["kind"]))
    kind = kind if kind in dict(KINDS) else question["kind"]
    made: Question = {**question, "kind": kind, "label": _line(posted, "label")}
    _put(made, "hint", _line(posted, "hint"))
    _put(made, "optional", posted.get("optional", "") == "1")
    _put(made, "source", _line(posted, "source"))
    _put(made, "locked", posted.get("locked", "") == "1" and bool(made.get("source")))
    made = _of_kind(made, kind, posted)
    when = typed_condition(posted, question.get("when"))
    _put(made, "when", when)
    english = {name: text for name in ("label", "hint") if (text := _line(posted, f"{name}-en"))}
    kept = {
        key: value
        for key, value in question.get("translations", {}).get("en", {}).items()
        if key not in ("label", "hint")
    }
    translations = {key: value for key, value in question.get("translations", {}).items() if key != "en"}
    _put(made, "translations", translations | ({"en": kept | english} if kept or english else {}))
    return made


def _of_kind(made: Question, kind: str, posted: Posted) -> Question:
    """What belongs to this kind as typed; what belongs to another goes."""
    keywords = {
        key: value
        for key, value in made.get("keywords", {}).items()
        if key in (*LIMITS.get(kind, ()), "pattern", "minLength", "exclusiveMinimum", "exclusiveMaximum")
    }
    for limit in LIMITS.get(kind, ()):
        number = decimal(_line(posted, limit))
        keywords.pop(limit, None)
        if number is not None:
            keywords[limit] = as_data(number)
    _put(made, "keywords", keywords)
    _put(
        made,
        "options",
        typed_options(str(posted.get("options", "")), made.get("options", ()))
        if kind in ("choice", "choices")
        else None,
    )
    _put(made, "past", kind == "date" and posted.get("past", "") == "1")
    _put(made, "partial", kind == "date" and posted.get("partial", "") == "1")
    _put(made, "items", made.get("items", []) if kind == "group" else None)
    _put(made, "item_label", _line(posted, "item_label") if kind == "group" else "")
    if kind == "group":
        made.setdefault("items", [])
    return made


def _line(posted: Posted, name: str) -> str:
    return " ".join(clean(str(posted.get(name, ""))).split())[:500]


def _put(question: Question, name: str, value: Any) -> None:
    if value:
        question[name] = value
    else:
        question.pop(name, None)


def typed_options(text: str, before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One option a line. A line whose words or, where none came or went, whose place is known keeps its value."""
    lines = list(dict.fromkeys(lines_of(clean(text))))[:300]
    by_label = {option["label"]: option for option in before}
    same_count = len(lines) == len(before)
    taken = [by_label[line]["value"] for line in lines if line in by_label]
    made: list[dict[str, Any]] = []
    for place, line in enumerate(lines):
        old = by_label.get(line) or (before[place] if same_count and before[place]["value"] not in taken else None)
        value = old["value"] if old else code_of(line, [*taken, *(one["value"] for one in made)], "lua_chon")
        made.append({**(old or {}), "value": value, "label": line})
    return made


def options_text(question: Mapping[str, Any]) -> str:
    return "\n".join(option["label"] for option in question.get("options", ()))


def limits_of(question: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The limits its kind may have: name, words, as typed."""
    keywords = question.get("keywords", {})
    return [(name, LIMIT_WORDS[name], as_typed(keywords.get(name))) for name in LIMITS.get(question["kind"], ())]


# Conditions: up to three comparisons, all or any of them. What cannot be said so stays as it was written.


def conditions_of(when: Mapping[str, Any] | None) -> tuple[str, list[Mapping[str, Any]]] | None:
    """How they are joined (all, any) and the comparisons; None when the condition is more than that."""
    if when is None:
        return "all", []
    joined = "any" if "any" in when else "all"
    parts = list(when.get(joined, [when]))
    if len(parts) > MOST_CONDITIONS or any("all" in part or "any" in part for part in parts):
        return None
    return joined, parts


def typed_condition(posted: Posted, before: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The condition chosen; the one before where the page could not show it."""
    if conditions_of(before) is None and posted.get("replace-when", "") != "1":
        return before
    parts = [read for place in range(MOST_CONDITIONS) if (read := _comparison(str(posted.get(f"when-{place}", ""))))]
    if len(parts) < 2:
        return parts[0] if parts else None
    return {"any" if posted.get("when-joined", "") == "any" else "all": parts}


def _comparison(text: str) -> dict[str, Any] | None:
    try:
        read = json.loads(text) if text else None
    except ValueError:
        return None
    if not isinstance(read, dict) or not isinstance(read.get("question"), str) or len(read) != 2:
        return None
    return read if set(read) & {"is", "not", "in", "answered"} else None


def comparisons_for(body: Body, path: str) -> list[tuple[dict[str, Any], str, str, Any]]:
    """Every comparison its condition may make: the comparison, its question's label, how, the value's label."""
    questions, at = _place(body, path)
    before = questions[:at]
    if "/" not in path:
        flat = [question for section in body["sections"] for question in section["questions"]]
        before = flat[: next(place for place, one in enumerate(flat) if one is questions[at])]
    return [one for question in before for one in _comparisons(question)]


def _comparisons(question: Question) -> Iterator[tuple[dict[str, Any], str, str, Any]]:
    name, label = question["name"], question["label"]
    if question["kind"] == "yes_no":
        yield {"question": name, "is": True}, label, "yes", ""
        yield {"question": name, "is": False}, label, "no", ""
    elif question["kind"] in ("choice", "choices"):
        for option in question.get("options", ()):
            yield {"question": name, "is": option["value"]}, label, "is", option["label"]
        for option in question.get("options", ()):
            yield {"question": name, "not": option["value"]}, label, "not", option["label"]
    elif question["kind"] != "group":
        yield {"question": name, "answered": True}, label, "answered", ""
        yield {"question": name, "answered": False}, label, "unanswered", ""
