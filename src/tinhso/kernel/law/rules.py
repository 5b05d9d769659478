"""Pure decisions about rule sets: does the content fit its shape, do two periods meet."""

from collections.abc import Mapping
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
