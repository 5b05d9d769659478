"""A day's list of the platform beside our own: what differs. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    OURS_ONLY = "ours_only"
    THEIRS_ONLY = "theirs_only"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Differing:
    """A transaction both sides do not tell of alike; an amount that a side does not know is None."""

    kind: Kind
    transaction: str
    ours: int | None
    theirs: int | None


def differences(ours: Mapping[str, int], theirs: Mapping[str, int]) -> Iterator[Differing]:
    """By transaction, in the order of their codes."""
    for transaction in sorted({*ours, *theirs}):
        own, other = ours.get(transaction), theirs.get(transaction)
        if other is None:
            yield Differing(Kind.OURS_ONLY, transaction, own, None)
        elif own is None:
            yield Differing(Kind.THEIRS_ONLY, transaction, None, other)
        elif own != other:
            yield Differing(Kind.AMOUNT, transaction, own, other)
