"""The rows of a case that is opened and accepted in one go, as plain values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

_SEQ = re.compile(r"\{seq(?::0?(\d+)d?)?\}")
# Stands for the number until the database has given it; no pattern of a province holds such a letter.
PLACEHOLDER = "\ue000"


@dataclass(frozen=True)
class NumberPattern:
    """A dossier number before its sequence is known: what stands before and behind, and the least width."""

    before: str
    behind: str
    width: int


def number_pattern(tables: Mapping[str, Any], unit_code: str, day: date) -> NumberPattern:
    """The pattern of the rule set ``dossier-number`` for one unit and day."""
    pattern = str(tables["pattern"])
    found = _SEQ.search(pattern)
    if found is None:
        raise ValueError("the pattern of dossier numbers has no {seq}")
    before, behind = pattern[: found.start()], pattern[found.end() :]
    return NumberPattern(
        before.format(unit_code=unit_code, day=day), behind.format(unit_code=unit_code, day=day), int(found[1] or 1)
    )
