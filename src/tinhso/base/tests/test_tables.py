"""Tables as people send them, and as people who mean harm do."""

import struct
import zipfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest

from tinhso.base import tables
from tinhso.base.tables import Column, Remark, WrongTable, walled

COLUMNS = (
    Column("code", "Mã", is_needed=True),
    Column("kind", "Loại", choices={"a": "Một", "b": "Hai"}),
    Column("name", "Tên gọi"),
)


def _read(data: bytes) -> list[dict[str, str]]:
    return [dict(row.cells) for row in tables.read_table(BytesIO(data), COLUMNS)]


def _book(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_it_works() -> None:
    for data in (
        "Mã,Loại,Tên gọi\n1,a,Xã\n".encode(),
        "\ufeffTên gọi;Mã;Loại\r\nXã;1;a\r\n".encode(),
        "MA\tloai\tTEN GOI\n1\ta\tXã\n\n".encode(),
        _book(("Mã*", "Loại", "Lạ", "Tên gọi"), (1.0, "a", "?", "Xã"), (None, None, None, None)),
    ):
        assert _read(data) == [{"code": "1", "kind": "a", "name": "Xã"}]


def test_the_template_is_read_back_and_offers_the_codes() -> None:
    data = tables.template("Đơn vị", "units/1", COLUMNS)
    book = openpyxl.load_workbook(BytesIO(data))
    assert book["_mau"].sheet_state == "hidden"
    assert book["_mau"]["A1"].value == "units/1"
    (rule,) = book.worksheets[0].data_validations.dataValidation
    assert rule.formula1 == "'_mau'!$B$2:$B$3"
    assert _read(data) == []


def test_the_example_a_template_carries_is_text_and_no_row_of_the_list() -> None:
    columns = (
        Column("code", "Mã", example="0123"),
        Column("day", "Ngày", example="01/12/2026"),
        Column("more", "Khác"),
    )
    data = tables.template("Mẫu", "x/1", columns)
    plain = tuple(replace(column, example="") for column in columns)
    assert [row.cells for row in tables.read_bytes(data, plain)] == [{"code": "0123", "day": "01/12/2026", "more": ""}]
    assert tables.read_bytes(data, columns) == []
    (row,) = tables.read_bytes("Mã,Ngày\n0123,01/12/2026\n0123,02/12/2026\n".encode(), columns)
    assert row.place == 3


def test_other_titles_moments_numbers_and_lines_within_a_cell_are_read() -> None:
    columns = (Column("code", "Mã", also=("Citizen ID",)), Column("at", "Lúc"), Column("said", "Lời", has_lines=True))
    seen_at = datetime(2026, 11, 23, 8, 30)  # noqa: DTZ001
    data = _book(("citizen id", "Lúc", "Lời"), (68_190_000_123, seen_at, "một\n\nhai"))
    (row,) = tables.read_table(BytesIO(data), columns)
    assert row.cells == {"code": "68190000123", "at": "23/11/2026 08:30", "said": "một\nhai"}


def test_the_place_of_a_row_is_the_one_the_sheet_shows() -> None:
    rows = tables.read_table(BytesIO(_book(("Mã",), (None,), (None,), ("x",))), COLUMNS)
    assert [row.place for row in rows] == [4]


def test_what_is_wrong_is_coloured_and_nothing_becomes_a_formula() -> None:
    rows = tables.read_table(BytesIO('Mã;Loại;Tên gọi\n1;x;"=HYPERLINK(""http://x"")"\n2;a;đúng\n'.encode()), COLUMNS)
    (remark,) = [remark for row in rows for remark in tables.remarks_of(row, COLUMNS)]
    assert (remark.place, remark.column) == (2, "kind")
    sheet = openpyxl.load_workbook(BytesIO(tables.marked("Lỗi", COLUMNS, rows, [remark]))).worksheets[0]
    assert sheet.max_row == 2
    assert sheet["B2"].fill.fgColor.rgb == "00FFD9D9"
    assert sheet["C2"].data_type == "s"
    assert str(sheet["C2"].value).startswith("'=")


def test_a_needed_cell_that_is_empty_is_told() -> None:
    (row,) = tables.read_table(BytesIO("Mã,Tên gọi\n,Xã\n".encode()), COLUMNS)
    assert tables.remarks_of(row, COLUMNS) == [Remark(2, "code", "“Mã” còn trống", "")]


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b</sheetData></worksheet>'
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Mã</t></is></c></row>'.encode()
ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def _with_part(data: bytes, name: str = "xl/worksheets/sheet1.xml", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook one part of which is somebody's own."""
    source, out = zipfile.ZipFile(BytesIO(_book(("Mã",)))), BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for member in source.infolist():
            archive.writestr(member.filename, data if member.filename == name else source.read(member))
    return out.getvalue()


def _sheet(rows: bytes) -> bytes:
    return _with_part(SHEET % (HEAD + rows))


def _claiming_less() -> bytes:
    """A bomb whose directory says that it is small."""
    data = _with_part(b"0" * (tables.MOST_UNPACKED + 1))
    size = struct.pack("<I", tables.MOST_UNPACKED + 1)
    assert size in data
    return data.replace(size, struct.pack("<I", 1000))


HOSTILE = {
    "empty": (b"", "rỗng"),
    "blank": (b"  \n", "rỗng"),
    "broken": (b"PK\x03\x04hong", "hỏng"),
    "a bomb": (_with_part(b"0" * (tables.MOST_UNPACKED + 1)), "bung ra quá"),
    "a bomb that claims less": (_claiming_less(), "hỏng"),
    "entities": (_with_part(ENTITY + SHEET % HEAD.replace("Mã".encode(), b"&e;")), "thực thể"),
    "entities in utf-16": (_with_part((ENTITY + SHEET % HEAD).decode().encode("utf-16")), "thực thể"),
    "millions of empty cells": (_sheet(b'<row r="2">' + b"<c/>" * 5_000_000 + b"</row>"), "quá nhiều ô"),
    "a workbook of styles": (_with_part(b"<s>" + b"<a/>" * 5_000_000 + b"</s>", "xl/styles.xml"), "quá nhiều ô"),
    "one endless name": (_sheet(b'<row r="2"><c ' + b"x" * 30_000_000 + b'="1"/></row>'), "Không đọc"),
    "a row a million down": (_sheet(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "dòng"),
    "a formula without value": (_sheet(b'<row r="2"><c r="A2"><f>1+1</f></c></row>'), "ô A2 là công thức"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"0" * 100, ".xls kiểu cũ"),
    "a PDF": (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n", "không phải Excel"),
    "TCVN3": ("Mã\n".encode() + b"Nguy\xd4n\n", "UTF-8"),
    "no needed column": ("Loại\na\n".encode(), "thiếu cột Mã"),
    "twice": ("Mã,Mã\n1,2\n".encode(), "hai lần"),
    "a million columns": (("Mã" + ",x" * 1_000_000 + "\n1\n").encode(), "cột"),
    "too many rows": (("Mã\n" + "1\n" * 30_000).encode(), "quá 20000 dòng"),
    "long cell": (b"M\xc3\xa3\n" + b'"' + b"x" * 200_000 + b'"\n', "ô quá dài"),
    "too much text": (("Mã,Tên gọi\n" + f"1,{'x' * 3999}\n" * 3000).encode(), "chữ"),
    "too large": (b"x" * (tables.MOST_BYTES + 1), "20 MB"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_reason(name: str) -> None:
    data, why = HOSTILE[name]
    with pytest.raises(WrongTable, match=why) as refused:
        tables.read_table(BytesIO(data), COLUMNS)
    assert len(str(refused.value)) < 250


def test_a_formula_counts_with_the_value_the_file_carries() -> None:
    assert _read(_sheet(b'<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>')) == [{"code": "2"}]


def test_a_file_that_takes_too_long_or_too_much_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    heavy = _book(("Mã",), *[(f"chữ số {n}",) for n in range(15_000)])
    assert len(_read(heavy)) == 15_000
    for limit, value in (("MEMORY", 45 * 2**20), ("WAIT_SECONDS", 0.2)):
        with monkeypatch.context() as patched:
            patched.setattr(walled, limit, value)
            with pytest.raises(WrongTable, match="quá nhiều ô"):
                _read(heavy)
