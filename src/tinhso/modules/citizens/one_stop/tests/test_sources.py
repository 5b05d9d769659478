"""Files that are lists, and files that are not."""

import gzip
import io
import json
import resource
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tinhso.modules.citizens.one_stop.rules import sources
from tinhso.modules.citizens.one_stop.rules.sources import Row, WrongFile, read_rows

GOOD = {"code": "1.001193", "name": "Khai sinh"}


def rows(data: bytes) -> list[Row]:
    return list(read_rows(io.BytesIO(data)))


def lines(*values: Any) -> bytes:
    return b"".join(json.dumps(value, ensure_ascii=False).encode() + b"\n" for value in values)


def workbook(*table: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in table:
        sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


TITLE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nDANH SÁCH THỦ TỤC HÀNH CHÍNH", None, None, None, None)
HEAD = ("Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực")


def test_it_works() -> None:
    assert rows(lines(GOOD, GOOD)) == [Row(1, GOOD), Row(2, GOOD)]
    assert rows(gzip.compress(lines(GOOD))) == [Row(1, GOOD)]
    assert rows(b"\xef\xbb\xbf" + lines(GOOD) + b"\n \n") == [Row(1, GOOD)]


def test_a_workbook_of_the_national_portal_is_read_below_its_title() -> None:
    table = workbook(
        TITLE, HEAD, ("1.001193", " Khai\nsinh", "Bộ Tư pháp", "UBND cấp xã\nUBND cấp xã\nSở Tư pháp", "Hộ tịch")
    )
    (row,) = rows(table)
    assert row.place == 3
    assert row.fields == {
        "code": "1.001193",
        "name": "Khai sinh",
        "ministry": "Bộ Tư pháp",
        "implementing_agencies": "UBND cấp xã, Sở Tư pháp",
        "sector": "Hộ tịch",
    }
    assert "channels" not in row.given
    assert "sector" in row.given


def test_a_broken_line_is_named_by_its_number_and_the_rest_is_read() -> None:
    data = (
        lines(GOOD) + b'{"code": \n' + lines([1]) + b'{"code": NaN}\n\xff\xfe\n' + b"[" * 100_000 + b"\n" + lines(GOOD)
    )
    found = rows(data)
    assert [(row.place, row.refusal) for row in found if row.fields is None] == [
        (2, "json_broken"),
        (3, "not_a_record"),
        (4, "json_broken"),
        (5, "json_broken"),
        (6, "json_broken"),
    ]
    assert found[-1] == Row(7, GOOD)


def test_a_line_too_long_is_refused_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LONGEST_LINE", 100)
    found = rows(lines(GOOD, {"x": "y" * 350}, GOOD))
    assert [row.refusal for row in found] == ["", "too_long", ""]
    assert found[2].place == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\n" + b"\x00" * 100,
        b"code,name\n1.001193,Khai sinh\n" * 30,
        b"[]\n",
        b"\n\n\n",
        b"PK\x03\x04 not a zip at all",
        b"\x1f\x8b not gzip",
        gzip.compress(b"hello", mtime=0),
    ],
)
def test_a_file_that_is_no_list_is_told_in_one_line(data: bytes) -> None:
    with pytest.raises(WrongFile) as caught:
        rows(data)
    assert "\n" not in str(caught.value)


def test_a_packed_file_that_was_cut_off_is_refused_with_the_last_line_read() -> None:
    packed = gzip.compress(lines(*[GOOD | {"code": f"1.{n:06d}", "noise": str(hash(str(n)))} for n in range(5000)]))
    with pytest.raises(WrongFile, match=r"sau dòng \d+"):
        rows(packed[: len(packed) // 2])


def test_a_packed_bomb_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_BYTES", 1_000_000)
    with pytest.raises(WrongFile, match="quá lớn"):
        rows(gzip.compress(lines(GOOD) + b"0" * 50_000_000))


def test_too_many_rows_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_ROWS", 10)
    with pytest.raises(WrongFile, match="quá lớn"):
        rows(lines(*[GOOD] * 11))


def test_a_workbook_bomb_is_refused_before_it_is_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    with pytest.raises(WrongFile, match="bung ra quá"):
        rows(packed.getvalue())
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(201):
            archive.writestr(f"part{number}", b"")
    with pytest.raises(WrongFile, match="quá nhiều phần"):
        rows(many.getvalue())


def test_a_workbook_that_fills_its_reader_is_refused_and_this_process_does_not_grow() -> None:
    """A row that never ends: read behind the wall, as every table that people send."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cells = b"".join(b'<c r="A1" t="inlineStr"><is><t>x</t></is></c>' for _ in range(700_000))
    whole, changed = io.BytesIO(workbook(HEAD, ("1.001193", "Khai sinh"))), io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                text = text.replace(b"</sheetData>", b"<row>" + cells + b"</row></sheetData>")
            new.writestr(part.filename, text)
    data = changed.getvalue()
    del cells, text
    with pytest.raises(WrongFile):
        rows(data)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KB: what the test itself made


def test_a_workbook_with_entities_reads_nothing_from_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("bí mật")
    whole = io.BytesIO(workbook(HEAD, ("1.001193", "Khai sinh")))
    changed = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'.encode()
                assert b"Khai sinh" in text
                text = entity + text.replace(b"Khai sinh", b"&e;")
            new.writestr(part.filename, text)
    with pytest.raises(WrongFile):
        rows(changed.getvalue())


def test_a_workbook_without_the_headings_is_refused() -> None:
    with pytest.raises(WrongFile, match="thiếu cột Mã số, Tên"):
        rows(workbook(("a", "b"), ("1.001193", "Khai sinh")))


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_that_was_cut_off_is_refused(cut: float) -> None:
    whole = workbook(TITLE, HEAD, *[(f"1.{n:06d}", "Khai sinh") for n in range(200)])
    with pytest.raises(WrongFile):
        rows(whole[: int(len(whole) * cut)])
