"""What a dossier owes, counted from its channel, its variant, its papers and its answers. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tinhso.kernel.cases.rules.definition import ChargeNeed


@dataclass(frozen=True)
class Copies:
    """A paper brought: pages of one copy, and how many copies."""

    pages: int
    quantity: int


@dataclass(frozen=True)
class Owed:
    need: ChargeNeed
    quantity: int
    amount: int


def charges_owed(
    needs: Sequence[ChargeNeed],
    *,
    channel: int,
    variant: str,
    papers: Sequence[Copies] = (),
    answers: Mapping[str, Any] | None = None,
) -> tuple[Owed, ...]:
    """The charges that apply, in the order of the definition; those that come to nothing are left out."""
    counted = (_owed(need, papers, answers or {}) for need in needs if need.applies_to(channel, variant))
    return tuple(owed for owed in counted if owed.amount)


def _owed(need: ChargeNeed, papers: Sequence[Copies], answers: Mapping[str, Any]) -> Owed:
    if need.per == "page":
        quantity = sum(paper.pages * paper.quantity for paper in papers)
        return Owed(need, quantity, sum(need.of_copy(paper.pages) * paper.quantity for paper in papers))
    quantity = int(answers.get(need.question) or 0) if need.per == "answer" else 1
    return Owed(need, quantity, quantity * need.unit_price)
