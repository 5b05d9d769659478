"""Writing ordinary letters on a dossier, from a template or freely, and issuing them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.documents.kinds import LIBRARY
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.rules import render as printing
from tinhso.modules.citizens.one_stop.actions import writing
from tinhso.modules.citizens.one_stop.desk.changing import act_on_case, dossier_url
from tinhso.modules.citizens.one_stop.queries.letters import (
    Words,
    letter_drafts,
    place_facts,
    templates_for,
    words_of,
    words_of_template,
)
from tinhso.modules.citizens.one_stop.rules.sent import id_sent
from tinhso.shell.audience import STAFF, ActorRequest, audience
from tinhso.shell.middleware import problem

BOXES = ("title", "excerpt", "to", "body")


@audience(STAFF)
def compose(request: ActorRequest, number: str) -> HttpResponse:
    """A new letter: the words of the template chosen, filled from the dossier; POST shows or keeps it."""
    case = case_by_number(number, request.actor)
    writing.writing_office(case, request.actor)
    if request.method == "POST":
        return _kept(request, case, None)
    template = templates_for(case, local_day(now())).filter(code=request.GET.get("mau", "")).first()
    words = words_of_template(template, place_facts(case, request.actor, now())) if template else Words()
    return _page(request, case, words)


@audience(STAFF)
def edit(request: ActorRequest, number: str, document_id: UUID) -> HttpResponse:
    """The words of a draft, to be changed."""
    case = case_by_number(number, request.actor)
    writing.writing_office(case, request.actor)
    document = letter_drafts(case).filter(pk=document_id).first()
    if document is None:
        raise NotFound()
    if request.method == "POST":
        return _kept(request, case, document)
    return _page(request, case, words_of(document), document)


@act_on_case
def issue(request: ActorRequest, case: Case) -> HttpResponse | None:
    writing.issue_letter(case, id_sent(request.POST.get("document", "")), by=request.actor, at=now())
    messages.success(request, _("Đã cấp số, ký và phát hành văn bản."))
    return None


def _kept(request: ActorRequest, case: Case, document: Document | None) -> HttpResponse:
    sent = {name: request.POST.get(name, "").strip() for name in BOXES}
    words = Words(**sent, is_for_agency=bool(request.POST.get("is_for_agency")))
    try:
        if "preview" in request.POST:
            return HttpResponse(_preview(case, words, request), content_type="application/pdf")
        if document is None:
            writing.draft_letter(case, words, by=request.actor, at=now())
        else:
            writing.rewrite_letter(case, document.pk, words, by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as error:
        return _page(request, case, words, document, error)
    messages.success(request, _("Đã lưu dự thảo văn bản. Người có quyền phát hành xem lại rồi ký."))
    return HttpResponseRedirect(dossier_url(case.number))


def _preview(case: Case, words: Words, request: ActorRequest) -> bytes:
    """How the letter would look; nothing is kept."""
    unit_id = writing.writing_office(case, request.actor)
    facts = writing.letter_facts(case, words, unit_id, request.actor, now())
    return printing.render(LIBRARY / "letter.typ", facts | {"paper": writing.paper_of_draft(unit_id, now())})


def _page(
    request: ActorRequest, case: Case, words: Words, document: Document | None = None, error: Refused | None = None
) -> HttpResponse:
    base = reverse("one_stop:letter", args=[case.number])
    context = {
        "case": case,
        "words": words,
        "document": document,
        "templates": [] if document else templates_for(case, local_day(now())),
        "chosen": request.GET.get("mau", ""),
        "action": reverse("one_stop:letter_edit", args=[case.number, document.pk]) if document else base,
        "problem": problem(error, getattr(request, "request_id", "")) if error else None,
    }
    return render(request, "one_stop/desk/letter.html", context, status=error.status if error else 200)
