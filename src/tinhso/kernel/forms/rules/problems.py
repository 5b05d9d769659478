"""What is wrong with a definition, said so that it can be shown beside what causes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """``place`` is the path of a question (``child/name``) or the code of a section; ``part`` what of it is at fault.

    ``text`` is a Vietnamese sentence with ``facts`` to fill in. A problem keeps the form from being published, unless
    it is only advice.
    """

    place: str
    part: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    is_advice: bool = False

    def __str__(self) -> str:
        said = self.text % self.facts if self.facts else self.text
        return f"{self.place}: {said}" if self.place else said
