"""What money that arrives means for a dossier. Pure: the same whatever order the news comes in."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Only SETTLES pays a charge; what goes BACK needs no question; the rest waits for a person."""

    SETTLES = "settles"
    PAID_ALREADY = "paid_already"
    ENDED = "ended"
    WRONG_AMOUNT = "wrong_amount"
    CHANGED = "changed"
    UNKNOWN_ORDER = "unknown_order"


BACK = frozenset({Verdict.PAID_ALREADY, Verdict.ENDED})


@dataclass(frozen=True)
class Asked:
    """The order the money names: which charges (by id) with which amounts it was opened for."""

    lines: Mapping[str, int]

    @property
    def amount(self) -> int:
        return sum(self.lines.values())


@dataclass(frozen=True)
class Owing:
    """The dossier now: ``owed`` and ``paid`` are its charges by id with their amounts."""

    is_ended: bool
    owed: Mapping[str, int]
    paid: Mapping[str, int]


def judge(amount: int, asked: Asked | None, owing: Owing | None) -> Verdict:
    """What becomes of so much money."""
    if asked is None or owing is None:
        return Verdict.UNKNOWN_ORDER
    if asked.lines and all(line in owing.paid for line in asked.lines):
        return Verdict.PAID_ALREADY
    if owing.is_ended:
        return Verdict.ENDED
    if amount != asked.amount:
        return Verdict.WRONG_AMOUNT
    if any(owing.owed.get(line) != due for line, due in asked.lines.items()):
        return Verdict.CHANGED
    return Verdict.SETTLES
