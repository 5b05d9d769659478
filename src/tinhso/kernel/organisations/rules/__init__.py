"""Pure decisions about units: their names on paper, the shape of their codes."""

import re

# QĐ 20/2020/QĐ-TTg: at most 35 characters, groups of capitals and digits apart by dots, first group MX1X2.
_QD20 = re.compile(r"[A-Z][0-9]{2}(\.[A-Z0-9]+)*")
# Thirteen characters used before it: 000.zz.yy.Hxx.
_LEGACY = re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}")
_STATISTICS = re.compile(r"[0-9]{2}|[0-9]{3}|[0-9]{5}")
_SHAPES = {"qd20": _QD20, "legacy": _LEGACY, "statistics": _STATISTICS, "statistics_until_2025": _STATISTICS}
_GOVERNED = ("province", "district", "commune")


def is_well_formed(system: str, code: str) -> bool:
    """Whether a code has the shape of its system (a system without a known shape: any text up to 35 characters)."""
    shape = _SHAPES.get(system)
    return 0 < len(code) <= 35 and (shape is None or shape.fullmatch(code) is not None)


def authority_name(kind: str, name: str) -> str:
    """Who signs for a unit: the people's committee of a place, any other unit by its own name."""
    if kind not in _GOVERNED:
        return name
    return f"Ủy ban nhân dân {name[:1].lower()}{name[1:]}"
