"""Money: whole đồng, in figures and in words."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu", "tỷ")


def dong(amount: int) -> str:
    """120.000 đồng."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def _three_digits(value: int, *, full: bool) -> str:
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens == 0 and ones and words:
        words.append("lẻ")
    elif tens == 1:
        words.append("mười")
    elif tens > 1:
        words.append(f"{_DIGITS[tens]} mươi")
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5 and tens > 0:
        words.append("lăm")
    elif ones:
        words.append(_DIGITS[ones])
    return " ".join(words)


def dong_in_words(amount: int) -> str:
    """Hai nghìn đồng. Raises ValueError below 0 or from a million million million up."""
    if not 0 <= amount < 10**18:
        raise ValueError(f"cannot put {amount} into words")
    if amount == 0:
        return "Không đồng"
    billions, rest = divmod(amount, 10**9)
    words = f"{_under_billion(billions, full=False)} tỷ " if billions else ""
    words += _under_billion(rest, full=bool(billions)) if rest else ""
    text = " ".join(words.split())
    return f"{text[0].upper()}{text[1:]} đồng"


def _under_billion(value: int, *, full: bool) -> str:
    parts: list[str] = []
    for power in (2, 1, 0):
        group = value // 1000**power % 1000
        if group:
            parts.append(f"{_three_digits(group, full=full or bool(parts))} {_GROUPS[power]}".strip())
    return " ".join(parts)
