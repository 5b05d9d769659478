"""What a room or module declares here: who holds files, and who may read them through the holder."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.base.registry import Registry


@dataclass(frozen=True)
class Holder:
    """``may_read(actor, holder_id)`` decides from the holder's own rules (visible_cases, own draft…)."""

    code: str
    may_read: Callable[[Actor, UUID], bool]


holders: Registry[Holder] = Registry("file holder")


def register(kind: Holder) -> Holder:
    return holders.register(kind)
