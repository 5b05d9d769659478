"""What a table is: its columns, rows and remarks, and how much of one is let in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tinhso.base.messages import Refused, gettext_noop

MOST_BYTES = 20 * 2**20
MOST_UNPACKED = 60 * 2**20
MOST_PARTS = 200
MOST_MARKS = 4_000_000  # of "<": full workbooks of 20,000 rows and 20 columns stay below
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_TEXT = 10_000_000
LONGEST_CELL = 4000
VERSION_SHEET = "_mau"


class WrongTable(Refused):
    code = "wrong-table"
    title = gettext_noop("Không đọc được bảng: %(why)s")
    mend = gettext_noop("Tải tệp mẫu về, điền vào đó rồi gửi lại dạng .xlsx hoặc .csv (UTF-8).")


@dataclass(frozen=True)
class Column:
    """``choices`` are the codes that may stand there, each with its meaning; ``also``: other titles it goes by.

    Lines within a cell are kept where it ``has_lines``; elsewhere a line's end is a space.
    """

    code: str
    title: str
    is_needed: bool = False
    hint: str = ""
    choices: Mapping[str, str] | None = None
    also: tuple[str, ...] = ()
    example: str = ""
    has_lines: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.title, self.code, *self.also)


@dataclass(frozen=True)
class Row:
    """A row that is not empty: its place in the file and its texts by column code."""

    place: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Remark:
    """What is to be said of a cell (``column`` empty: of the row)."""

    place: int
    column: str
    message: str
    suggestion: str = ""


def remarks_of(row: Row, columns: Sequence[Column]) -> list[Remark]:
    """What is missing from a row or is none of the choices."""
    said = []
    for column in columns:
        text = row.cells.get(column.code, "")
        if column.is_needed and not text:
            said.append(Remark(row.place, column.code, f"“{column.title}” còn trống", column.hint))
        elif text and column.choices is not None and text not in column.choices:
            said.append(Remark(row.place, column.code, f"không có “{text[:60]}”", f"Chọn: {', '.join(column.choices)}"))
    return said
