"""Whether anybody can ever come to a question: its condition is tried with every choice it hangs on."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from tinhso.kernel.forms.rules.conditions import holds, names_in
from tinhso.kernel.forms.rules.effective import visible
from tinhso.kernel.forms.rules.shape import Question

MOST_TRIED = 20_000


def is_reachable(question: Question, among: Sequence[Question]) -> bool:
    """False only when no combination of answers to the questions before it leads there.

    ``among`` are the questions of the form, or of the item. What is typed freely counts as answered or not; where
    there are too many combinations to try, the question counts as reachable.
    """
    if question.when is None:
        return True
    involved = _involved(question, {one.name: one for one in among})
    choices = [_answers(one, question) for one in involved]
    if prod(len(some) for some in choices) > MOST_TRIED:
        return True
    return any(
        holds(question.when, _seen(involved, dict(zip((one.name for one in involved), some, strict=True))))
        for some in product(*choices)
    )


def _involved(question: Question, named: Mapping[str, Question]) -> list[Question]:
    """The questions its condition hangs on, and those theirs hang on, in the order of the form."""
    wanted: set[str] = set()
    ahead = list(names_in(question.when))
    while ahead:
        name = ahead.pop()
        if name in named and name not in wanted:
            wanted.add(name)
            ahead.extend(names_in(named[name].when))
    return [one for name, one in named.items() if name in wanted]


def _answers(question: Question, asked: Question) -> list[Any]:
    """Every answer that can make a difference, None for none."""
    if question.kind == "yes_no":
        return [True, False, None]
    if question.options:
        values: list[Any] = [option.value for option in question.options]
        return [*values, values, None] if question.kind == "choices" else [*values, None]
    return [*_compared(asked.when or {}, question.name), "?", None]


def _compared(condition: Mapping[str, Any], name: str) -> list[Any]:
    """The values a condition compares the answers of a question with."""
    inner = [
        value for part in (*condition.get("all", ()), *condition.get("any", ())) for value in _compared(part, name)
    ]
    if condition.get("question") != name:
        return inner
    return [*inner, *(condition[key] for key in ("is", "not") if key in condition), *condition.get("in", ())]


def _seen(questions: Sequence[Question], answers: dict[str, Any]) -> dict[str, Any]:
    """The answers without those whose question is not asked then, and without unanswered ones."""
    given = {name: value for name, value in answers.items() if value is not None}
    shown = {one.name for one in visible(questions, given)}
    return {name: value for name, value in given.items() if name in shown}
