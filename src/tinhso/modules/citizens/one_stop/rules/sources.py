"""Reading the lists officials have: JSON lines, plain or gzipped, and the workbooks of the national portal.

Each reader gives rows one by one and never more than the limits below; what cannot be such a list is a WrongFile.
"""

import gzip
import json
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, cast
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.text import fold
from tinhso.modules.citizens.one_stop.rules.importing import Row

LONGEST_LINE = 2_000_000
MOST_BYTES = 200_000_000
MOST_ROWS = 100_000
MOST_SHEET_BYTES = 50_000_000
MOST_PARTS = 200
_COLUMNS = {
    "ma so": "code",
    "ten": "name",
    "co quan ban hanh": "ministry",
    "co quan thuc hien": "implementing_agencies",
    "linh vuc": "sector",
}
_LIST_KNOWS = frozenset({"name", "ministry", "agencies", "sector"})
# What openpyxl lets through when a workbook was cut off, changed or never was one.
_BROKEN = (
    AttributeError, EOFError, IndexError, InvalidFileException, KeyError, OSError, ParseError, TypeError, ValueError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class WrongFile(Refused):
    code = "wrong-file"
    title = gettext_noop("Không đọc được tệp danh mục thủ tục: %(why)s")
    mend = gettext_noop("Dùng tệp JSONL (có thể nén .gz) hoặc tệp Excel .xlsx tải từ Cổng Dịch vụ công quốc gia.")


def read_rows(stream: IO[bytes]) -> Iterator[Row]:
    """The rows of a list; its kind is told by its first bytes, not by its name. Raises WrongFile."""
    start = stream.read(4)
    stream.seek(0)
    if not start:
        raise WrongFile(why="tệp rỗng")
    if start.startswith(b"PK"):
        return _workbook_rows(stream)
    if start.startswith(b"\x1f\x8b"):
        return _packed_rows(stream)
    return _json_rows(stream)


def _packed_rows(stream: IO[bytes]) -> Iterator[Row]:
    place = 0
    try:
        with gzip.GzipFile(fileobj=stream) as unpacked:
            for row in _json_rows(cast(IO[bytes], unpacked)):
                place = row.place
                yield row
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise WrongFile(why=f"tệp nén hỏng hoặc thiếu phần cuối, sau dòng {place}") from error


def _json_rows(stream: IO[bytes]) -> Iterator[Row]:
    place = total = 0
    is_list = False
    while line := stream.readline(LONGEST_LINE + 1):
        place += 1
        total += len(line)
        if total > MOST_BYTES or place > MOST_ROWS:
            raise WrongFile(why=f"tệp quá lớn (dừng ở dòng {place})")
        whole = len(line) <= LONGEST_LINE
        while not whole and not line.endswith(b"\n") and total <= MOST_BYTES:
            line = stream.readline(LONGEST_LINE)
            total += len(line)
            if not line:
                break
        if not line.strip() and whole:
            continue
        row = _json_row(place, line) if whole else Row(place, refusal="too_long")
        is_list = is_list or row.fields is not None
        if not is_list and place >= 20:
            raise WrongFile(why="20 dòng đầu không có dòng nào là một thủ tục dạng JSON")
        yield row
    if not is_list:
        raise WrongFile(why="không có dòng nào là một thủ tục dạng JSON")


def _json_row(place: int, line: bytes) -> Row:
    try:
        fields = json.loads(line.decode("utf-8-sig"), parse_constant=_not_a_number)
    except (ValueError, RecursionError):
        return Row(place, refusal="json_broken")
    return Row(place, fields) if isinstance(fields, dict) else Row(place, refusal="not_a_record")


def _not_a_number(text: str) -> None:
    raise ValueError(text)


def _workbook_rows(stream: IO[bytes]) -> Iterator[Row]:
    _check_size(stream)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        found = False
        columns: dict[int, str] = {}
        for place, cells in enumerate(sheet.iter_rows(values_only=True, max_col=50), start=1):
            if place > MOST_ROWS:
                raise WrongFile(why=f"tệp quá lớn (quá {MOST_ROWS} dòng)")
            if not found:
                columns = _heading(cells)
                found = "code" in columns.values() and "name" in columns.values()
            elif any(cell not in (None, "") for cell in cells):
                yield _workbook_row(place, cells, columns)
    except _BROKEN as error:
        raise WrongFile(why="không phải sổ tính Excel đọc được") from error
    if not found:
        raise WrongFile(why="sổ tính không có hàng tiêu đề “Mã số”, “Tên”")


def _check_size(stream: IO[bytes]) -> None:
    """Refuses a bomb before anything is unpacked (a reader never gets more than the sizes declared here)."""
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise WrongFile(why="tệp nén .xlsx bị hỏng") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_SHEET_BYTES:
        raise WrongFile(why="sổ tính khi mở ra quá lớn")
    stream.seek(0)


def _heading(cells: tuple[Any, ...]) -> dict[int, str]:
    names = {place: fold(cell) for place, cell in enumerate(cells) if isinstance(cell, str)}
    return {place: _COLUMNS[name] for place, name in names.items() if name in _COLUMNS}


def _workbook_row(place: int, cells: tuple[Any, ...], columns: dict[int, str]) -> Row:
    fields = {column: cells[at] for at, column in columns.items() if at < len(cells)}
    agencies = fields.get("implementing_agencies")
    if isinstance(agencies, str):
        lines = (line.strip() for line in agencies.splitlines())
        fields["implementing_agencies"] = ", ".join(dict.fromkeys(line for line in lines if line))
    return Row(place, fields, given=_LIST_KNOWS)
