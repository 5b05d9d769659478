"""What a module declares here: the events it writes."""

from dataclasses import dataclass

from tinhso.base.messages import gettext_noop
from tinhso.base.registry import Registry
from tinhso.base.rights import Right
from tinhso.base.rights import register as register_rights

SEARCH = "ledger.search"
register_rights(Right(SEARCH, gettext_noop("Tra cứu sổ cái")))


@dataclass(frozen=True)
class Event:
    """``code`` is dotted and past (``case.accepted``); ``payload`` names the keys it carries (no personal data)."""

    code: str
    title: str
    payload: tuple[str, ...] = ()


events: Registry[Event] = Registry("event")


def register(*kinds: Event) -> None:
    for kind in kinds:
        events.register(kind)
