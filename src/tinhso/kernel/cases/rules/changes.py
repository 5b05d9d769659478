"""A definition with other times, hours and rights, and what that changes."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

# What an operator may change without touching papers, charges or the way itself.
VARIANT_FIELDS = ("amount", "unit")
STEP_FIELDS = ("hours", "right")


@dataclass(frozen=True)
class Change:
    """``place`` is variant or step with its title; ``name`` the field; both values as they stand."""

    place: str
    name: str
    before: Any
    after: Any


class BadNumber(ValueError):
    """The box that holds no number of 0 or more."""


def changed_body(body: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """The body with what was typed: ``variant:<code>:amount``, ``step:<code>:hours`` and so on. Raises BadNumber."""
    made = deepcopy(dict(body))
    for kind, rows, fields in (("variant", made["variants"], VARIANT_FIELDS), ("step", made["steps"], STEP_FIELDS)):
        for row in rows:
            for name in fields:
                box = f"{kind}:{row['code']}:{name}"
                if box in typed:
                    row[name] = _number(box, typed[box]) if name in ("amount", "hours") else typed[box].strip()
    return made


def _number(box: str, text: str) -> int | float:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise BadNumber(box) from None
    if not number.is_finite() or number < 0:
        raise BadNumber(box)
    return int(number) if number == number.to_integral_value() else float(number)


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Each field of a variant or a step that differs, in the order of the definition."""
    for kind, fields in (("variants", VARIANT_FIELDS), ("steps", STEP_FIELDS)):
        for old, new in zip(before[kind], after[kind], strict=True):
            for name in fields:
                if old.get(name) != new.get(name):
                    yield Change(str(old["title"]), name, old.get(name), new.get(name))
