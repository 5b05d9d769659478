"""Numbers as officials type them: 12, 2,5, 120.000."""

import re
from decimal import Decimal

_WHOLE = re.compile(r"[0-9]{1,12}|[0-9]{1,3}(?:[. ][0-9]{3}){1,3}")
_DECIMAL = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,2})?")


def whole(text: str) -> int | None:
    """The whole number, or None when it is none."""
    return int(re.sub("[. ]", "", text)) if _WHOLE.fullmatch(text) else None


def decimal(text: str) -> Decimal | None:
    """The number with at most two decimals, or None."""
    return Decimal(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None


def as_typed(value: object) -> str:
    """A number of a definition as it is typed: 2,5."""
    if value is None:
        return ""
    number = Decimal(str(value))
    return f"{number.normalize():f}".replace(".", ",")


def as_data(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
