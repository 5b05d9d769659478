"""Who is called next. One rule, the same at every counter:

1. Who waits longest comes first, within those with a favour and within those without.
2. A person with a favour (a priority, an appointment kept, somebody sent on from another counter) goes before people
   without one, also when those waited longer; that is being passed.
3. A counter passes at most ``most`` times in a row: then it calls who waits longest without a favour.

So nobody starves. With n people who came before and k of them without a favour, a person without a favour is called
by the (n + most · (k + 1) + 1)-th call of a counter at the latest, whoever comes meanwhile; a person with a favour and
f such people before them by the 2 · (f + 1)-th.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person in the line; ``place`` orders by when they came (the id parts those of one moment)."""

    id: UUID
    since: datetime
    is_favoured: bool = False

    @property
    def place(self) -> tuple[datetime, UUID]:
        return self.since, self.id


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is called, and how often the counter has passed somebody in a row after that."""

    id: UUID
    passed: int


def next_in_line(waiting: Collection[Waiting], passed: int, most: int) -> Choice | None:
    """The next to call; None when nobody waits. ``most`` is at least 1."""
    favoured, ordinary = _first(waiting, favoured=True), _first(waiting, favoured=False)
    if ordinary is None:
        return Choice(favoured.id, passed) if favoured else None
    if favoured is None or (favoured.place > ordinary.place and passed >= most):
        return Choice(ordinary.id, 0)
    return Choice(favoured.id, passed + 1 if favoured.place > ordinary.place else passed)


def _first(waiting: Iterable[Waiting], *, favoured: bool) -> Waiting | None:
    return min((one for one in waiting if one.is_favoured is favoured), key=lambda one: one.place, default=None)


def called_before(waiting: Collection[Waiting], who: UUID, most: int) -> int:
    """How many are called before that person if nobody comes any more. Raises LookupError for who does not wait."""
    left, passed, count = {one.id: one for one in waiting}, 0, 0
    if who not in left:
        raise LookupError("nobody of that id waits")
    while (choice := next_in_line(left.values(), passed, most)) is not None and choice.id != who:
        del left[choice.id]
        passed, count = choice.passed, count + 1
    return count
