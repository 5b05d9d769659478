"""Dossier numbers: the pattern in force makes them, and older patterns are still understood."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

NUMBER_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["pattern", "accepted"],
    "properties": {
        "pattern": {"type": "string", "pattern": r"\{unit_code\}.*\{day.*\}.*\{seq.*\}"},
        "accepted": {"type": "array", "items": {"type": "string"}},
    },
}


def dossier_number(tables: Mapping[str, Any], unit_code: str, day: date, seq: int) -> str:
    """H36.12-261122-0042, as the rule set ``dossier-number`` says."""
    return str(tables["pattern"]).format(unit_code=unit_code, day=day, seq=seq)


def as_number(tables: Mapping[str, Any], text: str) -> str | None:
    """What people typed as a dossier number (spaces, lower case), or None when it is not one."""
    tidy = re.sub(r"\s+", "", text).upper().replace("–", "-")
    return tidy if any(re.fullmatch(pattern, tidy) for pattern in tables["accepted"]) else None
