"""Tables that go out: templates to fill in, answers with what is wrong coloured, plain lists."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from tinhso.base.tables.shape import MOST_ROWS, VERSION_SHEET, Column, Remark, Row

RISKY = ("=", "+", "-", "@", "\t", "\r")
WRONG, WRITTEN = PatternFill("solid", fgColor="FFD9D9"), Font(bold=True)


def template(title: str, version: str, columns: Sequence[Column]) -> bytes:
    """A workbook to fill in: titles with hints, a row of examples, drop-downs, and a hidden sheet with the version."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = title[:31]
    _head(sheet, columns)
    for at, column in enumerate(columns, start=1):
        if column.example:
            sheet.cell(2, at, column.example).number_format = "@"  # leading zeros and days stay as they are typed
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


def sheet_of(title: str, head: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """A plain list as a workbook: every cell a text that stays one."""
    book = openpyxl.Workbook(write_only=True)
    sheet: Any = book.create_sheet(title[:31])
    sheet.append(list(head))
    for line in lines:
        sheet.append([harmless(text) for text in line])
    return _bytes(book)


def harmless(text: str) -> str:
    """The text, kept from being read as a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def _bytes(book: Any) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
