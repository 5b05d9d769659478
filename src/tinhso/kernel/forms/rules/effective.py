"""Answers as they count: tidied (NFC, spaces), without empty ones and without those not asked."""

import math
import unicodedata
from collections.abc import Sequence
from typing import Any

from tinhso.base.text import nfc
from tinhso.kernel.forms.rules.conditions import holds
from tinhso.kernel.forms.rules.shape import Answers, Definition, Question, form_of


def effective(definition: Definition, answers: Answers) -> dict[str, Any]:
    """What counts of the answers: hidden ones are dropped, unknown names stay (the check names them)."""
    return _object(list(form_of(definition).questions), answers)


def visible(questions: Sequence[Question], answers: Answers) -> list[Question]:
    """The questions that are asked, given the answers so far (those of hidden questions do not count)."""
    asked: list[Question] = []
    seen: dict[str, Any] = {}
    for question in questions:
        if holds(question.when, seen):
            asked.append(question)
            if not is_empty(answers.get(question.name)):
                seen[question.name] = answers[question.name]
    return asked


def _object(questions: Sequence[Question], answers: Answers) -> dict[str, Any]:
    tidied = {question.name: tidy(question, answers.get(question.name)) for question in questions}
    counted = {
        question.name: tidied[question.name]
        for question in visible(questions, tidied)
        if not is_empty(tidied[question.name])
    }
    unknown = {name: value for name, value in answers.items() if name not in tidied}
    return counted | unknown


def tidy(question: Question, value: Any) -> Any:
    """The same answer in its one spelling; a value of a wrong type is left for the check."""
    if isinstance(value, str):
        return lines(value) if question.kind == "longtext" else nfc(value)
    if isinstance(value, float) and value.is_integer() and math.isfinite(value):
        return int(value)
    if question.kind == "address" and isinstance(value, dict):
        parts = {name: nfc(part) if isinstance(part, str) else part for name, part in value.items()}
        return {name: part for name, part in parts.items() if not is_empty(part)}
    if question.is_group and isinstance(value, list) and len(value) <= question.most:
        return [_object(question.items, item) if isinstance(item, dict) else item for item in value]
    return value


def lines(text: str) -> str:
    """NFC, line ends as \\n, no space at the end of a line nor around the whole."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in plain.split("\n")).strip()


def is_empty(value: object) -> bool:
    return value is None or value == "" or value == [] or value == {}
