"""What higher rooms bring to a unit's page, and the menu."""

from dataclasses import dataclass

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


unit_pages: Registry[UnitPage] = Registry("page of a unit")
MENU = (MenuItem(gettext_noop("Đơn vị, chức danh"), "organisations:units", "organisations.change"),)
