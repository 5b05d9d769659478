"""Signatures as another program sees them, and what tampering looks like."""

import random
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from tinhso.base.actor import Actor
from tinhso.kernel.documents import actions, queries
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.rules.signatures import read_signatures
from tinhso.kernel.documents.rules.stamps import signing_time_text
from tinhso.kernel.documents.tests.conftest import AT, draft_of

pytestmark = pytest.mark.django_db


def _pdfsig(pdf: bytes, folder: Path) -> str:
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    # 0: every signature holds; 2: at least one does not. The sample root is unknown to it, which is no fault here.
    command = ["pdfsig", "-nocert", str(path)]
    return subprocess.run(command, capture_output=True, check=False).stdout.decode()


def test_it_works(signed: Document):
    report = queries.validation_of(signed, at=AT)
    assert [(s.signer_name, s.is_intact, s.is_trusted, s.covers_all) for s in report.signatures] == [
        ("K'Brểu Nguyễn Thị Ngọc Ỷ", True, True, False),
        ("Ủy ban nhân dân xã Đức Trọng", True, True, True),
    ]


def test_poppler_finds_two_valid_pades_signatures(signed: Document, tmp_path: Path):
    seen = _pdfsig(queries.bytes_of(signed), tmp_path)
    assert seen.count("Signature Validation: Signature is Valid.") == 2, seen
    assert seen.count("ETSI.CAdES.detached") == 2
    assert "Total document signed" in seen
    assert "CHỮ KÝ MẪU" in seen
    assert "Nov 23 2026" in seen


def test_the_first_signature_and_the_sealed_text_stand_byte_for_byte(draft: Document, clerk: Actor, chairman: Actor):
    sealed = actions.seal(draft, by=clerk, at=AT)
    first = actions.sign(sealed, "personal", by=chairman, at=AT)
    second = actions.sign(first, "organisation", by=clerk, at=AT + timedelta(minutes=5))
    one, two, three = (queries.bytes_of(document) for document in (sealed, first, second))
    assert two.startswith(one)
    assert three.startswith(two)
    assert [s.signed_at for s in queries.validation_of(second, at=AT).signatures] == [AT, AT + timedelta(minutes=5)]


def test_the_signed_pdf_is_still_marked_pdf_a_and_its_text_reads_the_same(signed: Document, tmp_path: Path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(queries.bytes_of(signed))
    metadata = subprocess.run(["pdfinfo", "-meta", path], capture_output=True, check=True).stdout.decode()
    assert re.search(r"pdfaid:part>2<", metadata)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    assert "Số: 01/GKS-ĐT" in text
    fonts = subprocess.run(["pdffonts", path], capture_output=True, check=True).stdout.decode()
    assert " no " not in " ".join(line[60:] for line in fonts.splitlines()[2:] if "emb" in line)


def test_what_a_visible_signature_shows_stands_on_the_paper(signed: Document, tmp_path: Path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(queries.bytes_of(signed))
    subprocess.run(["pdftocairo", "-pdf", path, tmp_path / "flat.pdf"], capture_output=True, check=True)
    command = ["pdftotext", tmp_path / "flat.pdf", "-"]
    text = " ".join(subprocess.run(command, capture_output=True, check=True).stdout.decode().split())
    assert "Người ký: K'Brểu Nguyễn Thị Ngọc Ỷ" in text
    assert "Thời gian ký: 23-11-2026 08:30:00 +07:00" in text
    assert signing_time_text(AT) == "23-11-2026 08:30:00 +07:00"


def test_a_changed_letter_is_found_by_us_and_by_poppler(signed: Document, tmp_path: Path):
    pdf = bytearray(queries.bytes_of(signed))
    spot = pdf.find(b"/Title")
    pdf[spot + 12] ^= 1
    report = queries.validate_bytes(bytes(pdf), at=AT)
    assert not report.is_valid
    assert report.summary == "Nội dung đã bị sửa sau khi ký. Không dùng tệp này."
    assert "Digest Mismatch" in _pdfsig(bytes(pdf), tmp_path)


def test_a_page_changed_by_a_later_update_is_found(signed: Document):
    from io import BytesIO

    from pyhanko.pdf_utils.generic import NameObject, NumberObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(queries.bytes_of(signed)))
    page = writer.root["/Pages"]["/Kids"][0]
    page[NameObject("/Rotate")] = NumberObject(180)
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    report = queries.validate_bytes(out.getvalue(), at=AT)
    assert not report.is_valid
    assert report.summary == "Có nội dung được thêm vào sau khi ký. Không dùng tệp này."


def test_bytes_behind_the_last_signature_are_found(signed: Document):
    report = queries.validate_bytes(queries.bytes_of(signed) + b"\n% later\n", at=AT)
    assert not report.is_valid


def test_a_signature_of_another_authority_is_whole_but_not_trusted(signed: Document):
    reading = read_signatures(queries.bytes_of(signed), [], at=AT)
    assert [(s.is_intact, s.is_trusted) for s in reading.signatures] == [(True, False), (True, False)]
    assert not reading.is_valid


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"PK\x03\x04 not a pdf", b"\x00" * 4096])
def test_what_is_no_pdf_is_called_unreadable(junk: bytes):
    assert queries.validate_bytes(junk, at=AT).summary == "Không đọc được tệp này. Tệp bị hỏng hoặc không phải PDF."


def test_an_unsigned_pdf_is_called_unsigned(draft: Document, clerk: Actor):
    sealed = actions.seal(draft, by=clerk, at=AT)
    assert queries.validation_of(sealed, at=AT).summary == "Tệp này không có chữ ký số."


def _covered(pdf: bytes) -> list[int]:
    """The places the last signature covers: all but its own container."""
    start, length, rest, _ = (int(number) for number in re.findall(rb"/ByteRange \[(.*?)\]", pdf)[-1].split())
    return [*range(start, start + length), *range(rest, len(pdf))]


def test_mutations_never_pass_and_never_crash(signed: Document):
    pdf = queries.bytes_of(signed)
    rng, covered = random.Random(2026), _covered(pdf)
    for _ in range(60):
        wrong = bytearray(pdf)
        for place in rng.sample(covered, rng.randint(1, 6)):
            wrong[place] ^= rng.randint(1, 255)
        if rng.random() < 0.2:
            del wrong[rng.randrange(len(wrong)) :]
        assert not queries.validate_bytes(bytes(wrong), at=AT).is_valid


def test_a_file_is_told_from_its_earlier_version_and_from_another(draft: Document, clerk: Actor, chairman: Actor):
    sealed = actions.seal(draft, by=clerk, at=AT)
    early = queries.bytes_of(sealed)
    now = actions.sign(sealed, "personal", by=chairman, at=AT)
    other = actions.seal(draft_of(now, clerk), by=clerk, at=AT)
    same = queries.compare_with_issued(now, queries.bytes_of(now), at=AT)
    earlier = queries.compare_with_issued(now, early, at=AT)
    foreign = queries.compare_with_issued(now, queries.bytes_of(other), at=AT)
    assert (same.is_same, earlier.is_earlier, foreign.is_same, foreign.is_earlier) == (True, True, False, False)
