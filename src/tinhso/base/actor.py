"""Who acts: a person in a seat, with rights in units. Every room checks rights with this alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from tinhso.base.messages import NotAllowed
from tinhso.base.rights import is_everywhere


class ActorKind(StrEnum):
    ANONYMOUS = "anonymous"
    CITIZEN = "citizen"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Grant:
    """One right in one unit; ``unit_id`` None means in every unit of the province."""

    right: str
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    kind: ActorKind
    account_id: UUID | None = None
    person_id: UUID | None = None
    seat_id: UUID | None = None
    unit_id: UUID | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    request_id: str = ""
    name: str = ""

    @property
    def is_staff(self) -> bool:
        return self.kind is ActorKind.STAFF

    @property
    def is_citizen(self) -> bool:
        return self.kind is ActorKind.CITIZEN

    @property
    def is_anonymous(self) -> bool:
        return self.kind is ActorKind.ANONYMOUS

    def may(self, right: str, unit_id: UUID | None = None) -> bool:
        """Whether the actor holds the right: in that unit, or anywhere when no unit is named.

        A right that concerns the whole province (``Right.everywhere``) is held for all of it or not at all.
        """
        if self.kind is ActorKind.SYSTEM or is_everywhere(right):
            return self.has_everywhere(right)
        return any(
            grant.right == right and (unit_id is None or grant.unit_id in (None, unit_id)) for grant in self.grants
        )

    def must(self, right: str, unit_id: UUID | None = None) -> None:
        """Raises NotAllowed unless the actor holds the right there."""
        if not self.may(right, unit_id):
            raise NotAllowed(right=right)

    def must_everywhere(self, right: str) -> None:
        """Raises NotAllowed unless the actor holds the right in the whole province."""
        if not self.has_everywhere(right):
            raise NotAllowed(right=right)

    def has_everywhere(self, right: str) -> bool:
        return self.kind is ActorKind.SYSTEM or Grant(right) in self.grants

    def units_with(self, right: str) -> frozenset[UUID]:
        """The units in which the right was granted by name (see also ``has_everywhere``)."""
        return frozenset(g.unit_id for g in self.grants if g.right == right and g.unit_id)


ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS)


def system_actor(name: str) -> Actor:
    """The product itself at work (sealing, sample data, imports): may do everything, and is named."""
    return Actor(kind=ActorKind.SYSTEM, name=name)


def staff_actor(rights: Iterable[str], unit_id: UUID, **who: object) -> Actor:
    """A staff actor with those rights in one unit: for tests and for seats with simple roles."""
    grants = frozenset(Grant(right, unit_id) for right in rights)
    return Actor(kind=ActorKind.STAFF, unit_id=unit_id, grants=grants, **who)  # type: ignore[arg-type]
