"""What a person's question means to the search: a code, words, or everything. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tinhso.modules.citizens.one_stop.rules.words import query_words

MOST_CANDIDATES = 600
MOST_PAIRS = 8
_CODE = re.compile(r"\s*(\d\.\d{1,6}(?:\.[A-Za-z]\d{0,2})?|\d{4,6})\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    words: tuple[str, ...]
    is_code: bool
    parameters: dict[str, Any]


def question(text: str) -> Question:
    """A code where the whole text looks like (the beginning of) one, else its words."""
    if found := _CODE.fullmatch(text):
        code = found[1].upper()
        ending = code if "." not in code else "\x01"
        return Question((), True, {"code_prefix": f"{code}%", "code_suffix": f"%{ending}"})
    words = query_words(text)
    # The last word may still be being typed. Words hold only a-z and 0-9, so nothing needs quoting.
    in_all = " & ".join([*words[:-1], f"{words[-1]}:*"]) if words else ""
    in_name = " & ".join([*(f"{word}:A" for word in words[:-1]), f"{words[-1]}:*A"]) if words else ""
    return Question(tuple(dict.fromkeys(words)), False, {"phrase": " ".join(words), "all": in_all, "name": in_name})


def telling_words(counts: Mapping[str, int]) -> dict[str, float]:
    """The words that tell procedures apart, rarest first, each with its weight: enough to fill a page, no more."""
    found: dict[str, float] = {}
    total = 0
    for word, count in sorted(counts.items(), key=lambda pair: (pair[1], pair[0])):
        if count and (not found or total + count <= MOST_CANDIDATES):
            found[word] = _weight(count)
            total += count
    return found


def telling_pairs(words: Sequence[str], counts: Mapping[str, int]) -> dict[str, float]:
    """Neighbours in the question (kết hôn, khai sinh) weigh twice what their words weigh: they are one notion."""
    pairs = [(one, other) for one, other in pairwise(words) if counts.get(one) and counts.get(other)]
    return {
        f" {one} {other} ": 2 * (_weight(counts[one]) + _weight(counts[other])) for one, other in pairs[:MOST_PAIRS]
    }


def _weight(count: int) -> float:
    return float(1 / (1 + count) ** 0.25)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page begins; an unreadable cursor is the first page."""

    offset: int = 0
    is_loose: bool = False

    @property
    def text(self) -> str:
        return f"{'l' if self.is_loose else 'a'}{self.offset}"

    @classmethod
    def read(cls, text: str | None) -> "Cursor":
        found = re.fullmatch(r"([al])([0-9]{1,6})", text or "")
        return cls(int(found[2]), found[1] == "l") if found else cls()
