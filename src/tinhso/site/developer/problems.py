"""Every refusal the product declares, by the code that problems carry: what a problem's type leads to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tinhso.base.messages import Refused

FACT = re.compile(r"%\(\w+\)[sd]")


@dataclass(frozen=True)
class Explained:
    """A refusal in words, Vietnamese as it is declared; ``…`` stands where the answer names a fact of its own."""

    code: str
    status: int
    title: str
    mend: str


@cache
def explained() -> dict[str, Explained]:
    """All of them by code, in alphabetical order; the first declared where two share a code."""
    found: dict[str, Explained] = {}
    for kind in _kinds(Refused):
        found.setdefault(kind.code, Explained(kind.code, kind.status, kind.title, kind.mend))
    return dict(sorted(found.items()))


def _kinds(kind: type[Refused]) -> Iterator[type[Refused]]:
    yield kind
    for one in kind.__subclasses__():
        yield from _kinds(one)


def without_facts(text: str) -> str:
    return FACT.sub("…", text).replace("%%", "%")
