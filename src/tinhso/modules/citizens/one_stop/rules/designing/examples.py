"""Synthetic answers to any form, so that its writer sees a result filled in."""

from collections.abc import Sequence
from typing import Any

from tinhso.kernel.forms.rules import Definition, Question, form_of
from tinhso.kernel.forms.rules.effective import visible

EXAMPLES: dict[str, Any] = {
    "text": "Nội dung mẫu",
    "longtext": "Một đoạn nội dung mẫu, dài hơn một dòng để thấy chữ xuống dòng ra sao.",
    "person_name": "Nguyễn Thị Mẫu",
    "date": "2026-11-23",
    "personal_number": "000195000123",
    "phone": "0900000123",
    "email": "mau@example.vn",
    "yes_no": True,
    "integer": 2,
    "money": 120000,
    "area": 250.5,
    "address": {"province": "Lâm Đồng", "commune": "Xã Mẫu", "detail": "Số 1, đường Mẫu"},
    "file": [],
}


def sample_answers(form: Definition) -> dict[str, Any]:
    """An answer to every question that is asked then."""
    return _answers(list(form_of(form).questions))


def _answers(questions: Sequence[Question]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for question in questions:
        if question in visible(questions, answers):
            answers[question.name] = _answer(question)
    return answers


def _answer(question: Question) -> Any:
    if question.is_group:
        return [_answers(question.items) for _one in range(max(2 if question.most > 1 else 1, question.fewest))]
    if question.kind == "choice":
        return question.options[0].value
    if question.kind == "choices":
        return [question.options[0].value]
    if question.kind in ("integer", "money", "area"):
        lowest = question.keywords.get("minimum", EXAMPLES[question.kind])
        return min(max(EXAMPLES[question.kind], lowest), question.keywords.get("maximum", lowest))
    return EXAMPLES[question.kind]
