"""The words search compares: without accents, and y where i may stand as well (ký/kí, lý/lí)."""

import re

from tinhso.base.text import fold

# A y that is the only vowel of its syllable, or follows qu, is written i by as many people.
_Y = re.compile(r"\b([bcdghklmnrstvx]|kh|th|tr|ch|nh|ph|qu)y\b")
LONGEST_QUERY = 200
MOST_WORDS = 16


def search_words(text: str) -> str:
    """``Đăng ký đất`` and ``dang ki dat`` as one: ``dang ki dat``."""
    return _Y.sub(r"\1i", fold(text))


def query_words(text: str) -> list[str]:
    """The words of a question in their order, cut off where nobody reads on."""
    return search_words(text[:LONGEST_QUERY]).split()[:MOST_WORDS]
