"""Tables as people send them, and as people who mean harm do."""

import zipfile
from io import BytesIO

import openpyxl
import pytest

from tinhso.base import tables
from tinhso.base.tables import Column, Remark, WrongTable

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


def _bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (tables.MOST_UNPACKED + 1))
    return out.getvalue()


def _with_entities() -> bytes:
    """A workbook whose sheet names a file of the machine."""
    source, out = zipfile.ZipFile(BytesIO(_book(("Mã",), ("chữ",)))), BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member in source.infolist():
            data = source.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                data = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + data.replace("chữ".encode(), b"&e;")
            archive.writestr(member.filename, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n",
        b"PK\x03\x04hong",
        b"\xff\xfe\x00M",
        "Loại\na\n".encode(),
        "Mã,Mã\n1,2\n".encode(),
        ("Mã" + ",x" * 1_000_000 + "\n1\n").encode(),
        ("Mã\n" + "1\n" * 30_000).encode(),
        b"M\xc3\xa3\n" + b'"' + b"x" * 200_000 + b'"\n',
        _bomb(),
        _with_entities(),
        b"x" * (tables.MOST_BYTES + 1),
    ],
    ids=[
        "empty", "blank", "broken", "not utf-8", "no needed column", "twice", "a million columns", "too many rows",
        "long cell", "bomb", "entities", "too large",
    ],
)  # fmt: skip
def test_hostile_files_are_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(WrongTable):
        tables.read_table(BytesIO(data), COLUMNS)
