"""PAdES B-B (ETSI EN 319 142-1) on a PDF, as one incremental update; pure but for what pyHanko does inside."""

from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession
from pyhanko.stamp import StaticStampStyle

FILL = SimpleBoxLayoutRule(
    AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, inner_content_scaling=InnerScaling.STRETCH_FILL
)
CONTAINER = 16_384  # hex digits kept for the CMS object: a chain of three certificates takes about half


class Appearance(PdfContent):
    """The first page of a PDF in memory as the content of a stamp."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)))
        self.resources.xobject["/Stamp"] = page
        left, low, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - low))
        return b"/Stamp Do"


class SignatureUpdate(IncrementalPdfFileWriter):
    """An update that adds a signature and nothing else: metadata, with their PDF/A marks, stay as issued."""

    def _update_meta(self) -> None:
        pass


class MomentSigner(PdfSigner):
    """A PdfSigner whose signing time is given, not taken from the clock."""

    def __init__(self, *args: Any, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self._at = at

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self._at
        return session


def signed_pdf(pdf: bytes, signer: Signer, *, name: str, field: str, appearance: bytes, at: datetime) -> bytes:
    """The PDF with the field filled (made when missing); what stood before stays byte for byte in front."""
    metadata = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", name=name, subfilter=SigSeedSubFilter.PADES
    )
    stamp = (
        StaticStampStyle(background=Appearance(appearance), border_width=0, background_layout=FILL)
        if appearance
        else None
    )
    out = BytesIO()
    MomentSigner(metadata, signer=signer, stamp_style=stamp, at=at).sign_pdf(
        SignatureUpdate(BytesIO(pdf)), bytes_reserved=CONTAINER, output=out
    )
    return out.getvalue()
