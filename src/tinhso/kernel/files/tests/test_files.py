"""Files at the door and in the store: what is let in, what is refused with its reason, who may see it."""

import io
import json
import os
import signal
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pillow_heif
import pytest
from django.conf import settings
from django.test import Client
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

from tinhso.base.actor import ANONYMOUS, Actor, ActorKind
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused
from tinhso.kernel.files import actions, kinds, queries
from tinhso.kernel.files.actions import inspecting
from tinhso.kernel.files.models import FileReference, StoredFile
from tinhso.kernel.files.rules import inspector, types

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id=new_id())


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: object) -> Path:
    settings.DATA = tmp_path / "data"  # type: ignore[attr-defined]
    return tmp_path / "data" / "files"


def pdf(pages: int = 1, change: Callable[[PdfWriter], object] | None = None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def photo(form: str = "JPEG", size: tuple[int, int] = (640, 480), **options: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, form, **options)
    return out.getvalue()


def heic() -> bytes:
    out = io.BytesIO()
    image = Image.linear_gradient("L").resize((320, 240)).convert("RGB")
    pillow_heif.from_pillow(image).save(out, quality=60)
    return out.getvalue()


def xlsx(extra: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "Bảng giá"
    book.save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def take(data: bytes, name: str = "giay-to.pdf", by: Actor = CITIZEN) -> FileReference:
    assert by.account_id
    return actions.take_in(
        io.BytesIO(data), name, holder_kind="upload", holder_id=by.account_id, purpose="cccd", by=by, at=AT
    )


def kept(store: Path) -> list[Path]:
    return sorted(path for path in store.rglob("*") if path.is_file())


def test_it_works(store: Path) -> None:
    reference = take(pdf(3))
    assert (reference.file.media_type, reference.file.pages, reference.name) == ("application/pdf", 3, "giay-to.pdf")
    opened = queries.open_file(reference.id, CITIZEN)
    assert opened.path.read_bytes() == pdf(3)
    assert kept(store) == [store / reference.file_id[:2] / reference.file_id[2:4] / reference.file_id]


def test_the_same_bytes_are_kept_once_and_held_twice(store: Path) -> None:
    first, second = take(pdf(), "a.pdf"), take(pdf(), "b.pdf")
    assert first.id != second.id
    assert len(kept(store)) == StoredFile.objects.count() == 1
    assert [reference.name for reference in queries.references_of("upload", first.holder_id)] == ["a.pdf", "b.pdf"]


def javascript(writer: PdfWriter) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)


def launch(writer: PdfWriter) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")})
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)


def attachment(writer: PdfWriter) -> None:
    writer.add_attachment("a.exe", b"MZ")


def xfa(writer: PdfWriter) -> None:
    form = DictionaryObject({NameObject("/XFA"): ArrayObject(), NameObject("/Fields"): ArrayObject()})
    writer.root_object[NameObject("/AcroForm")] = form


def attached_note(writer: PdfWriter) -> None:
    note = DictionaryObject(
        {NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/FileAttachment")}
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def stream_of(writer: PdfWriter, data: bytes, **entries: object) -> StreamObject:
    stream = StreamObject()
    stream.set_data(data)
    for key, value in entries.items():
        stream[NameObject(f"/{key}")] = value  # type: ignore[assignment]
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    return stream


def inflating(writer: PdfWriter) -> None:
    squeezer = zlib.compressobj(9)
    body = b"".join(squeezer.compress(bytes(2**20)) for _ in range(130)) + squeezer.flush()
    stream_of(writer, body, Filter=NameObject("/FlateDecode"))


def inflating_twice(writer: PdfWriter) -> None:
    squeezer = zlib.compressobj(9)
    body = b"".join(squeezer.compress(bytes(2**20)) for _ in range(130)) + squeezer.flush()
    stream_of(writer, zlib.compress(body), Filter=ArrayObject([NameObject("/FlateDecode")] * 2))


def giant_picture(writer: PdfWriter) -> None:
    stream_of(writer, b"x", Width=NumberObject(60_000), Height=NumberObject(60_000))


def locked(writer: PdfWriter) -> None:
    writer.encrypt("mật khẩu", algorithm="AES-256")


REFUSED_PDFS = [
    (javascript, actions.ActiveContent, "JavaScript"),
    (launch, actions.ActiveContent, "mở chương trình"),
    (attachment, actions.ActiveContent, "tệp nhúng"),
    (attached_note, actions.ActiveContent, "tệp nhúng"),
    (xfa, actions.ActiveContent, "XFA"),
    (inflating, actions.Bomb, "phình"),
    (inflating_twice, actions.Bomb, "phình"),
    (giant_picture, actions.Bomb, "phình"),
    (locked, actions.Encrypted, "mật khẩu"),
]


@pytest.mark.parametrize(
    ("change", "refusal", "words"), REFUSED_PDFS, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_harmful_pdf_is_refused_with_its_reason(
    change: Callable[[PdfWriter], object], refusal: type[Refused], words: str, store: Path
) -> None:
    with pytest.raises(refusal, match=words):
        take(pdf(1, change))
    assert kept(store) == []
    assert not FileReference.objects.exists()


def pdf_with_object_stream(action: bytes) -> bytes:
    """A PDF whose open action stands in a compressed object stream (ISO 32000-1, 7.5.7)."""
    body = zlib.compress(b"5 0 " + action)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(body), body),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj %s endobj\n" % (number, text)
    start = len(out)
    rows = [(0, 0, 65535), *((1, place, 0) for place in places), (2, 4, 0), (1, start, 0)]
    table = b"".join(kind.to_bytes(1) + place.to_bytes(4) + last.to_bytes(2) for kind, place, last in rows)
    head = b"<</Type/XRef/W[1 4 2]/Size 7/Root 1 0 R/Length %d>>" % len(table)
    return out + b"6 0 obj %sstream\n%s\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % (head, table, start)


def test_active_content_in_an_object_stream_or_in_an_odd_spelling_is_found() -> None:
    assert take(pdf_with_object_stream(b"<</S/URI/URI(https://example.org)>>")).file.pages == 1
    for action in (b"<</S/JavaScript/JS(x)>>", b"<</S/J#61vaScript/#4aS(x)>>", b"<</S/L#61unch/F(cmd.exe)>>"):
        with pytest.raises(actions.ActiveContent):
            take(pdf_with_object_stream(action))


def test_a_pdf_of_too_many_pages_is_refused_with_both_numbers() -> None:
    with pytest.raises(actions.TooManyPages, match="501 trang, nhiều hơn 500 trang"):
        take(pdf(501))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_off_on_its_way_is_refused(share: float) -> None:
    for data, name in (
        (pdf(20), "a.pdf"),
        (photo(), "a.jpg"),
        (photo("PNG"), "a.png"),
        (heic(), "a.heic"),
        (xlsx(), "a.xlsx"),
    ):
        with pytest.raises((actions.Corrupt, actions.WrongType)):
            take(data[: int(len(data) * share)], name)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(actions.EmptyFile):
        take(b"")


def test_a_file_above_the_limit_is_refused_before_it_is_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch, store: Path
) -> None:
    monkeypatch.setitem(settings.ENV, "TINHSO_MAX_UPLOAD_MB", 1)
    stream = io.BytesIO(bytes(3 * 2**20))
    with pytest.raises(actions.TooLarge, match="1 MB"):
        actions.take_in(stream, "a.pdf", holder_kind="upload", holder_id=new_id(), purpose="", by=CITIZEN, at=AT)
    assert stream.tell() < 2 * 2**20
    assert kept(store) == []


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (photo(), "don.pdf", "đuôi .pdf nhưng nội dung là ảnh JPEG"),
        (pdf(), "anh.jpg", "đuôi .jpg nhưng nội dung là tệp PDF"),
        (b"MZ\x90\x00" + bytes(100), "don.pdf", "đuôi .pdf nhưng nội dung là chương trình máy tính"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "don.txt", "trang web"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "anh.png", "trang web"),
        (b"GIF89a" + bytes(20), "anh.gif", "ảnh GIF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "don.doc", "đời cũ"),
        (b"Rar!\x1a\x07" + bytes(20), "don.rar", "tệp nén RAR"),
        (b"\xfb\x0a\x72\x00\x01\x02" + bytes(50), "la", "không nhận ra"),
    ],
)
def test_what_the_bytes_say_counts_and_not_the_name(data: bytes, name: str, words: str) -> None:
    with pytest.raises(actions.WrongType, match=words):
        take(data, name)


def test_a_plain_archive_is_refused_and_a_locked_office_file_too() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(actions.WrongType, match="tệp nén ZIP"):
        take(out.getvalue(), "a.zip")
    with pytest.raises(actions.Encrypted):
        take(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "a.docx")


REMOTE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://example.org/a.dotm" TargetMode="External"/></Relationships>'
)
LAUGHS = b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><r>&b;</r>'


@pytest.mark.parametrize(
    ("extra", "refusal"),
    [
        ({"xl/vbaProject.bin": b"x"}, actions.ActiveContent),
        ({"xl/embeddings/oleObject1.bin": b"x"}, actions.ActiveContent),
        ({"word/_rels/settings.xml.rels": REMOTE}, actions.ActiveContent),
        ({"xl/_rels/odd.rels": LAUGHS}, actions.ActiveContent),
        ({"xl/media/big.bin": bytes(201 * 2**20)}, actions.Bomb),
        ({"xl/media/thin.bin": bytes(30 * 2**20)}, actions.Bomb),
    ],
)
def test_an_office_file_that_acts_or_inflates_is_refused(extra: dict[str, bytes], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        take(xlsx(extra), "bang.xlsx")


def test_sound_office_and_text_files_are_taken_as_they_are() -> None:
    assert take(xlsx(), "bang.xlsx").file.media_type == types.XLSX.media_type
    assert take("Họ tên;Số tiền\nA;1\n".encode(), "bang.csv").file.media_type == "text/csv"
    assert take("ghi chú".encode(), "ghi-chu.txt").file.media_type == "text/plain"
    with pytest.raises(actions.Corrupt):
        take(b"a" * 5000 + b"\xff\xfe", "ghi-chu.txt")


def test_a_photo_becomes_an_upright_page_without_place_or_camera() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter to the right
    exif[0x010F] = "MAYANH"
    exif.get_ifd(0x8825)[2] = (10.0, 45.0, 30.0)
    reference = take(photo(size=(3000, 1500), exif=exif.tobytes()), "IMG_1.JPG")
    data = queries.open_file(reference.id, CITIZEN).path.read_bytes()
    assert (reference.name, reference.file.media_type, reference.file.pages) == ("IMG_1.pdf", "application/pdf", 1)
    [picture] = PdfReader(io.BytesIO(data)).pages[0].images
    assert picture.image is not None
    assert picture.image.size == (1000, 2000)
    assert not picture.image.getexif()
    assert b"MAYANH" not in data
    assert b"Exif" not in data


def test_several_photos_of_several_kinds_become_one_pdf_in_their_order(store: Path) -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (30, 60), (255, 0, 0, 0)).save(clear, "PNG")
    photos = [
        (io.BytesIO(data), name) for data, name in ((photo(), "1.jpg"), (heic(), "2.heic"), (clear.getvalue(), "3.png"))
    ]
    reference = actions.take_in_photos(
        photos, name="căn cước", holder_kind="upload", holder_id=new_id(), purpose="cccd", by=CITIZEN, at=AT
    )
    assert (reference.name, reference.file.pages) == ("căn cước.pdf", 3)
    pages = PdfReader(queries.path_of(reference.file_id)).pages
    sizes = [page.images[0].image.size for page in pages]
    assert sizes == [(640, 480), (320, 240), (30, 60)]
    assert pages[2].images[0].image.getpixel((0, 0)) >= (250, 250, 250)
    assert len(kept(store)) == 1


def test_photos_are_photos_and_not_too_many() -> None:
    with pytest.raises(actions.NotPhotos, match="thứ 2"):
        actions.take_in_photos(
            [(io.BytesIO(photo()), "1.jpg"), (io.BytesIO(pdf()), "2.pdf")],
            name="a", holder_kind="upload", holder_id=new_id(), purpose="", by=CITIZEN, at=AT,
        )  # fmt: skip
    one = [(io.BytesIO(photo()), "IMG_7.jpg")]
    holder = {"holder_kind": "upload", "holder_id": new_id()}
    assert actions.take_in_photos(one, **holder, purpose="", by=CITIZEN, at=AT).name == "IMG_7.pdf"  # type: ignore[arg-type]
    with pytest.raises(actions.TooManyPhotos):
        actions.take_in_photos([], name="a", holder_kind="upload", holder_id=new_id(), purpose="", by=CITIZEN, at=AT)


def test_a_picture_that_claims_a_giant_size_is_a_bomb() -> None:
    data = bytearray(photo("PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    with pytest.raises(actions.Bomb):
        take(bytes(data), "anh.png")


def test_the_largest_phone_photos_are_taken() -> None:
    reference = take(photo(size=(8000, 6000), quality=40), "anh.jpg")
    assert reference.file.pages == 1


class BrokenLine(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 0:
            raise ConnectionResetError
        return super().read(100)


def test_a_connection_lost_on_the_way_leaves_nothing(store: Path) -> None:
    with pytest.raises(actions.UploadBroken):
        actions.take_in(
            BrokenLine(pdf(9)), "a.pdf", holder_kind="upload", holder_id=new_id(), purpose="", by=CITIZEN, at=AT
        )
    assert kept(store) == []


def test_a_scanner_that_finds_harm_keeps_the_file_out(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def finds_harm(path: Path) -> bool:
        seen.append(path.read_bytes()[:5])
        return True

    monkeypatch.setitem(kinds.scanners._kinds, "test", kinds.Scanner("test", finds_harm))
    with pytest.raises(actions.Infected):
        take(pdf())
    assert seen == [b"%PDF-"]
    assert kept(store) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\don.PDF", "don.pdf"),
        ("đơn\r\nSet-Cookie: x.pdf", "đơn Set-Cookie x.pdf"),
        ("don.pdf.exe", "don.pdf.exe.pdf"),
        ("\u202egpj.pdf", "gpj.pdf"),
        ("...", "tệp.pdf"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(name: str, shown: str) -> None:
    assert types.clean_name(name, types.PDF) == shown


def test_only_who_may_see_the_holder_may_see_the_file(client: Client) -> None:
    reference = take(pdf())
    for actor in (ANONYMOUS, Actor(kind=ActorKind.CITIZEN, account_id=new_id())):
        with pytest.raises(queries.FileNotThere):
            queries.open_file(reference.id, actor)
    with pytest.raises(queries.FileNotThere):
        queries.open_file(new_id(), CITIZEN)
    actions.move_holder(reference.id, "nobody-declared-this", new_id())
    with pytest.raises(queries.FileNotThere):
        queries.open_file(reference.id, CITIZEN)
    assert client.get(f"/tep/{reference.id}").status_code == 404


@pytest.fixture
def public_holder(monkeypatch: pytest.MonkeyPatch) -> UUID:
    def may_read(actor: Actor, holder_id: UUID) -> bool:
        return True

    monkeypatch.setitem(kinds.holders._kinds, "test.public", kinds.Holder("test.public", may_read))
    return new_id()


def test_a_pdf_is_shown_and_anything_else_saved_with_nothing_able_to_run(client: Client, public_holder: UUID) -> None:
    paper, table = take(pdf(), "đơn.pdf"), take(xlsx(), "bảng.xlsx")
    for reference in (paper, table):
        actions.move_holder(reference.id, "test.public", public_holder)
    shown, saved = client.get(f"/tep/{paper.id}"), client.get(f"/tep/{table.id}")
    assert b"".join(shown.streaming_content) == pdf()  # type: ignore[attr-defined]
    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"] == "inline; filename*=utf-8''%C4%91%C6%A1n.pdf"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert saved["Content-Disposition"].startswith("attachment;")
    assert saved["Content-Security-Policy"].startswith("sandbox;")
    downloaded = client.get(f"/tep/{paper.id}?tai=1")
    assert downloaded["Content-Disposition"].startswith("attachment;")
    assert client.post(f"/tep/{paper.id}").status_code == 405
    for response in (shown, saved, downloaded):
        response.close()


def thumbnail(client: Client, reference: FileReference) -> tuple[str, bytes]:
    answer = client.get(f"/tep/{reference.id}/nho")
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"].startswith("sandbox;") and answer["Cache-Control"] == "private, no-store"
    return answer["Content-Type"], answer.content


def test_a_photo_has_a_small_picture_and_a_written_page_a_sheet(client: Client, public_holder: UUID) -> None:
    scan, written, table = take(photo(size=(1200, 900)), "anh.jpg"), take(pdf(), "a.pdf"), take(xlsx(), "b.xlsx")
    for reference in (scan, written, table):
        actions.move_holder(reference.id, "test.public", public_holder)
    kind, data = thumbnail(client, scan)
    with Image.open(io.BytesIO(data)) as small:
        assert (kind, small.format, small.size) == ("image/jpeg", "JPEG", (160, 120))
    assert len(data) < 8_000
    for reference in (written, table):
        assert thumbnail(client, reference)[0] == "image/svg+xml"
    other = take(photo(), "khac.jpg")  # held by somebody's own uploads
    assert client.get(f"/tep/{other.id}/nho").status_code == 404


def with_picture(data: bytes) -> Callable[[PdfWriter], object]:
    """Puts a stream that claims to be the one picture of the page into it."""

    def change(writer: PdfWriter) -> None:
        stream = StreamObject()
        stream._data = data
        facts = {"/Type": "/XObject", "/Subtype": "/Image", "/Filter": "/DCTDecode"}
        stream.update({NameObject(key): NameObject(value) for key, value in facts.items()})
        stream.update({NameObject("/Width"): NumberObject(10), NameObject("/Height"): NumberObject(10)})
        names = DictionaryObject({NameObject("/P"): writer._add_object(stream)})
        writer.pages[0][NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): names})

    return change


@pytest.mark.parametrize(
    "data", [b"no picture at all", photo()[:300], photo(size=(900, 100))], ids=["nonsense", "cut off", "a logo"]
)
def test_a_picture_that_cannot_be_shown_small_hurts_nobody(client: Client, public_holder: UUID, data: bytes) -> None:
    reference = take(pdf(1, with_picture(data)))
    actions.move_holder(reference.id, "test.public", public_holder)
    assert thumbnail(client, reference)[0] == "image/svg+xml"


def test_bytes_the_product_made_are_kept_the_same_way(store: Path) -> None:
    row = actions.put_bytes(b"%PDF-made here", "application/pdf", at=AT)
    assert actions.put_bytes(b"%PDF-made here", "application/pdf", at=AT).sha256 == row.sha256
    assert queries.stored_bytes(row.sha256) == b"%PDF-made here"
    assert len(kept(store)) == 1


def test_uploads_nothing_came_of_are_swept_after_a_day_and_others_stay(store: Path) -> None:
    forgotten, held = take(pdf(1)), take(pdf(2))
    actions.move_holder(held.id, "cases.paper", new_id())
    shared = take(pdf(2), "lần nữa.pdf")
    left = store / "incoming" / "lost.part"
    left.write_bytes(b"x")
    os.utime(left, (AT.timestamp(), AT.timestamp()))
    assert actions.sweep(at=AT + timedelta(hours=23)) == 0
    assert actions.sweep(at=AT + timedelta(days=2)) == 1
    assert kept(store) == [queries.path_of(held.file_id)]
    assert set(FileReference.objects.values_list("id", flat=True)) == {held.id}
    assert forgotten.id != shared.id


def test_a_dropped_file_goes_with_its_last_holder(store: Path) -> None:
    first, second = take(pdf(), "a.pdf"), take(pdf(), "b.pdf")
    actions.drop(first.id, by=CITIZEN, at=AT)
    actions.sweep(at=AT)
    assert queries.open_file(second.id, CITIZEN).path.exists()
    with pytest.raises(Refused):
        actions.drop(first.id, by=CITIZEN, at=AT)


def test_an_inspector_that_died_is_started_again() -> None:
    take(pdf(1))
    assert inspecting._running is not None
    inspecting._running[1].kill()
    assert take(pdf(2)).file.pages == 2


def spin(order: dict[str, object]) -> dict[str, object]:
    while True:
        pass


def hog(order: dict[str, object]) -> dict[str, object]:
    return {"held": len(bytearray(inspector.MEMORY + 1))}


def crash(order: dict[str, object]) -> dict[str, object]:
    os.kill(os.getpid(), signal.SIGUSR1)
    raise AssertionError("still alive")


def stumble(order: dict[str, object]) -> dict[str, object]:
    raise KeyError("a parser that did not expect this")


@pytest.mark.parametrize(
    ("task", "code"),
    [(spin, "bomb"), (hog, "bomb"), (crash, "corrupt"), (stumble, "corrupt")],
    ids=("spin", "hog", "crash", "stumble"),
)
def test_a_file_that_eats_time_or_memory_or_kills_its_reader_is_refused(
    task: Callable[[dict[str, object]], dict[str, object]], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspector, "CPU_SECONDS", 1)
    monkeypatch.setitem(inspector._TASKS, "test", task)
    assert json.loads(inspector._done_apart(b'{"task": "test"}')) == {"refused": code, "facts": {}}


def test_a_usual_upload_is_quick() -> None:
    take(pdf(1))
    started = time.perf_counter()
    for pages in range(2, 7):
        take(pdf(pages))
    assert (time.perf_counter() - started) / 5 < 0.5
