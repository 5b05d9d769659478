"""Texts that were left empty: told one by one before the shape is judged, so that each is shown in its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from tinhso.base.messages import gettext_noop as _
from tinhso.kernel.forms.rules.problems import Problem


def blanks(body: Any) -> Iterator[Problem]:
    """Titles, labels and options without words, and sections without questions. Odd shapes are left to the schema."""
    if not isinstance(body, Mapping):
        return
    sections = _rows(body, "sections")
    if not sections:
        yield Problem("", "sections", _("Tờ khai chưa có phần nào."))
    for section in sections:
        code = str(section.get("code", ""))
        if not _has_words(section.get("title")):
            yield Problem(code, "title", _("Phần này chưa có tên."))
        questions = _rows(section, "questions")
        if not questions:
            yield Problem(code, "questions", _("Phần này chưa có câu hỏi nào."))
        for question in questions:
            yield from _of_question(question, str(question.get("name", "")))


def _of_question(question: Mapping[str, Any], path: str) -> Iterator[Problem]:
    if not _has_words(question.get("label")):
        yield Problem(path, "label", _("Câu hỏi chưa có lời."))
    if any(not _has_words(option.get("label")) for option in _rows(question, "options")):
        yield Problem(path, "options", _("Có lựa chọn chưa có chữ."))
    if question.get("kind") in ("choice", "choices") and len(_rows(question, "options")) < 2:
        yield Problem(path, "options", _("Câu hỏi chọn cần ít nhất hai lựa chọn."))
    if question.get("kind") == "group" and not _rows(question, "items"):
        yield Problem(path, "items", _("Nhóm lặp chưa có câu hỏi nào bên trong."))
    for item in _rows(question, "items"):
        yield from _of_question(item, f"{path}/{item.get('name', '')}")


def _rows(of: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = of.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _has_words(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip())
