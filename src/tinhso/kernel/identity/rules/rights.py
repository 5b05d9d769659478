"""Which rights a seat gives: its own roles, and those lent to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tinhso.base.actor import Grant
from tinhso.base.rights import Role


@dataclass(frozen=True)
class Held:
    """Roles that count in one unit."""

    roles: tuple[str, ...]
    unit_id: UUID


def lent_roles(offered: Iterable[str], held_by_lender: Iterable[str]) -> tuple[str, ...]:
    """Only what the lender still holds can be lent."""
    held = set(held_by_lender)
    return tuple(role for role in offered if role in held)


def grants_of(held: Iterable[Held], roles: Iterable[Role]) -> frozenset[Grant]:
    """The grants of those roles; a role nobody declares any more gives nothing."""
    known = {role.code: role for role in roles}
    return frozenset(
        Grant(right, None if known[code].everywhere else part.unit_id)
        for part in held
        for code in part.roles
        if code in known
        for right in known[code].rights
    )


def fingerprint(seat_id: UUID | None, grants: Iterable[Grant]) -> str:
    """Equal for equal rights: tells a session that its privileges changed."""
    return "|".join(sorted(f"{g.right}@{g.unit_id or '*'}" for g in grants)) + f"#{seat_id}"
