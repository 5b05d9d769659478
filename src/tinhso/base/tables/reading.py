"""The reader behind the wall: takes an order and the bytes from standard input, answers with rows or a reason."""

import csv
import json
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from openpyxl.utils.exceptions import InvalidFileException

from tinhso.base.tables.shape import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_MARKS,
    MOST_PARTS,
    MOST_ROWS,
    MOST_TEXT,
    MOST_UNPACKED,
    WrongTable,
)
from tinhso.base.tables.workbook import lines_of
from tinhso.base.text import fold, nfc

DOCTYPE = b"<!DOCTYPE"  # no part of a workbook has one; without it there is no entity to follow or to multiply
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, or a workbook locked by a password
# What openpyxl lets through when a workbook was cut off, changed or never was one.
_BROKEN = (
    AttributeError, EOFError, ExpatError, IndexError, InvalidFileException, KeyError, OSError, ParseError, TypeError,
    ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
Ordered = Sequence[dict[str, Any]]
Lines = Iterator[tuple[int, Sequence[object]]]


def rows_in(data: bytes, columns: Ordered, heading_within: int = 1) -> list[tuple[int, dict[str, str]]]:
    """Place and texts of each row that is not empty. Raises WrongTable."""
    if data.startswith(OLD_OFFICE):
        raise WrongTable(why="tệp .xls kiểu cũ hoặc có mật khẩu; hãy lưu lại dạng .xlsx không mật khẩu")
    lines = _workbook(data) if data.startswith(b"PK") else _csv(data)
    return list(_rows(lines, columns, heading_within))


def _workbook(data: bytes) -> Iterator[tuple[int, Sequence[object]]]:
    try:
        _must_be_harmless(data)
        yield from lines_of(data)
    except (*_BROKEN, StopIteration, zipfile.LargeZipFile) as error:
        raise WrongTable(why="tệp Excel bị hỏng hoặc không phải .xlsx") from error


def _must_be_harmless(data: bytes) -> None:
    """Looks at what the workbook claims first, then at what it unpacks to. Raises WrongTable."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MOST_PARTS:
            raise WrongTable(why="tệp Excel có quá nhiều phần")
        # A reader never gets more of a part than is claimed here, so a bomb is refused before it is unpacked.
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            raise WrongTable(why=f"tệp Excel bung ra quá {MOST_UNPACKED // 2**20} MB")
        marks = 0
        for seen in _pieces(archive, members):
            if DOCTYPE in seen.upper():
                raise WrongTable(why="tệp Excel chứa khai báo thực thể XML")
            marks += seen.count(b"<")
            if marks > MOST_MARKS:
                raise WrongTable(why="quá nhiều ô, kể cả ô trống; hãy chia thành nhiều tệp")


def _pieces(archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]) -> Iterator[bytes]:
    """The parts piece by piece, each with the end of the one before, so that no word is cut in two."""
    for member in members:
        before = b""
        with archive.open(member) as part:
            while chunk := part.read(2**18):
                seen = before + chunk.replace(b"\x00", b"")
                yield seen
                before = seen[-16:]


def _csv(data: bytes) -> Iterator[tuple[int, Sequence[object]]]:
    text = _decoded(data)
    first = text.partition("\n")[0]
    mark = max(";,\t", key=first.count)
    try:
        yield from enumerate(csv.reader(StringIO(text, newline=""), delimiter=mark), start=1)
    except csv.Error:
        raise WrongTable(why="tệp CSV có ô quá dài hoặc ký tự lạ") from None


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise WrongTable(why="tệp không phải Excel (.xlsx), cũng không phải CSV viết bằng UTF-8") from None


def _rows(lines: Lines, columns: Ordered, heading_within: int) -> Iterator[tuple[int, dict[str, str]]]:
    place_of, left = _places(_heading(lines, columns, heading_within), columns), MOST_TEXT
    lined = {column["code"] for column in columns if column["has_lines"]}
    for place, line in lines:
        if place > MOST_ROWS + 1:
            raise WrongTable(why=f"quá {MOST_ROWS} dòng")
        cells = {code: _cell(line[at], code in lined) if at < len(line) else "" for code, at in place_of.items()}
        if any(cells.values()):
            left -= sum(map(len, cells.values()))
            if left < 0:
                raise WrongTable(why=f"quá {MOST_TEXT} chữ")
            yield place, cells


def _heading(lines: Lines, columns: Ordered, within: int) -> Sequence[object]:
    """The first row that names every column that is needed; the last one looked at when none does."""
    needed = [{fold(name) for name in column["names"]} for column in columns if column["is_needed"]]
    head: Sequence[object] = ()
    for _, head in islice(lines, within):
        named = {fold(_text(title).rstrip("*")) for title in head[:MOST_COLUMNS]}
        if all(names & named for names in needed):
            break
    return head


def _places(head: Sequence[object], columns: Ordered) -> dict[str, int]:
    """Where each column stands. Raises WrongTable when a needed one is missing or a title comes twice."""
    width = max((at for at, title in enumerate(head, start=1) if title is not None), default=0)
    if width > MOST_COLUMNS:
        raise WrongTable(why=f"quá {MOST_COLUMNS} cột")
    known = {fold(name): column["code"] for column in columns for name in column["names"]}
    found: dict[str, int] = {}
    for at, title in enumerate(head):
        code = known.get(fold(_text(title).rstrip("*")))
        if code in found:
            raise WrongTable(why=f"cột “{_text(title)[:60]}” có hai lần")
        if code is not None:
            found[code] = at
    if missing := [one["names"][0] for one in columns if one["is_needed"] and one["code"] not in found]:
        raise WrongTable(why=f"thiếu cột {', '.join(missing)}")
    return found


def _cell(value: object, has_lines: bool) -> str:
    if has_lines and isinstance(value, str):
        return "\n".join(filter(None, map(_text, value[:LONGEST_CELL].splitlines())))
    return _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return nfc(str(value).replace("\x00", " ")[:LONGEST_CELL])


def main() -> None:
    """Walls itself in, then reads."""
    order = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_CPU, (order["cpu"], order["cpu"]))
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: dict[str, Any] = {"rows": rows_in(sys.stdin.buffer.read(), order["columns"], order["heading_within"])}
    except WrongTable as refusal:
        answer = {"refused": refusal.facts["why"]}
    except MemoryError:
        sys.exit(1)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
