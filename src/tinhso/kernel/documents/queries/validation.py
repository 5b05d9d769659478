"""Whether a PDF is what was issued, in words people understand."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.kernel.documents.kinds import signing_drivers
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries.reading import bytes_of
from tinhso.kernel.documents.rules.signatures import Reading, SignatureFound, read_signatures


@dataclass(frozen=True)
class Report:
    """``summary`` is one plain Vietnamese sentence."""

    is_valid: bool
    signatures: tuple[SignatureFound, ...]
    summary: str


@dataclass(frozen=True)
class CheckedFile:
    """A file somebody holds, beside the issued document."""

    is_same: bool  # byte for byte the issued file as it stands
    is_earlier: bool  # the issued file before its later signatures
    report: Report


def validation_of(document: Document, *, at: datetime) -> Report:
    """The report on the stored PDF at that moment. Raises NotFound before sealing."""
    return validate_bytes(bytes_of(document), at=at)


def validate_bytes(pdf: bytes, *, at: datetime) -> Report:
    """The report on any PDF: unsigned, foreign and unreadable ones included."""
    roots = [root for driver in signing_drivers for root in driver.trusted_roots()]
    reading = read_signatures(pdf, roots, at=at)
    return Report(reading.is_valid, reading.signatures, _summary(reading))


def compare_with_issued(document: Document, pdf: bytes, *, at: datetime) -> CheckedFile:
    """Whether the bytes are those issued, and what their signatures say. Raises NotFound before sealing."""
    issued = bytes_of(document)
    digest = sha256(pdf).hexdigest()
    # Signing appends, so each earlier version is the beginning of the next.
    is_earlier = bool(pdf) and len(pdf) < len(issued) and issued.startswith(pdf)
    return CheckedFile(digest == document.file_id, is_earlier, validate_bytes(pdf, at=at))


def _summary(reading: Reading) -> str:
    if reading.error:
        return _("Không đọc được tệp này. Tệp bị hỏng hoặc không phải PDF.")
    if not reading.signatures:
        return _("Tệp này không có chữ ký số.")
    if any(not found.is_intact for found in reading.signatures):
        return _("Nội dung đã bị sửa sau khi ký. Không dùng tệp này.")
    if any(found.changed_since for found in reading.signatures):
        return _("Có nội dung được thêm vào sau khi ký. Không dùng tệp này.")
    if any(not found.is_trusted for found in reading.signatures):
        return _("Nội dung còn nguyên vẹn nhưng không rõ người ký: chứng thư số không thuộc nguồn được tin cậy.")
    count = len(reading.signatures)
    return ngettext(
        "Văn bản còn nguyên vẹn, có %(count)d chữ ký số hợp lệ.",
        "Văn bản còn nguyên vẹn, có %(count)d chữ ký số hợp lệ.",
        count,
    ) % {"count": count}
