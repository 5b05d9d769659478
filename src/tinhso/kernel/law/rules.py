"""Pure decisions about rule sets: does the content fit its shape, do two periods meet."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker


def faults_of(tables: object, schema: Mapping[str, Any]) -> list[str]:
    """Where the content breaks its schema, one line a fault: ``path: what is wrong``."""
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    errors = sorted(validator.iter_errors(tables), key=lambda error: error.json_path)
    return [f"{error.json_path}: {error.message}" for error in errors]


def meet(from_a: date, to_a: date | None, from_b: date, to_b: date | None) -> bool:
    """Whether two half-open periods share a day (None: no end)."""
    return (to_b is None or from_a < to_b) and (to_a is None or from_b < to_a)


class BadLeaf(ValueError):
    """A box whose text is not of the kind that stood there; ``example`` shows one that is."""

    def __init__(self, path: str, example: str) -> None:
        self.path, self.example = path, example
        super().__init__(f"{path}: {example}")


def leaves_of(tables: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Each value of nested tables by its dotted path, as text; a list is one value, written as JSON."""
    for key, value in tables.items():
        path = f"{above}{key}"
        if isinstance(value, dict):
            yield from leaves_of(value, f"{path}.")
        else:
            yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def rebuilt(tables: Mapping[str, Any], typed: Mapping[str, str], above: str = "") -> dict[str, Any]:
    """The tables with what was typed for each leaf, in the kind that stood there. Raises BadLeaf."""
    made: dict[str, Any] = {}
    for key, value in tables.items():
        path = f"{above}{key}"
        if isinstance(value, dict):
            made[key] = rebuilt(value, typed, f"{path}.")
        elif path in typed:
            made[key] = _leaf(path, value, typed[path].strip())
        else:
            made[key] = value
    return made


def _leaf(path: str, before: Any, text: str) -> Any:
    if isinstance(before, str):
        return text
    example = json.dumps(before, ensure_ascii=False)
    try:
        value = json.loads(text.replace(",", ".") if isinstance(before, int | float) else text)
    except ValueError:
        raise BadLeaf(path, example) from None
    is_number = isinstance(before, int | float) and not isinstance(before, bool)
    same = isinstance(value, int | float) and not isinstance(value, bool) if is_number else type(value) is type(before)
    if not same:
        raise BadLeaf(path, example)
    return value
