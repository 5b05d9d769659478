"""Tables that people send and get: rows of CSV and XLSX read within limits; templates and marked-up answers written.

Columns are told by their titles (accents and case do not matter), in any order. What comes in is not believed: size,
parts and columns are limited before anything is read, XML that declares entities is refused, formulas give the value
the file carries. What goes out cannot become a formula in somebody's spreadsheet.
"""

import csv
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.text import fold, nfc

MOST_BYTES = 20 * 2**20
MOST_UNPACKED = 60 * 2**20
MOST_PARTS = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 4000
VERSION_SHEET = "_mau"
DOCTYPE = b"<!DOCTYPE"  # no part of a workbook has one; without it there is no entity to follow or to multiply
RISKY = ("=", "+", "-", "@", "\t", "\r")
WRONG, WRITTEN = PatternFill("solid", fgColor="FFD9D9"), Font(bold=True)
# What openpyxl lets through when a workbook was cut off, changed or never was one.
_BROKEN = (
    AttributeError, EOFError, IndexError, InvalidFileException, KeyError, OSError, ParseError, TypeError, ValueError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class WrongTable(Refused):
    code = "wrong-table"
    title = gettext_noop("Không đọc được bảng: %(why)s")
    mend = gettext_noop("Tải tệp mẫu về, điền vào đó rồi gửi lại dạng .xlsx hoặc .csv (UTF-8).")


@dataclass(frozen=True)
class Column:
    """``choices`` are the codes that may stand there, each with its meaning."""

    code: str
    title: str
    is_needed: bool = False
    hint: str = ""
    choices: Mapping[str, str] | None = None


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


def read_table(stream: IO[bytes], columns: Sequence[Column]) -> list[Row]:
    """The rows of a workbook's first sheet or of a CSV; told by the bytes, not by the name. Raises WrongTable."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise WrongTable(why=f"tệp lớn quá {MOST_BYTES // 2**20} MB")
    if not data.strip():
        raise WrongTable(why="tệp rỗng")
    lines = _workbook(data) if data.startswith(b"PK") else _csv(data)
    return list(_rows(lines, columns))


def _workbook(data: bytes) -> Iterator[Sequence[object]]:
    try:
        _must_be_small(data)
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = next(sheet for sheet in book.worksheets if sheet.title != VERSION_SHEET)
        yield from sheet.iter_rows(max_col=MOST_COLUMNS + 1, max_row=MOST_ROWS + 2, values_only=True)
    except (*_BROKEN, StopIteration, zipfile.LargeZipFile) as error:
        raise WrongTable(why="tệp Excel bị hỏng hoặc không phải .xlsx") from error


def _must_be_small(data: bytes) -> None:
    """What the workbook unpacks to, counted by unpacking: the sizes it claims are not believed. Raises WrongTable."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MOST_PARTS:
            raise WrongTable(why="tệp Excel có quá nhiều phần")
        left = MOST_UNPACKED
        for member in members:
            with archive.open(member) as part:
                while chunk := part.read(2**18):
                    if DOCTYPE in chunk.replace(b"\x00", b"").upper():
                        raise WrongTable(why="tệp Excel chứa khai báo thực thể XML")
                    left -= len(chunk)
                    if left < 0:
                        raise WrongTable(why=f"tệp Excel bung ra quá {MOST_UNPACKED // 2**20} MB")


def _csv(data: bytes) -> Iterator[Sequence[object]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongTable(why="tệp CSV không viết bằng UTF-8") from None
    first = text.partition("\n")[0]
    mark = max(";,\t", key=first.count)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=mark)
    except csv.Error:
        raise WrongTable(why="tệp CSV có ô quá dài hoặc ký tự lạ") from None


def _rows(lines: Iterator[Sequence[object]], columns: Sequence[Column]) -> Iterator[Row]:
    place_of = _places(next(lines, ()), columns)
    for place, line in enumerate(lines, start=2):
        if place > MOST_ROWS + 1:
            raise WrongTable(why=f"quá {MOST_ROWS} dòng")
        cells = {code: _text(line[at]) if at < len(line) else "" for code, at in place_of.items()}
        if any(cells.values()):
            yield Row(place, cells)


def _places(head: Sequence[object], columns: Sequence[Column]) -> dict[str, int]:
    """Where each column stands. Raises WrongTable when a needed one is missing or a title comes twice."""
    width = max((at for at, title in enumerate(head, start=1) if title is not None), default=0)
    if width > MOST_COLUMNS:
        raise WrongTable(why=f"quá {MOST_COLUMNS} cột")
    known = {fold(name): column.code for column in columns for name in (column.title, column.code)}
    found: dict[str, int] = {}
    for at, title in enumerate(head):
        code = known.get(fold(_text(title).rstrip("*")))
        if code in found:
            raise WrongTable(why=f"cột “{_text(title)}” có hai lần")
        if code is not None:
            found[code] = at
    if missing := [column.title for column in columns if column.is_needed and column.code not in found]:
        raise WrongTable(why=f"thiếu cột {', '.join(missing)}")
    return found


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return nfc(str(value).replace("\x00", " ")[:LONGEST_CELL])


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


def template(title: str, version: str, columns: Sequence[Column]) -> bytes:
    """A workbook to fill in: titles with hints, drop-downs of codes, and a hidden sheet with the version."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = title[:31]
    _head(sheet, columns)
    hidden: Any = book.create_sheet(VERSION_SHEET)
    hidden["A1"] = version
    hidden.sheet_state = "hidden"
    for at, column in enumerate(columns, start=1):
        if column.choices:
            _drop_down(sheet, hidden, at, column)
    return _bytes(book)


def _head(sheet: Any, columns: Sequence[Column]) -> None:
    for at, column in enumerate(columns, start=1):
        cell = sheet.cell(1, at, f"{column.title}*" if column.is_needed else column.title)
        cell.font = WRITTEN
        if column.hint:
            cell.comment = Comment(column.hint, "Tỉnh Số")
        sheet.column_dimensions[get_column_letter(at)].width = max(14, len(column.title) + 4)
    sheet.freeze_panes = "A2"


def _drop_down(sheet: Any, hidden: Any, at: int, column: Column) -> None:
    letter, choices = get_column_letter(at), list(column.choices or ())
    for row, choice in enumerate(choices, start=2):
        hidden.cell(row, at, choice)
    area = f"'{VERSION_SHEET}'!${letter}$2:${letter}${len(choices) + 1}"
    rule = DataValidation(type="list", formula1=area, allow_blank=not column.is_needed)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{MOST_ROWS}")


def marked(title: str, columns: Sequence[Column], rows: Iterable[Row], remarks: Iterable[Remark]) -> bytes:
    """The rows as a workbook with every cell that is wrong coloured and the reason beside it."""
    said: dict[int, dict[str, str]] = {}
    for remark in remarks:
        cells = said.setdefault(remark.place, {})
        cells[remark.column] = "; ".join(filter(None, [cells.get(remark.column), remark.message, remark.suggestion]))
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = title[:31]
    _head(sheet, columns)
    for place, row in enumerate((row for row in rows if row.place in said), start=2):
        for at, column in enumerate(columns, start=1):
            cell = sheet.cell(place, at, harmless(row.cells.get(column.code, "")))
            if why := said[row.place].get(column.code):
                cell.fill, cell.comment = WRONG, Comment(why, "Tỉnh Số")
        sheet.cell(place, len(columns) + 1, harmless(" · ".join(said[row.place].values()))).fill = WRONG
    return _bytes(book)


def harmless(text: str) -> str:
    """The text, kept from being read as a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def _bytes(book: Any) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
