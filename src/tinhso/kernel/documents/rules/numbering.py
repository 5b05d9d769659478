"""How a number and its symbol are written."""


def symbol_text(symbol: str, *, unit: str) -> str:
    """The symbol of a kind with the unit's short code in place: ``BN-{unit}`` → ``BN-UBND``."""
    return symbol.replace("{unit}", unit)


def number_text(number: int | None, symbol: str) -> str:
    """07/GKS: numbers below ten get a nought in front [R, Nghị định 30/2020 phụ lục I, phần II]."""
    if number is None:
        return f"      /{symbol}" if symbol else ""
    return f"{number:02d}/{symbol}" if symbol else f"{number:02d}"
