"""Numbers as they stand on paper and as they are called; the words of the five faces."""

from tinhso.base.messages import gettext_noop

FACES = (
    (5, gettext_noop("Rất hài lòng")),
    (4, gettext_noop("Hài lòng")),
    (3, gettext_noop("Tạm được")),
    (2, gettext_noop("Không hài lòng")),
    (1, gettext_noop("Rất không hài lòng")),
)
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def number_text(prefix: str, number: int) -> str:
    """A012; from a thousand on as many digits as it needs."""
    return f"{prefix}{number:03d}"


def spelled(text: str) -> str:
    """Each sign by itself, as a number is called in a hall: A012 → A không một hai."""
    return " ".join(_DIGITS[int(sign)] if sign.isascii() and sign.isdigit() else sign for sign in text)


def calling_text(number: str, counter: str) -> str:
    """The sentence that is called: Mời số A không một hai đến quầy ba."""
    return f"Mời số {spelled(number)} đến quầy {spelled(counter)}"
