"""What a room or module declares here: who holds files and may read them, and what looks for harm in them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.base.registry import Registry


@dataclass(frozen=True)
class Holder:
    """``may_read(actor, holder_id)`` decides from the holder's own rules (visible_cases, own draft…)."""

    code: str
    may_read: Callable[[Actor, UUID], bool]


@dataclass(frozen=True)
class Scanner:
    """``finds_harm(path)`` looks at a file on its way in; none is declared unless a connector brings one."""

    code: str
    finds_harm: Callable[[Path], bool]


holders: Registry[Holder] = Registry("file holder")
scanners: Registry[Scanner] = Registry("file scanner")


def register(kind: Holder) -> Holder:
    return holders.register(kind)


def register_scanner(kind: Scanner) -> Scanner:
    return scanners.register(kind)


def _is_own(actor: Actor, account_id: UUID) -> bool:
    return actor.account_id == account_id


# Held by nobody but who uploaded it (the holder is the account); swept after a day.
UPLOAD = register(Holder(code="upload", may_read=_is_own))
