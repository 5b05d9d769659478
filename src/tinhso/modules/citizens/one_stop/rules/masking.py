"""Personal numbers on a form that officials correct: shown masked, kept when the mask comes back unchanged. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from tinhso.base.text import masked_number
from tinhso.kernel.forms.rules import Definition, Question, form_of

KIND = "personal_number"


def numbers_in(definition: Definition, answers: Mapping[str, Any]) -> dict[str, str]:
    """Every personal number of the answers by its pointer."""
    found: dict[str, str] = {}
    for question in form_of(definition).questions:
        value = answers.get(question.name)
        if question.is_group:
            for index, item in enumerate(value or []):
                named = ((inner.name, item.get(inner.name)) for inner in _numbers(question.items))
                found |= {f"/{question.name}/{index}/{name}": number for name, number in named if number}
        elif question.kind == KIND and value:
            found[f"/{question.name}"] = value
    return found


def _numbers(questions: tuple[Question, ...]) -> Iterator[Question]:
    return (question for question in questions if question.kind == KIND)


def masked_typed(definition: Definition, answers: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, str]:
    """What the boxes show for the numbers that were there before: their masks."""
    before = set(known.values())
    return {
        pointer: masked_number(number)
        for pointer, number in numbers_in(definition, answers).items()
        if number in before
    }


def with_numbers(definition: Definition, typed: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, with every mask that came back unchanged turned into its number.

    The number that stood in the same box counts first, then (a row moved up) the only one with that mask.
    """
    whole = dict(typed)
    for question in form_of(definition).questions:
        raw = whole.get(question.name)
        if question.is_group and isinstance(raw, list):
            whole[question.name] = [_item(question, index, item, known) for index, item in enumerate(raw)]
        elif question.kind == KIND and isinstance(raw, str):
            whole[question.name] = _number(f"/{question.name}", raw, known)
    return whole


def _item(group: Question, index: int, item: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    names = {inner.name for inner in _numbers(group.items)}
    return {
        name: _number(f"/{group.name}/{index}/{name}", text, known) if name in names else text
        for name, text in item.items()
    }


def _number(pointer: str, text: str, known: Mapping[str, str]) -> str:
    here, mask = known.get(pointer), text.strip()
    if here is not None and masked_number(here) == mask:
        return here
    alike = {number for number in known.values() if masked_number(number) == mask}
    return alike.pop() if len(alike) == 1 else text


def masked_answers(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as a machine may read them: every personal number as its mask."""
    shown = dict(answers)
    for question in form_of(definition).questions:
        value = shown.get(question.name)
        if question.is_group and isinstance(value, list):
            names = {inner.name for inner in _numbers(question.items)}
            shown[question.name] = [
                {name: masked_number(text) if name in names and text else text for name, text in item.items()}
                for item in value
            ]
        elif question.kind == KIND and value:
            shown[question.name] = masked_number(value)
    return shown
