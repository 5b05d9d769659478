"""Certified copies of many people in one sitting: rows of a grid → what is wrong → one dossier a person. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tinhso.base.messages import gettext_noop
from tinhso.base.text import fold, nfc
from tinhso.kernel.identity.rules.numbers import digits, number_fault

COLUMNS = ("name", "number", "title", "issuer", "pages", "copies")
MOST_ROWS, MOST_PEOPLE = 60, 20
MOST_PAGES, MOST_COPIES = 500, 100


@dataclass(frozen=True)
class Row:
    """One original as typed; ``wrong`` says by column what cannot be read."""

    number: int
    typed: Mapping[str, str]
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not any(self.typed.values())


@dataclass(frozen=True)
class Sitting:
    """What one person wants copied: the rows from their name to the next name."""

    name: str
    number: str
    rows: tuple[Row, ...]

    @property
    def answers(self) -> dict[str, Any]:
        """The answers of the procedure's form."""
        originals = [
            {
                "title": row.typed["title"],
                "pages": int(row.typed["pages"]),
                "copies": int(row.typed["copies"]),
                **({"issuer": row.typed["issuer"]} if row.typed["issuer"] else {}),
            }
            for row in self.rows
        ]
        return {"applicant_name": self.name, "originals": originals} | (
            {"applicant_number": self.number} if self.number else {}
        )


def keys_of_sitting(key: str, people: int) -> list[str]:
    """The idempotency key of each person's dossier, in the order of the grid."""
    return [f"{key}:{order}" for order in range(people)]


def rows_of(posted: Mapping[str, Any], count: int) -> list[Row]:
    """The rows as typed, blank ones too."""
    return [
        Row(at + 1, {column: nfc(str(posted.get(f"r{at}-{column}", "")))[:400] for column in COLUMNS})
        for at in range(min(count, MOST_ROWS))
    ]


def checked(rows: Sequence[Row]) -> list[Row]:
    """The filled rows, each with what is wrong with it."""
    found: list[Row] = []
    for row in (row for row in rows if not row.is_blank):
        found.append(Row(row.number, row.typed, _wrong(row.typed, is_first=not found)))
    return found


def _wrong(typed: Mapping[str, str], *, is_first: bool) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if is_first and not typed["name"]:
        wrong["name"] = gettext_noop("Ghi họ tên người yêu cầu ở dòng đầu.")
    if typed["number"] and number_fault(typed["number"]):
        wrong["number"] = gettext_noop("Số định danh phải có 12 chữ số.")
    if not typed["title"]:
        wrong["title"] = gettext_noop("Ghi tên giấy tờ.")
    for column, most in (("pages", MOST_PAGES), ("copies", MOST_COPIES)):
        if not re.fullmatch("[0-9]{1,4}", typed[column]) or not 0 < int(typed[column]) <= most:
            wrong[column] = (
                gettext_noop("Số trang từ 1 đến 500.") if column == "pages" else gettext_noop("Số bản từ 1 đến 100.")
            )
    return wrong


def sittings(rows: Sequence[Row]) -> list[Sitting]:
    """The people of the grid: a row without a name, or with the name above, belongs to the person above."""
    people: list[list[Row]] = []
    for row in rows:
        name = row.typed["name"]
        if not people or (name and fold(name) != fold(people[-1][0].typed["name"])):
            people.append([])
        people[-1].append(row)
    return [
        Sitting(
            own[0].typed["name"],
            next((digits(row.typed["number"]) for row in own if row.typed["number"]), ""),
            tuple(own),
        )
        for own in people
    ]
