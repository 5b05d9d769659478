"""The personal number (số định danh cá nhân, 12 digits) and telephone numbers."""

import re
from dataclasses import dataclass
from datetime import date

from tinhso.kernel.identity.rules.places import PLACES

NUMBER_LENGTH = 12
OLD_LENGTH = 9
_NOT_DIGITS = re.compile(r"[^0-9]")  # not \D: other scripts have digits too


@dataclass(frozen=True)
class Place:
    """Where a number was first given: digits 1 to 3."""

    code: str
    name: str


@dataclass(frozen=True)
class NumberReading:
    """What a number says of its holder (TT 59/2021: place, century and sex, year)."""

    place: Place | None
    sex: str
    birth_year: int


def digits(text: str) -> str:
    """The digits of what was typed: spaces, dots and dashes dropped."""
    return _NOT_DIGITS.sub("", text)


def number_fault(number: str) -> str:
    """Why this cannot be a personal number, as a code; empty when it can.

    Codes: ``letters`` (something else than digits), ``length`` (not 12 digits).
    """
    bare = re.sub(r"[\s.\-]", "", number)
    if not bare.isascii() or not bare.isdigit():
        return "letters"
    return "" if len(bare) == NUMBER_LENGTH else "length"


def is_old_number(number: str) -> bool:
    """Nine digits: the number of an old identity card (CMND), good for look-ups only."""
    return len(digits(number)) == OLD_LENGTH


def read_number(number: str) -> NumberReading:
    """Place, sex and birth year of a 12-digit number (digit 4: even male, odd female, a pair a century)."""
    bare = digits(number)
    century, sex = divmod(int(bare[3]), 2)
    name = PLACES.get(bare[:3])
    return NumberReading(
        place=Place(bare[:3], name) if name else None,
        sex="female" if sex else "male",
        birth_year=1900 + 100 * century + int(bare[4:6]),
    )


def number_warnings(number: str, *, birth_date: date | None = None, sex: str = "") -> tuple[str, ...]:
    """What does not fit between a number and the rest, as codes: ``place``, ``birth_year``, ``sex``.

    A warning, never an error: mistakes were made when numbers were given, and they stand.
    """
    said = read_number(number)
    return tuple(
        code
        for code, differs in (
            ("place", said.place is None),
            ("birth_year", birth_date is not None and birth_date.year != said.birth_year),
            ("sex", bool(sex) and sex != said.sex),
        )
        if differs
    )


def without_numbers(text: str) -> str:
    """The text without anything as long as a personal or telephone number, however it is spaced."""
    return re.sub(r"\d(?:[\s.\-]?\d){8,}", "•", text)


def phone_digits(phone: str) -> str:
    """0912345678 for every way of writing it: +84 912 345 678, 0912.345.678."""
    bare = digits(phone)
    return f"0{bare[2:]}" if bare.startswith("84") and len(bare) in (11, 12) else bare


def is_phone(phone: str) -> bool:
    """Whether this can be a Vietnamese number: 0 and nine or ten digits more."""
    bare = phone_digits(phone)
    return bare.startswith("0") and len(bare) in (10, 11)


def masked_phone(phone: str) -> str:
    """0912•••678 is too much: only the last three digits stay."""
    return "•" * (len(phone) - 3) + phone[-3:]
