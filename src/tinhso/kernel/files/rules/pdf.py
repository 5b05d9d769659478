"""A PDF that is whole, open, still, and of human size; anything else is unfit."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from tinhso.kernel.files.rules.faults import Unfit

MOST_PAGES = 500
MOST_OBJECTS = 100_000
MOST_INFLATED = 128 * 2**20  # one stream: a page of 600 dpi in colours is 105 MB
MOST_INFLATED_IN_ALL = 512 * 2**20
MOST_PIXELS = 200_000_000  # of one picture
MOST_FILTERS = 4
DEEPEST = 64
_TAIL = 2048
_CHUNK = 2**18
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")

# Keys and action types (ISO 32000-1, 12.6.4 and 7.11.4) that make a paper do something or carry something.
_KEYS = {
    "/JS": "mã lệnh JavaScript",
    "/JavaScript": "mã lệnh JavaScript",
    "/XFA": "biểu mẫu XFA",
    "/EmbeddedFiles": "tệp nhúng",
    "/EF": "tệp nhúng",
    "/RichMedia": "phim ảnh nhúng",
    "/RichMediaContent": "phim ảnh nhúng",
}
_ACTIONS = {
    "/JavaScript": "mã lệnh JavaScript",
    "/Launch": "lệnh mở chương trình",
    "/GoToE": "tệp nhúng",
    "/SubmitForm": "lệnh gửi dữ liệu",
    "/ImportData": "lệnh lấy dữ liệu",
    "/Rendition": "phim ảnh nhúng",
    "/Movie": "phim ảnh nhúng",
    "/Sound": "âm thanh nhúng",
}
_ANNOTATIONS = {
    "/FileAttachment": "tệp nhúng",
    "/RichMedia": "phim ảnh nhúng",
    "/3D": "mô hình 3D nhúng",
    "/Movie": "phim ảnh nhúng",
    "/Screen": "phim ảnh nhúng",
    "/Sound": "âm thanh nhúng",
}


def pages_of_sound_pdf(path: Path) -> int:
    """How many pages it has. Raises Unfit; what the reader cannot parse raises its own errors."""
    _must_be_whole(path)
    reader = PdfReader(path, strict=False)
    if reader.is_encrypted:
        raise Unfit("encrypted")
    try:
        _must_be_still_and_small(reader)
        pages = _page_count(reader)
    except LimitReachedError as error:
        raise Unfit("bomb") from error
    if pages == 0:
        raise Unfit("corrupt")
    return pages


def _must_be_whole(path: Path) -> None:
    """A file cut off on its way lacks its end; readers would guess at the rest."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        if not _END.search(file.read()):
            raise Unfit("corrupt")


def _page_count(reader: PdfReader) -> int:
    tree = reader.root_object["/Pages"].get_object()
    claimed = tree.get("/Count") if isinstance(tree, DictionaryObject) else None
    if isinstance(claimed, int) and claimed > MOST_PAGES:
        raise Unfit("too-many-pages", pages=int(claimed), most=MOST_PAGES)
    pages = len(reader.pages)
    if pages > MOST_PAGES:
        raise Unfit("too-many-pages", pages=pages, most=MOST_PAGES)
    for page in reader.pages:
        if page.mediabox.width <= 0 or page.mediabox.height <= 0:
            raise Unfit("corrupt")
    return pages


def _must_be_still_and_small(reader: PdfReader) -> None:
    inflated = 0
    _must_be_still(reader.trailer, 0)
    for reference in _references(reader):
        found = reader.get_object(reference)
        _must_be_still(found, 0)
        if isinstance(found, StreamObject):
            inflated += _inflated(found)
            if inflated > MOST_INFLATED_IN_ALL:
                raise Unfit("bomb")


def _references(reader: PdfReader) -> list[IndirectObject]:
    """Every object of the cross-reference tables, in and out of object streams."""
    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise Unfit("bomb")
    return [IndirectObject(number, generation, reader) for number, generation in sorted(numbers) if number]


def _must_be_still(found: Any, depth: int) -> None:
    """Raises Unfit for active content in the object itself; what it points to is looked at in its turn."""
    if depth > DEEPEST:
        raise Unfit("bomb")
    if isinstance(found, DictionaryObject):
        for key in found:
            if key in _KEYS:
                raise Unfit("active-content", what=_KEYS[key])
        for key, table in (("/S", _ACTIONS), ("/Subtype", _ANNOTATIONS)):
            # An action's type may stand in an object of its own.
            value = found.get(key)
            if isinstance(value, NameObject) and value in table:
                raise Unfit("active-content", what=table[value])
        _must_be_reasonable_picture(found)
        for value in found.values():
            _must_be_still(value, depth + 1)
    elif isinstance(found, ArrayObject):
        for value in found:
            _must_be_still(value, depth + 1)


def _must_be_reasonable_picture(found: DictionaryObject) -> None:
    width, height = found.get("/Width"), found.get("/Height")
    if isinstance(width, int) and isinstance(height, int) and width * height > MOST_PIXELS:
        raise Unfit("bomb")


def _inflated(stream: StreamObject) -> int:
    """How many bytes a stream's Flate filters give, counted without keeping them. Raises Unfit."""
    filters = _filters(stream)
    if len(filters) > MOST_FILTERS:
        raise Unfit("bomb")
    deflated = 0
    while deflated < len(filters) and filters[deflated] in ("/FlateDecode", "/Fl"):
        deflated += 1
    if not deflated:
        return 0
    # The reader has no public way to the bytes before the filters.
    chunks: Iterator[bytes] = iter([stream._data])
    for _ in range(deflated):
        chunks = _inflating(chunks)
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > MOST_INFLATED:
            raise Unfit("bomb")
    return total


def _filters(stream: StreamObject) -> list[str]:
    named = stream.get("/Filter")
    named = named.get_object() if named is not None else []
    return [str(name.get_object()) for name in named] if isinstance(named, list) else [str(named)]


def _inflating(chunks: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj()
    for chunk in chunks:
        rest = chunk
        while rest and not inflater.eof:
            try:
                out = inflater.decompress(rest, _CHUNK)
            except zlib.error as error:
                raise Unfit("corrupt") from error
            yield out
            rest = inflater.unconsumed_tail
