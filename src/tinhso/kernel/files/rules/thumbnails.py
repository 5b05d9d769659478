"""A small picture of a scan or a photo: the one picture that fills the first page of its PDF."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, StreamObject

LONGEST = 160  # pixels; shown at half of it, so that it is sharp on a good screen
QUALITY = 70
LIKE_THE_PAGE = 0.1  # how far the shape of the picture may differ from that of its page


def thumbnail(path: Path) -> bytes:
    """A JPEG; empty where the first page is no picture (a written page is not drawn here)."""
    page = PdfReader(path, strict=False).pages[0]
    data = _picture_of(page)
    if not data:
        return b""
    with Image.open(BytesIO(data), formats=["JPEG"]) as picture:
        if not _fills(picture, page):
            return b""
        picture.draft("RGB", (LONGEST, LONGEST))
        picture.thumbnail((LONGEST, LONGEST))
        out = BytesIO()
        picture.rotate(-page.rotation, expand=True).convert("RGB").save(out, "JPEG", quality=QUALITY)
        return out.getvalue()


def _picture_of(page: PageObject) -> bytes:
    """The JPEG of a page that holds one picture; empty for any other page."""
    resources = page.get("/Resources", DictionaryObject()).get_object()
    found = resources.get("/XObject", DictionaryObject()).get_object()
    streams = [one for one in (found[name].get_object() for name in found) if isinstance(one, StreamObject)]
    pictures = [one for one in streams if one.get("/Subtype") == "/Image"]
    if len(pictures) != 1 or str(pictures[0].get("/Filter")).strip("[']") != "/DCTDecode":
        return b""
    # The reader has no public way to the bytes before the filter.
    return bytes(pictures[0]._data)


def _fills(picture: Image.Image, page: PageObject) -> bool:
    wide, high = float(page.mediabox.width), float(page.mediabox.height)
    return abs(picture.width * high / (picture.height * wide) - 1) <= LIKE_THE_PAGE
