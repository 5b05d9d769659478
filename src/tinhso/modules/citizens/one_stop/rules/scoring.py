"""Scoring an office over a quarter: nine indices of 2, 1 or 0 points, their sum, its grade. The table is dated data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

MOST = 2


@dataclass(frozen=True)
class Quarter:
    year: int
    number: int  # 1 to 4

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self) -> date:
        """The first day of the next quarter."""
        return date(self.year + 1, 1, 1) if self.number == 4 else date(self.year, 3 * self.number + 1, 1)

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def text(self) -> str:
        return f"{self.year}-{self.number}"


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_read(text: str) -> Quarter | None:
    """From “2026-4”; None for what is no quarter."""
    year, _sep, number = text.partition("-")
    if not (year.isdecimal() and len(year) == 4 and number in ("1", "2", "3", "4")):
        return None
    return Quarter(int(year), int(number)) if int(year) > 1990 else None


@dataclass(frozen=True)
class Index:
    """One index of the table: ``choices`` says what 2, 1 and 0 points stand for; a counted one has its number."""

    number: int
    title: str
    choices: Mapping[int, str]
    counted: str  # which count answers it; empty: a person does


def indices_of(tables: Mapping[str, Any]) -> list[Index]:
    return [
        Index(row["number"], row["title"], {int(points): text for points, text in row["choices"].items()},
              row.get("counted", ""))
        for row in tables["indices"]
    ]  # fmt: skip


def grade_of(total: int, tables: Mapping[str, Any]) -> str:
    """The grade whose lowest sum the total reaches."""
    reached = [row for row in tables["grades"] if total >= row["from"]]
    return str(max(reached, key=lambda row: row["from"])["title"])


def points_for_time(used: float, allowed: float) -> int:
    """Shorter than allowed 2, equal 1, longer 0."""
    return 2 if used < allowed else 1 if used == allowed else 0


def points_for_online(
    procedures: int, online_procedures: int, dossiers: int, online_dossiers: int, late_online: int,
    shares: Mapping[str, int],
) -> int:  # fmt: skip
    """Shares in percent: of procedures that can be filed online and of dossiers that were; one late online gives 0."""
    if not procedures or not dossiers or late_online:
        return 0
    offered, filed = 100 * online_procedures / procedures, 100 * online_dossiers / dossiers
    if offered >= shares["procedures"] and filed >= shares["many"]:
        return 2
    return 1 if filed >= shares["some"] else 0


def total_of(points: Sequence[int | None]) -> int | None:
    """The sum once every index has its points."""
    known = [one for one in points if one is not None]
    return sum(known) if len(known) == len(points) else None
