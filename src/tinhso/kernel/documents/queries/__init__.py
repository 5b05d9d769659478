"""Every read on documents offered to others."""

from tinhso.kernel.documents.queries.reading import (
    bytes_of,
    check_url,
    document_by_token,
    documents_of,
    documents_of_kind,
    facts_of,
    label_of,
    may_read,
    pdf_of,
    preview_of,
    preview_pages_of,
    printed_facts,
    public_facts_of,
)
from tinhso.kernel.documents.queries.validation import (
    CheckedFile,
    Report,
    compare_with_issued,
    validate_bytes,
    validation_of,
)

__all__ = [
    "CheckedFile",
    "Report",
    "bytes_of",
    "check_url",
    "compare_with_issued",
    "document_by_token",
    "documents_of",
    "documents_of_kind",
    "facts_of",
    "label_of",
    "may_read",
    "pdf_of",
    "preview_of",
    "preview_pages_of",
    "printed_facts",
    "public_facts_of",
    "validate_bytes",
    "validation_of",
]
