"""Two contents side by side: every line that differs, by part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tinhso.base.messages import gettext_noop as _
from tinhso.modules.citizens.one_stop.rules.designing.forming import KINDS
from tinhso.modules.citizens.one_stop.rules.designing.parts import CHOICES, GENERAL, PARTS, Box
from tinhso.modules.citizens.one_stop.rules.designing.shape import Content

FORM = _("Tờ khai")
GENERAL_TITLE = _("Thông tin chung")
FLAGS = {True: _("có"), False: _("không")}
ASKED = (
    ("label", _("Lời hỏi")),
    ("hint", _("Gợi ý")),
    ("kind", _("Loại")),
    ("optional", _("Được bỏ trống")),
    ("source", _("Điền sẵn từ")),
    ("options", _("Lựa chọn")),
    ("when", _("Điều kiện")),
    ("keywords", _("Giới hạn")),
    ("item_label", _("Một mục gọi là")),
)


@dataclass(frozen=True)
class Difference:
    """``what`` is a row or question, ``label`` its box; empty where there was nothing, or where it is gone."""

    part: str
    what: str
    label: str
    before: str
    after: str


Lines = dict[tuple[str, str, str], tuple[str, str, str]]  # (part, row, box) → what it is called, label, text


def differences(before: Content | None, after: Content) -> list[Difference]:
    """Every line that differs, in the order of the pages; without a version before, every line that says something."""
    old, new = _lines(before) if before else {}, _lines(after)
    keys = [*new, *(key for key in old if key not in new)]
    order = {title: place for place, title in enumerate(dict.fromkeys(key[0] for key in keys))}
    found = []
    for key in sorted(keys, key=lambda one: order[one[0]]):
        was, now = old.get(key), new.get(key)
        what, label, _text = now or was or ("", "", "")
        if (was[2] if was else "") != (now[2] if now else ""):
            found.append(Difference(key[0], what, label, was[2] if was else "", now[2] if now else ""))
    return found


def _lines(content: Content) -> Lines:
    made: Lines = {}
    for box in GENERAL:
        made[GENERAL_TITLE, "", box.name] = ("", box.label, _said(box, content["general"][box.name], content))
    for part in PARTS:
        for row in content[part.code]:
            name = str(row.get("title") or row.get("number") or row["code"])
            for box in part.boxes:
                made[part.title, row["code"], box.name] = (name, box.label, _said(box, row[box.name], content))
    made[FORM, "", "title"] = ("", _("Tên tờ khai"), content["form"]["title"])
    for path, question in _questions(content["form"]["body"]):
        for name, label in ASKED:
            made[FORM, path, name] = (question["label"], label, _asked(name, question.get(name)))
    made[FORM, "", "order"] = (
        "",
        _("Thứ tự câu hỏi"),
        " · ".join(path for path, _one in _questions(content["form"]["body"])),
    )
    return made


def _said(box: Box, value: Any, content: Content) -> str:
    if box.kind == "flag":
        return FLAGS[bool(value)]
    if box.kind == "many":
        return ", ".join(_choice(box, one, content) for one in value)
    return _choice(box, str(value), content)


def _choice(box: Box, value: str, content: Content) -> str:
    if box.choices == "variant":
        return next((row["title"] for row in content["variants"] if row["code"] == value), value)
    return dict(CHOICES.get(box.choices, ())).get(value, value)


def _questions(body: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for section in body["sections"]:
        for question in section["questions"]:
            yield question["name"], question
            yield from ((f"{question['name']}/{item['name']}", item) for item in question.get("items", ()))


def _asked(name: str, value: Any) -> str:
    if name == "kind":
        return dict(KINDS).get(str(value), str(value))
    if name == "optional":
        return FLAGS[bool(value)]
    if name == "options":
        return "; ".join(option["label"] for option in value or ())
    if isinstance(value, Mapping):
        return condition_text(value) if name == "when" else ", ".join(f"{key} {one}" for key, one in value.items())
    return str(value or "")


def condition_text(when: Mapping[str, Any]) -> str:
    """married = true; (a and b): as its writer may read it."""
    for joined, word in (("all", " và "), ("any", " hoặc ")):
        if joined in when:
            return word.join(condition_text(part) for part in when[joined])
    for key, sign in (("is", "="), ("not", "≠"), ("in", "∈"), ("answered", "…")):
        if key in when:
            value = when[key]
            words = FLAGS[value] if isinstance(value, bool) else ", ".join(value) if isinstance(value, list) else value
            return f"{when['question']} {sign} {words}"
    return ""
