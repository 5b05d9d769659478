"""Documents for machines: what they are, and the PDF."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import ConfigDict

from tinhso.base.messages import NotFound
from tinhso.base.scopes import Scope, register
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import check_url, label_of, may_read, pdf_of
from tinhso.shell.api import Outcome, Shape, Versioned, operation, versioned
from tinhso.shell.api.shapes import Moment
from tinhso.shell.audience import ActorRequest

ROUTER = Router()
READ = "documents.read"
register(Scope(READ, "Đọc văn bản của hồ sơ được xem"))
AT = "2026-11-23T09:30:00+07:00"


class SignatureOut(Shape):
    kind: str
    signer: str
    title: str
    signed_at: Moment


class DocumentOut(Shape):
    """``check`` is the page behind the QR, where anybody can check the paper; empty for a draft."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e71",
                "kind": "birth_certificate",
                "title": "Giấy khai sinh",
                "status": "issued",
                "number": "07/2026",
                "issued_on": "2026-11-23",
                "issuer": "Ủy ban nhân dân phường Xuân Hương - Đà Lạt",
                "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "check": "https://dichvucong.example/kt/ABCD-EFGH-JKLM",
                "pdf": "/api/v1/documents/019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e71/pdf",
                "signatures": [
                    {"kind": "personal", "signer": "Trần Văn Mẫu", "title": "Phó Chủ tịch", "signed_at": AT}
                ],
            }
        }
    )
    id: UUID
    kind: str
    title: str
    status: str
    number: str
    issued_on: date | None
    issuer: str
    sha256: str | None
    check: str
    pdf: str | None
    signatures: list[SignatureOut]


def _document(request: ActorRequest, document_id: UUID) -> Document:
    """The document, if the client may read what it is about. Raises NotFound."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None or not may_read(document, request.actor):
        raise NotFound()
    return document


@operation(
    ROUTER,
    "GET",
    "/documents/{uuid:document_id}",
    vi="Một văn bản",
    en="One document",
    tag="documents",
    scope=READ,
    gives=Outcome(200, DocumentOut, is_tagged=True),
)
def get_document(request: ActorRequest, document_id: UUID) -> Versioned:
    document = _document(request, document_id)
    label, is_sealed = label_of(document), document.sealed_at is not None
    shape = DocumentOut(
        id=document.pk,
        kind=document.kind,
        title=document.title,
        status=document.status,
        number=label.number_text,
        issued_on=document.issued_on,
        issuer=label.issuer,
        sha256=document.file_id,
        check=check_url(document) if is_sealed else "",
        pdf=f"/api/v1/documents/{document.pk}/pdf" if is_sealed else None,
        signatures=[
            SignatureOut(kind=one.kind, signer=one.signer_name, title=one.signer_title, signed_at=one.signed_at)
            for one in document.signatures.order_by("order")
        ],
    )
    return versioned(shape, document.version)


@operation(
    ROUTER,
    "GET",
    "/documents/{uuid:document_id}/pdf",
    vi="Bản PDF đã ký",
    en="The sealed PDF",
    tag="documents",
    scope=READ,
    gives=Outcome(200, media="application/pdf"),
)
def download_document(request: ActorRequest, document_id: UUID) -> HttpResponse:
    document = _document(request, document_id)
    response = HttpResponse(pdf_of(document, request.actor), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{document.kind}-{document.token}.pdf"'
    return response
