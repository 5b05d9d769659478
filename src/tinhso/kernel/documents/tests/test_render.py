"""Papers as PDF/A: real fonts, real text, nothing from the clock, nothing from people evaluated."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tinhso.kernel.documents.rules.qr import qr_svg
from tinhso.kernel.documents.rules.render import LIBRARY, render, signature_places
from tinhso.kernel.documents.tests import papers

ADDRESS = "http://127.0.0.1:8000/kt/7K2M9QXR4TWD"
QR = {"qr.svg": qr_svg(ADDRESS)}
WITH_QR = [name for name in papers.FACTS if "qr-block(" in (LIBRARY / f"{name}.typ").read_text()]


def _pdf(name: str, **changes: object) -> bytes:
    return render(LIBRARY / f"{name}.typ", papers.FACTS[name] | changes, assets=QR)


def _ask(program: str, pdf: bytes, folder: Path, *options: str) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    command = [program, *options, str(path), *(["-"] if program == "pdftotext" else [])]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def _text(pdf: bytes, folder: Path) -> str:
    return re.sub(r"\s+", " ", _ask("pdftotext", pdf, folder, "-layout"))


def test_it_works():
    assert _pdf("form-01").startswith(b"%PDF-1.7")


@pytest.mark.parametrize("name", papers.FACTS)
def test_every_paper_is_one_page_of_tagged_pdf_a_with_embedded_fonts(name: str, tmp_path: Path):
    pdf = _pdf(name)
    info = _ask("pdfinfo", pdf, tmp_path)
    assert re.search(r"Pages:\s+1\n", info), info
    assert re.search(r"Tagged:\s+yes", info)
    metadata = _ask("pdfinfo", pdf, tmp_path, "-meta")
    assert re.search(r"pdfaid:part>2<", metadata)
    assert re.search(r"pdfaid:conformance>B<", metadata)
    fonts = _ask("pdffonts", pdf, tmp_path).splitlines()[2:]
    assert fonts
    assert all(re.search(r"\s(yes)\s+(yes|no)\s+(yes)\s", line) for line in fonts), fonts  # embedded, unicode map


@pytest.mark.parametrize("name", papers.FACTS)
def test_vietnamese_text_comes_out_as_it_went_in(name: str, tmp_path: Path):
    text = _text(_pdf(name), tmp_path)
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc", *papers.MUST_SAY[name]):
        assert words in text, (words, text)


def test_equal_facts_give_equal_bytes_in_another_process():
    here = _pdf("form-01")
    program = (
        "import sys, json, hashlib\nfrom tinhso.kernel.documents.rules.qr import qr_svg\n"
        "from tinhso.kernel.documents.rules.render import LIBRARY, render\n"
        "facts = json.loads(sys.stdin.read())\n"
        "qr = {'qr.svg': qr_svg('http://127.0.0.1:8000/kt/7K2M9QXR4TWD')}\n"
        "sys.stdout.buffer.write(render(LIBRARY / 'form-01.typ', facts, assets=qr))"
    )
    source = Path(__file__).resolve().parents[4]
    shuffled = json.dumps(dict(reversed(papers.FACTS["form-01"].items()))).encode()
    there = subprocess.run(
        [sys.executable, "-c", program],
        input=shuffled, capture_output=True, check=True, env={"PYTHONPATH": str(source), "TZ": "America/Lima"},
    ).stdout  # fmt: skip
    assert there == here


@pytest.mark.parametrize(
    "typed",
    ["#panic(1)", "*đậm*", "$x^2$", '#read("/etc/passwd")', "= Tiêu đề", "// mất", "<nhãn> @nhãn", "\\ #{", '"'],
)
def test_what_people_type_is_printed_not_evaluated(typed: str, tmp_path: Path):
    pdf = _pdf("form-01", request=f"Xin {typed} hết")
    assert re.sub(r"\s+", " ", f"Xin {typed} hết") in _text(pdf, tmp_path)


def test_a_paper_of_sample_data_says_so(tmp_path: Path):
    sample = papers.FACTS["result"] | {"paper": papers.PAPER | {"is_sample": True}}
    pdf = render(LIBRARY / "result.typ", sample, assets=QR)
    assert "DỮ LIỆU MẪU – không có giá trị" in _text(pdf, tmp_path)
    assert "MẪU" not in _text(_pdf("result"), tmp_path)


def test_a_receipt_with_thirty_papers_runs_on_and_numbers_its_pages(tmp_path: Path):
    many = [{"name": f"Giấy tờ thứ {order} có tên rất dài để xuống dòng", "copies": order} for order in range(1, 31)]
    pdf = _pdf("form-01", papers=many)
    text = _text(pdf, tmp_path)
    assert "Giấy tờ thứ 30" in text
    assert "Trang 1/2" in text
    assert "Trang 2/2" in text


@pytest.mark.parametrize(("name", "size"), [
    *((f"form-0{order}", (148, 210)) for order in (1, 2, 3, 4, 5)), ("form-06", (210, 297)), ("form-07", (297, 210)),
])  # fmt: skip
def test_sheets_have_the_size_of_their_form(name: str, size: tuple[int, int], tmp_path: Path):
    found = re.search(r"Page size:\s+([\d.]+) x ([\d.]+) pts", _ask("pdfinfo", _pdf(name), tmp_path))
    assert found
    assert tuple(round(float(points) / 72 * 25.4) for points in found.groups()) == size


def test_the_follow_up_book_runs_over_pages_with_its_head_on_each(tmp_path: Path):
    pdf = _pdf("form-07", rows=[papers.book_row(order) for order in range(1, 121)])
    pages = int(re.search(r"Pages:\s+(\d+)", _ask("pdfinfo", pdf, tmp_path))[1])  # type: ignore[index]
    assert pages > 4
    for page in range(1, pages + 1):
        text = _ask("pdftotext", pdf, tmp_path, "-f", str(page), "-l", str(page))
        assert f"Trang {page}/{pages}" in text
    assert "H36.112-260105-0120" in _text(pdf, tmp_path)
    head = _ask("pdftotext", pdf, tmp_path, "-f", "3", "-l", "3")
    assert "Mã hồ sơ" in head


@pytest.mark.parametrize("name", ["form-02", "form-03", "form-04", "form-05"])
def test_the_organisations_signature_of_a_form_stands_at_the_top_right(name: str):
    places = signature_places(LIBRARY / f"{name}.typ", papers.FACTS[name], assets=QR)
    corner = next(place for place in places if place.kind == "organisation")
    left, low, _right, _top = corner.box
    assert left > 419.5 / 2
    assert low > 595.3 * 0.85


def test_the_due_moment_is_printed_in_24_points(tmp_path: Path):
    boxes = _ask("pdftotext", _pdf("form-01"), tmp_path, "-bbox")
    word = re.search(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">05/01/2026</word>', boxes)
    assert word, boxes
    assert float(word[2]) - float(word[1]) >= 24


def test_signature_places_lie_inside_the_page_and_apart():
    places = signature_places(LIBRARY / "result.typ", papers.FACTS["result"], assets=QR)
    assert [place.kind for place in places] == ["personal", "organisation"]
    for place in places:
        left, low, right, top = place.box
        assert 0 <= left < right <= 595.3
        assert 0 <= low < top <= 841.9
    assert places[0].box[1] > places[1].box[3]


def test_the_qr_leads_to_the_check_page_and_is_at_least_25_mm_wide(tmp_path: Path):
    from PIL import Image

    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(_pdf("form-01"))
    command = ["pdftoppm", "-r", "300", "-singlefile", "-png", pdf, tmp_path / "paper"]
    subprocess.run(command, check=True, capture_output=True)
    page = Image.open(tmp_path / "paper.png").convert("L")
    corner = page.crop((page.width * 2 // 3, page.height // 5, page.width, page.height * 2 // 5))
    left, _, right, _ = corner.point(lambda value: 255 if value < 128 else 0).getbbox() or (0, 0, 0, 0)
    assert (right - left) / 300 * 25.4 >= 25


@pytest.mark.parametrize("name", WITH_QR)
def test_a_reader_reads_the_qr_from_a_print_of_150_dots_an_inch(name: str, tmp_path: Path):
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(_pdf(name))
    command = ["pdftoppm", "-r", "150", "-gray", "-singlefile", "-png", pdf, tmp_path / "paper"]
    subprocess.run(command, check=True, capture_output=True)
    read = subprocess.run(["zbarimg", "--raw", "-q", tmp_path / "paper.png"], check=True, capture_output=True)
    assert read.stdout.decode().strip() == ADDRESS
