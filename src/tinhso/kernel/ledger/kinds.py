"""What a module declares here: the events it writes."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from tinhso.base.messages import gettext_noop
from tinhso.base.modules import MenuItem
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


@dataclass(frozen=True)
class Finder:
    """How a higher room turns what people type (a dossier number, a login) into ids of subjects or of who acted.

    ``is_person``: the id names a person who acted, so that the search itself is written down.
    """

    code: str
    title: str
    find: Callable[[str], list[UUID]]
    is_person: bool = False


finders: Registry[Finder] = Registry("finder of the ledger")
register(
    Event("ledger.searched", gettext_noop("Tra cứu việc làm của một người trong sổ cái"), ("actors", "since", "until")),
    Event("ledger.exported", gettext_noop("Xuất bút toán ra tệp"), ("event", "since", "until", "rows")),
)
MENU = (MenuItem(gettext_noop("Tra cứu sổ cái"), "ledger:search", SEARCH),)
