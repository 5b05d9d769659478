"""Finds what stands in the house: rooms, modules, connectors, and loads what they declare."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tinhso.base.modules import Module

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "ledger", "law", "organisations", "calendar", "identity", "files", "maps", "observations",
    "indicators", "documents", "forms", "exchange", "notices", "cases",
)  # lowest first; a room that is not built yet has no folder  # fmt: skip


def rooms() -> list[str]:
    """Dotted names of the kernel rooms that stand, lowest first."""
    return [f"tinhso.kernel.{name}" for name in ROOMS if (ROOT / "kernel" / name / "__init__.py").exists()]


def modules() -> list[str]:
    """Dotted names of the modules: every folder modules/<wing>/<name> with a card."""
    cards = sorted((ROOT / "modules").glob("*/*/module.py"))
    return [f"tinhso.modules.{card.parent.parent.name}.{card.parent.name}" for card in cards]


def connectors() -> list[str]:
    cards = sorted((ROOT / "connectors").glob("*/connector.py"))
    return [f"tinhso.connectors.{card.parent.name}" for card in cards]


def everything() -> list[str]:
    return [*rooms(), *modules(), *connectors()]


def submodule(package: str, name: str) -> object | None:
    """The module ``package.name`` if its file is there."""
    if find_spec(f"{package}.{name}") is None:
        return None
    return import_module(f"{package}.{name}")


def load_kinds() -> None:
    """Imports what declares: a room's own kinds and events, what modules and connectors bring to rooms."""
    for package in everything():
        for name in ("kinds", "actions", *ROOMS, "driver", "reactions", "api"):
            submodule(package, name)
    submodule("tinhso.site", "kinds")


def module_cards() -> list[Module]:
    found = [submodule(package, "module") for package in modules()]
    return [card.MODULE for card in found if card is not None and hasattr(card, "MODULE")]


def room_cards() -> list[Module]:
    """What rooms bring to the desk menu (``MENU`` in their kinds.py), as one card: the administration."""
    found = [submodule(package, "kinds") for package in [*rooms(), "tinhso.site"]]
    items = tuple(item for kinds in found for item in getattr(kinds, "MENU", ()))
    card = Module("rooms", "Quản trị", "kernel", "Sở Khoa học và Công nghệ", "docs/operations.md", items)
    return [card] if items else []
