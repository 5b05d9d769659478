"""The card of a module (module.py): what a system of the province says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MenuItem:
    """``url_name`` is reversed by the shell; shown to whom ``right`` (an audience code) admits.

    ``finds``: a page that takes words to search for in the field ``tim``, by POST; the desk's palette leads there.
    """

    title: str
    url_name: str
    right: str
    finds: bool = False


@dataclass(frozen=True)
class Module:
    code: str
    title: str  # Vietnamese
    wing: str  # citizens, office, steering, territory, society
    owner: str  # the office that owns the system in a province
    docs: str  # docs/modules/<name>.md
    menu: tuple[MenuItem, ...] = ()
