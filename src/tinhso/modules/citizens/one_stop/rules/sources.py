"""Reading the lists officials have: JSON lines, plain or gzipped, and the workbooks of the national portal.

Each reader gives rows one by one and never more than the limits below; what cannot be such a list is a WrongFile.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import IO, Any, cast

from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.tables import Column, WrongTable, read_table
from tinhso.base.tables import Row as TableRow
from tinhso.modules.citizens.one_stop.rules.importing import Row

LONGEST_LINE = 2_000_000
MOST_BYTES = 200_000_000
MOST_ROWS = 100_000
HEADING_WITHIN = 30  # rows: the portal's workbooks have a title above it
COLUMNS = (
    Column("code", "Mã số", is_needed=True),
    Column("name", "Tên", is_needed=True),
    Column("ministry", "Cơ quan ban hành"),
    Column("implementing_agencies", "Cơ quan thực hiện", has_lines=True),
    Column("sector", "Lĩnh vực"),
)
_LIST_KNOWS = frozenset({"name", "ministry", "agencies", "sector"})


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
    """Read behind the wall of ``base.tables``: whatever a workbook does to its reader, this process goes on."""
    try:
        found = read_table(stream, COLUMNS, heading_within=HEADING_WITHIN)
    except WrongTable as refusal:
        raise WrongFile(why=refusal.facts["why"]) from refusal
    return (_workbook_row(row) for row in found)


def _workbook_row(row: TableRow) -> Row:
    fields: dict[str, Any] = {code: text or None for code, text in row.cells.items()}
    if agencies := row.cells.get("implementing_agencies"):
        fields["implementing_agencies"] = ", ".join(dict.fromkeys(agencies.splitlines()))
    return Row(row.place, fields, given=_LIST_KNOWS)
