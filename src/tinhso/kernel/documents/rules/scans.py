"""A scanned paper with the sheet that vouches for it behind it, as one PDF."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject

from tinhso.kernel.documents.rules.render import Place


def followed_by(scan: bytes, sheet: bytes, places: Sequence[Place]) -> tuple[bytes, tuple[Place, ...]]:
    """The pages of the scan, then those of the sheet, and where its signature places stand now.

    Of the scan only what is seen comes along: forms, links and earlier signatures would say something that no longer
    holds in a file put together anew.
    """
    writer = PdfWriter()
    seen = PdfReader(BytesIO(scan), strict=False)
    for page in seen.pages:
        added = writer.add_page(page)
        added[NameObject("/Annots")] = ArrayObject()
    for page in PdfReader(BytesIO(sheet)).pages:
        writer.add_page(page)
    writer.generate_file_identifiers()
    out = BytesIO()
    writer.write(out)
    return out.getvalue(), tuple(replace(place, page=place.page + len(seen.pages)) for place in places)
