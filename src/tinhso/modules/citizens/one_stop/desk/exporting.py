"""A work list as a table to take away: XLSX or CSV, row after row, whatever its length."""

import codecs
import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, count
from typing import IO

from django.http import FileResponse, HttpResponseBase
from django.utils.translation import gettext as _
from openpyxl import Workbook

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day, moment_text
from tinhso.kernel.cases.queries import listed_cases
from tinhso.modules.citizens.one_stop.actions.lists import note_export
from tinhso.modules.citizens.one_stop.queries.exported import TITLES, exported_rows
from tinhso.modules.citizens.one_stop.rules.lists import ListChoice, as_filters, as_query

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
WIDTHS = (26, 48, 26, 22, 22, 26, 30, 20, 20, 20)
# What a spreadsheet would run as a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def exported(form: str, choice: ListChoice, words: str, *, by: Actor, at: datetime) -> HttpResponseBase:
    """The table as a download. It is written to a file first, so that the ledger knows how many rows left."""
    cases = listed_cases(by, as_filters(choice, at, text=words), at)
    place = tempfile.TemporaryFile()
    rows = exported_rows(cases, choice.order, at)
    written = _write(form, place, _head(choice, words, by, at), rows)
    note_export(form, as_query(choice), written, by=by, at=at)
    place.seek(0)
    name = f"ho-so-{local_day(at).isoformat()}.{form}"
    return FileResponse(place, as_attachment=True, filename=name, content_type=TYPES[form])


def _head(choice: ListChoice, words: str, by: Actor, at: datetime) -> list[list[str]]:
    """As of when, which list, for whom."""
    narrowed = as_query(choice) or _("không lọc")
    return [
        [_("Danh sách hồ sơ")],
        [_("Tính đến"), moment_text(at)],
        [_("Điều kiện lọc"), narrowed + (f" · {_('tìm')}: {words}" if words else "")],
        [_("Người xuất"), by.name],
        [],
        [_(title) for title in TITLES],
    ]


def _write(form: str, place: IO[bytes], head: Sequence[Sequence[str]], rows: Iterator[Sequence[str]]) -> int:
    """Writes head and rows; gives how many rows there were."""
    counted = count()
    lines = chain(head, (row for row, _number in zip(rows, counted, strict=False)))
    if form == "csv":
        place.write(codecs.BOM_UTF8)  # without it a spreadsheet misreads the accents
        csv.writer(codecs.getwriter("utf-8")(place)).writerows(map(_harmless, lines))
    else:
        _write_book(place, lines)
    return next(counted)


def _write_book(place: IO[bytes], lines: Iterable[Sequence[str]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Hồ sơ"))
    for width, column in zip(WIDTHS, "ABCDEFGHIJ", strict=True):
        sheet.column_dimensions[column].width = width
    for line in lines:
        sheet.append(_harmless(line))
    book.save(place)


def _harmless(line: Sequence[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in line]
