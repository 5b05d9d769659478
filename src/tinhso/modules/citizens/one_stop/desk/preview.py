"""The dossier page, how a draft result would look, and the draft beside what was declared."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from tinhso.base.messages import NotFound
from tinhso.base.moments import now
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.documents.queries import documents_of, preview_of
from tinhso.modules.citizens.one_stop.desk.changing import show_dossier
from tinhso.modules.citizens.one_stop.queries.dossier import dossier_of
from tinhso.modules.citizens.one_stop.queries.findings import finding_boxes
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
def compare(request: ActorRequest, number: str) -> HttpResponse:
    """The draft and the answers side by side; what is wrong is corrected, and the draft follows."""
    case, at = case_by_number(number, request.actor), now()
    d = dossier_of(case, request.actor, at)
    if d.draft is None:
        raise NotFound()
    findings = finding_boxes(case, {}) if "draft" in d.may else []
    return render(request, "one_stop/desk/compare.html", {"case": case, "d": d, "findings": findings})


@audience(STAFF)
@shown_beside
def preview(request: ActorRequest, number: str, document_id: UUID) -> HttpResponse:
    """The draft as a PDF marked as a draft; nothing is kept."""
    case = case_by_number(number, request.actor)
    document = documents_of(case).filter(pk=document_id, sealed_at=None).first()
    if document is None:
        raise NotFound()
    return HttpResponse(preview_of(document), content_type="application/pdf")
