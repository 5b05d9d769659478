"""Vietnamese text: one spelling for storing, one for finding, one for sorting."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {"\u0306", "\u0302", "\u031b"}


def nfc(text: str) -> str:
    """Composed form (NFC) with single spaces and no space at either end."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Lower case without accents, đ as d, words apart by one space: what search compares.

    Dropping the tone marks also makes hoà and hòa one word; the same folding is done in
    SQL by the function ``vn_fold`` (kernel/law/migrations).
    """
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return _NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def _sort_word(word: str) -> str:
    letters: list[str] = []
    tone = 0
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tone = _TONES[char]
        elif char in _SHAPES and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        elif not unicodedata.combining(char):
            letters.append(char)
    key = "".join(f"{_LETTERS.find(c):02d}" if c in _LETTERS else f"9{c}" for c in letters)
    return f"{key}.{tone}"


def name_sort_key(full_name: str) -> str:
    """A key that sorts people by given name, then family and middle names, in Vietnamese order."""
    words = nfc(full_name).split(" ")
    return " ".join(_sort_word(word) for word in [words[-1], *words[:-1]])


def text_sort_key(text: str) -> str:
    """A key that sorts words in the order of the Vietnamese alphabet (the database has no ICU)."""
    return " ".join(_sort_word(word) for word in nfc(text).split(" "))


def masked_number(number: str) -> str:
    """068•••••••12: the first three and the last two digits of a personal number."""
    if len(number) < 6:
        return "•" * len(number)
    return number[:3] + "•" * (len(number) - 5) + number[-2:]


def telephone(number: str) -> str:
    """0912 345 678, as people read a number aloud."""
    return f"{number[:4]} {number[4:7]} {number[7:]}".strip()
