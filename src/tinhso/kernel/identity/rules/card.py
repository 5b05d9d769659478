"""The text in the QR code of a citizen's card (CCCD): it fills a form, it never proves anything.

Seven fields between bars: number, old number or nothing, name, birth date, sex, address, date of issue.
Newer cards append fields; they are kept, not read. The text comes through a keyboard-wedge scanner, so a
Vietnamese input method may have garbled it on the way.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from tinhso.base.text import nfc
from tinhso.kernel.identity.rules.numbers import digits, number_fault, number_warnings

FIELDS_AT_LEAST, FIELDS_AT_MOST = 6, 11
LONGEST = 1000
_DAY = re.compile(r"^(\d{2})/?(\d{2})/?(\d{4})$")
_SEXES = {"nam": "male", "nữ": "female"}


@dataclass(frozen=True)
class CardReading:
    """``problem`` is empty, ``not_a_card`` or ``garbled`` (switch the input method off and scan again).

    What could be read stands here even then. ``warnings`` are those of ``numbers.number_warnings``.
    """

    problem: str = ""
    number: str = field(default="", repr=False)
    old_number: str = field(default="", repr=False)
    full_name: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    sex: str = ""
    address: str = field(default="", repr=False)
    issued_on: date | None = None
    warnings: tuple[str, ...] = ()


def read_card(text: str) -> CardReading:
    """Reads what a scanner typed; never raises."""
    parts = [nfc(part) for part in text[:LONGEST].split("|")]
    if not _looks_like_a_card(parts, text):
        return CardReading(problem="not_a_card")
    parts += [""] * (7 - len(parts))
    number, birth_date, sex = parts[0], read_day(parts[3]), _SEXES.get(parts[4].lower(), "")
    good_number = not number_fault(number)
    is_whole = good_number and birth_date and sex and _is_name(parts[2]) and _count_fits(text)
    return CardReading(
        problem="" if is_whole else "garbled",
        number=digits(number) if good_number else "",
        old_number=parts[1] if parts[1].isdigit() else "",
        full_name=parts[2].title() if parts[2].isupper() else parts[2],
        birth_date=birth_date,
        sex=sex,
        address=parts[5],
        issued_on=read_day(parts[6]),
        warnings=number_warnings(number, birth_date=birth_date, sex=sex) if good_number else (),
    )


def _looks_like_a_card(parts: list[str], text: str) -> bool:
    return len(parts) >= 3 or bool(re.match(r"\s*\d{9,}\D.{8,}", text))


def _is_name(text: str) -> bool:
    return bool(text) and not any(char.isdecimal() for char in text)


def _count_fits(text: str) -> bool:
    return FIELDS_AT_LEAST <= text.count("|") + 1 <= FIELDS_AT_MOST


def read_day(text: str) -> date | None:
    """ddmmyyyy or dd/mm/yyyy; None for anything that is no day."""
    found = _DAY.match(text)
    if not found:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
