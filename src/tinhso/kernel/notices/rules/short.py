"""Short messages: without accents where asked, and counted in parts as operators charge them.

GSM 03.38: 160 characters of the default alphabet in one part, 153 each in several; anything outside it makes the whole
message UCS-2: 70 characters, 67 each (3GPP TS 23.038 and 23.040).
"""

import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("^{}\\[~]|€")  # behind an escape: two places each
_PLAIN = str.maketrans({"đ": "d", "Đ": "D", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})


def without_accents(text: str) -> str:
    """Ngày mai → Ngay mai: letters of the default alphabet only, upper and lower case kept."""
    apart = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return "".join(char for char in apart if not unicodedata.combining(char))


def parts_of(text: str) -> int:
    """In how many parts the message travels."""
    if all(char in _BASIC or char in _TWICE for char in text):
        places = sum(2 if char in _TWICE else 1 for char in text)
        return _parts(places, 160, 153)
    return _parts(len(text.encode("utf-16-be")) // 2, 70, 67)


def _parts(places: int, alone: int, each: int) -> int:
    return 1 if places <= alone else -(-places // each)


def cut(text: str, most_parts: int) -> str:
    """The text as far as that many parts carry it, with an ellipsis of plain dots where it is cut."""
    if parts_of(text) <= most_parts:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if parts_of(text[:middle].rstrip() + "...") <= most_parts:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "..."
