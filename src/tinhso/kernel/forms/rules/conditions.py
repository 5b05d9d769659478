"""When a question is asked: a small language that is data, so that nothing in a definition is ever run.

``{"question": "married", "is": true}`` · ``{"question": "region", "in": ["a", "b"]}`` ·
``{"question": "region", "not": "a"}`` · ``{"question": "phone", "answered": true}`` ·
``{"all": [...]}`` · ``{"any": [...]}``. In an item of a group a condition speaks of the same item.
"""

from collections.abc import Iterator
from typing import Any

from tinhso.kernel.forms.rules.shape import Answers, Condition


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether the condition is met; an unanswered question meets none of is, in and not."""
    if condition is None:
        return True
    if "all" in condition:
        return all(holds(part, answers) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, answers) for part in condition["any"])
    answer = answers.get(condition["question"])
    if "answered" in condition:
        return (answer is not None) is condition["answered"]
    if answer is None:
        return False
    if "is" in condition:
        return same(answer, condition["is"])
    if "in" in condition:
        return any(same(answer, value) for value in condition["in"])
    return not same(answer, condition["not"])


def same(answer: object, value: object) -> bool:
    """Equality as JSON Schema has it: true is not 1."""
    if isinstance(answer, list) and not isinstance(value, list):
        return any(same(one, value) for one in answer)
    return isinstance(answer, bool) is isinstance(value, bool) and answer == value


def names_in(condition: Condition | None) -> Iterator[str]:
    """The questions a condition speaks of."""
    if condition is None:
        return
    for part in (*condition.get("all", ()), *condition.get("any", ())):
        yield from names_in(part)
    if "question" in condition:
        yield condition["question"]


def as_schema(condition: Condition) -> dict[str, Any]:
    """The same condition as a JSON Schema, for the ``if`` of the form's schema."""
    if "all" in condition:
        return {"allOf": [as_schema(part) for part in condition["all"]]}
    if "any" in condition:
        return {"anyOf": [as_schema(part) for part in condition["any"]]}
    name = condition["question"]
    if "answered" in condition:
        answered: dict[str, Any] = {"required": [name]}
        return answered if condition["answered"] else {"not": answered}
    if "is" in condition:
        wanted: dict[str, Any] = _equals(condition["is"])
    elif "in" in condition:
        wanted = {"anyOf": [_equals(value) for value in condition["in"]]}
    else:
        wanted = {"not": _equals(condition["not"])}
    return {"required": [name], "properties": {name: wanted}}


def _equals(value: object) -> dict[str, Any]:
    """Equal, or (for a question with several choices) among those chosen."""
    return {"anyOf": [{"const": value}, {"type": "array", "contains": {"const": value}}]}
