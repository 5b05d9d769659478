"""Reading the signatures of a PDF: whole, trusted, covering everything, changed since."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from asn1crypto.cms import ContentInfo
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError, extract_certificate_info
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

# What a mutated or hostile PDF makes a parser raise (fuzzed in the tests): the file is unreadable, nothing more.
UNREADABLE = (
    PdfError, SigningError, SignatureValidationError, ValueError, TypeError, LookupError, AttributeError,
    ArithmeticError, RecursionError, NotImplementedError, EOFError,
)  # fmt: skip
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


@dataclass(frozen=True)
class SignatureFound:
    """One signature; ``is_trusted``: its certificate leads to a root we trust and may sign."""

    field: str
    signer_name: str
    organisation: str
    signed_at: datetime | None
    certificate_sha256: str
    is_intact: bool
    is_trusted: bool
    covers_all: bool
    changed_since: bool

    @property
    def is_valid(self) -> bool:
        return self.is_intact and self.is_trusted and not self.changed_since


@dataclass(frozen=True)
class Reading:
    """What the PDF's signatures say; ``error`` is "unreadable" or "" ."""

    signatures: tuple[SignatureFound, ...] = ()
    error: str = ""

    @property
    def is_valid(self) -> bool:
        """Signed, every signature whole and trusted, nothing changed since."""
        return bool(self.signatures) and all(found.is_valid for found in self.signatures)


def read_signatures(pdf: bytes, roots: Sequence[bytes], *, at: datetime) -> Reading:
    """Validates every signature at the moment ``at`` against the roots (DER); fetches nothing."""
    trust = [certificate for root in roots for certificate in load_certs_from_pemder_data(root)]
    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        return Reading(tuple(_read(one, trust, at, is_last=one is found[-1]) for one in found))
    except UNREADABLE:
        return Reading(error="unreadable")


def _read(embedded: EmbeddedPdfSignature, trust: Sequence[Any], at: datetime, *, is_last: bool) -> SignatureFound:
    context = ValidationContext(trust_roots=list(trust), moment=at, allow_fetching=False)
    status = validate_pdf_signature(embedded, context)
    level = status.modification_level
    covers = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    later_only_signed = level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
    subject = status.signing_cert.subject.native
    return SignatureFound(
        field=embedded.field_name,
        signer_name=str(subject.get("common_name", "")),
        organisation=str(subject.get("organization_name", "")),
        signed_at=status.signer_reported_dt,
        certificate_sha256=sha256(status.signing_cert.dump()).hexdigest(),
        is_intact=bool(status.intact and status.valid),
        is_trusted=bool(status.trusted),
        covers_all=covers,
        # The last signature must reach to the end of the file; earlier ones may be followed by signatures only.
        changed_since=not covers if is_last else not later_only_signed,
    )


def last_certificate_sha256(pdf: bytes) -> str:
    """The SHA-256 of the certificate of the newest signature, or "" when there is none."""
    start = pdf.rfind(b"/ByteRange")  # the newest update to a file stands at its end
    found = _BYTE_RANGE.match(pdf, start) if start >= 0 else None
    if found is None:
        return ""
    _, length, behind, _ = map(int, found.groups())
    container = bytes.fromhex(pdf[length:behind].strip(b"<> \r\n").decode("ascii"))
    signed = ContentInfo.load(container)["content"]
    return sha256(extract_certificate_info(signed).signer_cert.dump()).hexdigest()
