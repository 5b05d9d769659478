"""The types of file that are taken in, told from the first bytes and never from the name."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from tinhso.base.text import nfc

HEAD = 4096  # bytes that tell the type
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class FileType:
    media_type: str
    title: str  # what it is called towards people
    endings: tuple[str, ...]
    family: str  # types of one family may carry one another's ending


PDF = FileType("application/pdf", "tệp PDF", (".pdf",), "pdf")
JPEG = FileType("image/jpeg", "ảnh JPEG", (".jpg", ".jpeg"), "image")
PNG = FileType("image/png", "ảnh PNG", (".png",), "image")
HEIC = FileType("image/heic", "ảnh HEIC", (".heic", ".heif"), "image")
DOCX = FileType(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "tệp Word", (".docx",), "word"
)
XLSX = FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "tệp Excel", (".xlsx",), "excel")
TEXT = FileType("text/plain", "tệp chữ", (".txt",), "text")
CSV = FileType("text/csv", "bảng CSV", (".csv",), "text")

TAKEN = (PDF, JPEG, PNG, HEIC, DOCX, XLSX, TEXT, CSV)
IMAGES = frozenset(kind for kind in TAKEN if kind.family == "image")
BY_MEDIA_TYPE = {kind.media_type: kind for kind in TAKEN}

_MAGIC = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
# Known so that the refusal can name them.
_REFUSED = (
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf\x27\x1c", "tệp nén 7z"),
    (b"\x1f\x8b", "tệp nén GZIP"),
    (b"PK\x03\x04", "tệp nén ZIP"),
    (b"PK\x05\x06", "tệp nén ZIP trống"),
    (b"MZ", "chương trình máy tính"),
    (b"\x7fELF", "chương trình máy tính"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "tệp Word hoặc Excel đời cũ"),
    (b"GIF8", "ảnh GIF"),
    (b"II*\x00", "ảnh TIFF"),
    (b"MM\x00*", "ảnh TIFF"),
    (b"RIFF", "tệp âm thanh, phim hoặc ảnh WebP"),
    (b"{\\rtf", "tệp RTF"),
    (b"#!", "chương trình máy tính"),
)
_MARKUP = re.compile(rb"\s*(?:<\?xml|<!doctype|<!--|<(?:html|svg|script|head|body)\b)", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_ARCHIVE = b"PK\x03\x04"


def sniffed(head: bytes, office: str | None = None) -> FileType | None:
    """The type of the bytes, or None when it is not taken. ``office`` is what stands inside an archive."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC
    if head.startswith(_ARCHIVE):
        return {"word": DOCX, "excel": XLSX}.get(office or "")
    return TEXT if _is_text(head) else None


def title_of(head: bytes) -> str:
    """What to call bytes that are not taken."""
    if head[4:8] == b"ftyp":
        return "tệp phim"
    if _MARKUP.match(head):
        return "trang web hoặc tệp XML"
    return next((title for magic, title in _REFUSED if head.startswith(magic)), "loại tệp không nhận ra")


def is_archive(head: bytes) -> bool:
    return head.startswith(_ARCHIVE)


def _is_text(head: bytes) -> bool:
    if _CONTROL.search(head) or _MARKUP.match(head) or any(head.startswith(magic) for magic, _ in _REFUSED):
        return False
    try:
        head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A letter may be cut in two where the head ends.
        return len(head) >= HEAD - 3 and error.start >= len(head) - 3
    return True


def type_by_name(name: str) -> FileType | None:
    """The type the ending of a name claims, if it is one that is taken."""
    ending = PurePosixPath(name.lower()).suffix
    return next((kind for kind in TAKEN if ending in kind.endings), None)


def clean_name(name: str, kind: FileType) -> str:
    """A name to show and to save under: no folders, no control characters, the ending of its type."""
    base = nfc(_NOT_IN_NAMES.sub(" ", name.replace("\\", "/").rsplit("/", 1)[-1])).strip(". ")
    stem, suffix = PurePosixPath(base).stem, PurePosixPath(base).suffix
    known = any(suffix.lower() in other.endings for other in TAKEN)
    ending = suffix.lower() if suffix.lower() in kind.endings else kind.endings[0]
    stem = (stem if known else base) or "tệp"
    return stem[: _LONGEST_NAME - len(ending)] + ending
