"""The first sheet of a workbook, row by row: openpyxl tells its parts and styles, expat reads its cells.

openpyxl makes an object of every cell, which takes ten times as long; a list of thousands of people must not wait.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from xml.parsers import expat

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel

from tinhso.base.tables.shape import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, VERSION_SHEET, WrongTable

_LETTERS = re.compile(r"[A-Z]{1,3}")
Cell = str | int | float | datetime | date | time | timedelta | None
Line = tuple[int, list[Cell]]


def lines_of(data: bytes) -> Iterator[Line]:
    """Place and cells of each row that has any. Raises WrongTable, and what openpyxl and expat raise."""
    book: Any = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
    sheet = next(sheet for sheet in book.worksheets if sheet.title != VERSION_SHEET)
    reader = _Reader(sheet._shared_strings, book._date_formats, book.epoch)
    with sheet._get_source() as source:
        while chunk := source.read(2**16):
            yield from reader.fed(chunk)
        yield from reader.fed(b"", is_last=True)


class _Reader:
    """Follows the elements of a sheet; what a cell says is known at its end."""

    def __init__(self, shared: Any, dates: set[int], epoch: datetime) -> None:
        self.shared, self.dates, self.epoch = shared, dates, epoch
        self.place, self.column = 0, 0
        self.cells: list[Cell] = []
        self.kind, self.style, self.is_formula, self.has_value, self.is_open = "n", 0, False, False, False
        self.pieces: list[str] = []
        self.length = 0
        self.ready: list[Line] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def fed(self, chunk: bytes, *, is_last: bool = False) -> list[Line]:
        """The rows that are whole by now. Raises ExpatError, WrongTable."""
        self.parser.Parse(chunk, is_last)
        ready, self.ready = self.ready, []
        return ready

    def _start(self, name: str, facts: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._cell(facts)
        elif name == "row":
            self.place = int(facts["r"]) if "r" in facts else self.place + 1
            self.column, self.cells = 0, []
            if self.place > MOST_ROWS + 1:
                raise WrongTable(why=f"quá {MOST_ROWS} dòng")
        elif name in ("v", "t"):
            self.is_open, self.has_value = True, True
        elif name == "f":
            self.is_formula = True

    def _cell(self, facts: dict[str, str]) -> None:
        found = _LETTERS.match(facts.get("r", ""))
        self.column = _column(found[0]) if found else self.column + 1
        self.kind, self.style = facts.get("t", "n"), int(facts.get("s", 0))
        self.is_formula = self.has_value = False
        self.pieces, self.length = [], 0

    def _text(self, text: str) -> None:
        if self.is_open and self.length < LONGEST_CELL:
            self.pieces.append(text)
            self.length += len(text)

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in ("v", "t"):
            self.is_open = False
        elif name == "c":
            self._put()
        elif name == "row" and self.cells:
            self.ready.append((self.place, self.cells))

    def _put(self) -> None:
        text = "".join(self.pieces)
        if self.is_formula and not text and self.kind != "str":
            where = f"{get_column_letter(self.column)}{self.place}"
            raise WrongTable(why=f"ô {where} là công thức chưa có giá trị; hãy dán lại dạng giá trị (Paste Values)")
        if not text or self.column > MOST_COLUMNS + 1:
            return
        self.cells += [None] * (self.column - 1 - len(self.cells))
        self.cells[self.column - 1 :] = [self._value(text)]

    def _value(self, text: str) -> Cell:
        if self.kind == "s":
            return str(self.shared[int(text)])
        if self.kind in ("inlineStr", "str", "e", "d"):
            return text
        if self.kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        if self.style in self.dates:
            moment: Cell = from_excel(float(text), self.epoch)
            return moment
        return int(text) if text.isdigit() else float(text)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
