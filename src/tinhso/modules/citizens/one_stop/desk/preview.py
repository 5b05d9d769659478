"""The dossier page, and how a draft result would look."""

from uuid import UUID

from django.http import HttpResponse

from tinhso.base.messages import NotFound
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.documents.queries import documents_of, preview_of
from tinhso.modules.citizens.one_stop.desk.changing import show_dossier
from tinhso.modules.citizens.one_stop.queries.printed import application_pdf
from tinhso.shell.audience import STAFF, ActorRequest, audience
from tinhso.shell.framing import shown_beside


@audience(STAFF)
def dossier(request: ActorRequest, number: str) -> HttpResponse:
    return show_dossier(request, number)


@audience(STAFF)
def application(request: ActorRequest, number: str) -> HttpResponse:
    """The application as submitted, to be printed for the file; personal numbers are masked."""
    pdf = application_pdf(case_by_number(number, request.actor), is_masked=True)
    return HttpResponse(pdf, content_type="application/pdf")


@audience(STAFF)
@shown_beside
def preview(request: ActorRequest, number: str, document_id: UUID) -> HttpResponse:
    """The draft as a PDF marked as a draft; nothing is kept."""
    case = case_by_number(number, request.actor)
    document = documents_of(case).filter(pk=document_id, sealed_at=None).first()
    if document is None:
        raise NotFound()
    return HttpResponse(preview_of(document), content_type="application/pdf")
