"""What higher rooms bring to a unit's page, and the menu."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.base.messages import gettext_noop
from tinhso.base.modules import MenuItem
from tinhso.base.registry import Registry


@dataclass(frozen=True)
class UnitPage:
    """A page about one unit in a higher room, called with ``?don-vi=<id>`` and shown to who holds ``right``."""

    code: str
    title: str
    url_name: str
    right: str


@dataclass(frozen=True)
class Move:
    """One reorganisation under way: whose things go to whom from which day.

    ``heirs``: the unit that is no more → the one that takes over. ``replaced`` is filled by the holdings as they go, by
    what it is of (``identity.seat``: the old seat → the new one), for those that come after.
    """

    heirs: Mapping[UUID, UUID]
    on: date
    decision: str
    reorganisation_id: UUID
    by: Actor
    at: datetime
    replaced: dict[str, dict[UUID, UUID]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """One thing a unit holds, as a list shows it: no names of citizens."""

    unit_id: UUID
    text: str
    url: str = ""


@dataclass(frozen=True)
class Holding:
    """What units hold of one kind, and how it goes to their heirs (house.md section 1: what a reorganisation moves).

    ``held(units, on)`` gives how many each holds that would go on that day, ``listed(units, on)`` each one of them,
    ``move(move)`` how many it moved, in the caller's transaction and without a right of its own to ask for; those of a
    lower ``order`` go first. ``doubts(heirs, names, on)`` says what an official has to settle, beforehand
    or after; ``names`` are those of the heirs, of which some are still to be founded. What is ``closed`` stays with
    the unit; a unit that holds anything else does not end without an heir.
    """

    code: str
    title: str
    order: int
    held: Callable[[Sequence[UUID], date], Mapping[UUID, int]]
    listed: Callable[[Sequence[UUID], date], Iterable[Held]]
    move: Callable[[Move], int]
    doubts: Callable[[Mapping[UUID, UUID], Mapping[UUID, str], date], Sequence[str]] | None = None
    closed: bool = False


holdings: Registry[Holding] = Registry("holding of a unit")
unit_pages: Registry[UnitPage] = Registry("page of a unit")
MENU = (
    MenuItem(gettext_noop("Đơn vị, chức danh"), "organisations:units", "organisations.change"),
    MenuItem(gettext_noop("Sắp xếp đơn vị"), "organisations:reorganisations", "organisations.reorganise"),
)
