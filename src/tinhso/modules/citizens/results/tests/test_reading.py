"""What a machine reads on a scan: a suggestion beside the picture that a person takes over or leaves."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tinhso.kernel.cases.tests.conftest import AT, World
from tinhso.modules.citizens.results import actions, jobs, sample
from tinhso.modules.citizens.results.actions import reading
from tinhso.modules.citizens.results.models import ReadState, StoredPaper
from tinhso.modules.citizens.results.queries.papers import text_of
from tinhso.modules.citizens.results.rules.metadata import Metadata
from tinhso.modules.citizens.results.rules.reading import suggestions
from tinhso.modules.citizens.results.tests.conftest import Scanned, Staff

pytestmark = pytest.mark.django_db
PAGE = """ỦY BAN NHÂN DÂN    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ ĐỨC TRỌNG
Số: 123/GKS        Độc lập - Tự do - Hạnh phúc
Đức Trọng, ngày 5 tháng 3 năm 2024
GIẤY KHAI SINH
Họ, chữ đệm, tên: NGUYỄN VĂN A
CHỦ TỊCH
Lê Văn Ký
"""


def test_suggestions_are_found_where_papers_have_them() -> None:
    found = suggestions(PAGE)
    assert found["number_text"] == "123/GKS"
    assert found["issued_on"] == "05/03/2024"
    assert found["title"] == "Giấy khai sinh"
    assert found["signer"] == "Lê Văn Ký"
    assert found["issuer"] == "Ủy ban nhân dân Xã Đức Trọng"


@pytest.mark.parametrize("text", ["", "\x00\x00", "ngày 45 tháng 99 năm 2024", "Số: ", "x" * 20000, "ỦY BAN\n" * 500])
def test_noise_suggests_nothing_wrong(text: str) -> None:
    found = suggestions(text)
    assert "issued_on" not in found
    assert "number_text" not in found


@pytest.fixture
def scan(staff: Staff, world: World) -> StoredPaper:
    """A page with Vietnamese words on it, as the scanner of the sample draws it."""
    facts = Metadata(
        1, title="Giấy xác nhận tình trạng hôn nhân", number_text="45/XNHN", issuer="Ủy ban nhân dân xã Một"
    )
    picture = SimpleUploadedFile("quet.png", sample.picture_of(facts))
    return actions.take_scan([picture], unit_id=world.office, by=staff.digitiser, at=AT)


def test_it_works(staff: Staff, scan: StoredPaper) -> None:
    """Really read by tesseract; shown beside the box, taken over only by a press, and never by itself."""
    assert reading.is_there()
    assert reading.read_next(at=AT)
    assert not reading.read_next(at=AT)
    scan.refresh_from_db()
    assert scan.reading == ReadState.READ
    assert "45/XNHN" in text_of(scan)
    assert (scan.number_text, scan.title, scan.issued_on) == ("", "", None)
    client, page = staff.clients["sohoa"], f"/ban/so-hoa/{scan.pk}"
    shown = client.get(page).content.decode()
    assert "Máy đọc:" in shown
    assert 'name="number_text" value=""' in shown
    taken = client.post(page, {"take": "number_text", "title": "Gõ dở", "version": scan.version}).content.decode()
    assert 'name="number_text" value="45/XNHN"' in taken
    assert 'value="Gõ dở"' in taken
    assert "45/XNHN" not in str(StoredPaper.objects.filter(pk=scan.pk).values()[0])  # sealed


def test_without_a_reader_the_work_goes_on(staff: Staff, scan: StoredPaper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert not reading.is_there()
    jobs.read_scans()
    scan.refresh_from_db()
    assert scan.reading == ReadState.WAITING
    page = staff.clients["sohoa"].get(f"/ban/so-hoa/{scan.pk}").content.decode()
    assert "Chưa có nhận dạng chữ" in page
    assert "Đã kiểm tra" in page


def test_a_reader_that_hangs_is_cut_off_and_one_that_dies_is_tried_once_more(
    scanned: Scanned, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    paper = scanned()
    slow = tmp_path / "pdftoppm"
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(reading, "PATIENCE", 0.3)
    assert reading.read_next(at=AT)
    paper.refresh_from_db()
    assert paper.reading == ReadState.NOTHING
    lost = scanned()
    StoredPaper.objects.filter(pk=lost.pk).update(reading=ReadState.READING, reading_since=AT, reading_tries=1)
    assert not reading.read_next(at=AT + timedelta(minutes=1))
    assert reading.read_next(at=AT + timedelta(minutes=11))
    StoredPaper.objects.filter(pk=lost.pk).update(reading=ReadState.READING, reading_since=AT, reading_tries=2)
    assert not reading.read_next(at=AT + timedelta(minutes=11))
    lost.refresh_from_db()
    assert lost.reading == ReadState.NOTHING
