"""Empty signature fields in a sealed PDF, where its template kept the places free."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import count

from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

from tinhso.kernel.documents.rules.render import Place


class FieldsUpdate(IncrementalPdfFileWriter):
    """An update without a trace of clock or chance: equal documents stay equal, PDF/A marks stay as written."""

    def _update_meta(self) -> None:
        """The metadata written by the compiler stand."""

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> ArrayObject:
        first, second = prev.trailer["/ID"]
        again = sha256(second.original_bytes).digest()[:16]
        return ArrayObject([ByteStringObject(first.original_bytes), ByteStringObject(again)])


def field_name(kind: str, order: int) -> str:
    """personal-1, organisation-1: what a driver looks for."""
    return f"{kind}-{order}"


def with_signature_fields(pdf: bytes, places: Sequence[Place]) -> bytes:
    """The same PDF with an empty field at each place, so that signing later changes nothing but the field.

    Any signing software, the desktop ones included, offers such fields for signing by itself.
    """
    if not places:
        return pdf
    writer = FieldsUpdate(BytesIO(pdf))
    counts: dict[str, int] = {}
    for place in places:
        counts[place.kind] = counts.get(place.kind, 0) + 1
        box = tuple(round(edge) for edge in place.box)
        name = field_name(place.kind, counts[place.kind])
        append_signature_field(writer, SigFieldSpec(name, on_page=place.page - 1, box=box))  # type: ignore[arg-type]
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


@dataclass(frozen=True)
class FreeField:
    name: str
    width: float
    height: float


def free_field(pdf: bytes, kind: str) -> FreeField | None:
    """The first empty field kept for that kind of signature, or None."""
    for name, value, reference in enumerate_sig_fields(PdfFileReader(BytesIO(pdf)), filled_status=False):
        if value is None and name.startswith(f"{kind}-"):
            left, low, right, top = (float(edge) for edge in reference.get_object()["/Rect"])
            return FreeField(name, right - left, top - low)
    return None


def new_field_name(pdf: bytes, kind: str) -> str:
    """A name no field of the PDF has yet."""
    taken = {name for name, _, _ in enumerate_sig_fields(PdfFileReader(BytesIO(pdf)))}
    return next(name for order in count(1) if (name := field_name(kind, order)) not in taken)
