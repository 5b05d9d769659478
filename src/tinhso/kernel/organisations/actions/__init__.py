"""Every write of the room: units, codes, successions, posts, and a whole province at once."""

from tinhso.kernel.organisations.actions.province import (
    Loaded,
    ProvinceFacts,
    SuccessionFacts,
    UnitFacts,
    load_province,
)
from tinhso.kernel.organisations.actions.units import (
    CodeMalformed,
    CodeUsed,
    SuccessionOfItself,
    UnitHasUnits,
    VersionsOverlap,
    abolish_unit,
    add_code,
    change_unit,
    create_post,
    found_unit,
    record_succession,
)

__all__ = [
    "CodeMalformed",
    "CodeUsed",
    "Loaded",
    "ProvinceFacts",
    "SuccessionFacts",
    "SuccessionOfItself",
    "UnitFacts",
    "UnitHasUnits",
    "VersionsOverlap",
    "abolish_unit",
    "add_code",
    "change_unit",
    "create_post",
    "found_unit",
    "load_province",
    "record_succession",
]
