"""The papers of one dossier, to be digitised from the files it has already."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import now
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number
from tinhso.modules.citizens.results import actions
from tinhso.modules.citizens.results.desk.sent import id_of, refusal
from tinhso.modules.citizens.results.models import PaperState, StoredPaper
from tinhso.modules.citizens.results.rules.roles import DIGITISE
from tinhso.shell.audience import ActorRequest, audience


@audience(DIGITISE)
def of_dossier(request: ActorRequest, number: str) -> HttpResponse:
    """Its papers that have a file, and what was digitised of them; POST puts one on its way into the store."""
    case = case_by_number(number, request.actor)
    if request.method != "POST":
        return _page(request, case)
    chosen = id_of(request.POST.get("paper", ""))
    if chosen is None or request.actor.unit_id is None:
        raise NotFound()
    try:
        row = actions.take_from_case(case, chosen, unit_id=request.actor.unit_id, by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as error:
        return _page(request, case, error)
    return HttpResponseRedirect(reverse("results:paper", args=[row.pk]))


def _page(request: ActorRequest, case: Case, error: Refused | None = None) -> HttpResponse:
    papers = case.papers.filter(file_reference__isnull=False).select_related("file_reference").order_by("received_at")
    taken = _taken(case)
    context = {
        "case": case,
        "dossier_url": f"/ban/ho-so/{case.number}",
        "papers": [(paper, taken.get(paper.file_reference.file_id)) for paper in papers if paper.file_reference],
    } | refusal(error)
    return render(request, "results/desk/dossier.html", context, status=error.status if error else 200)


def _taken(case: Case) -> dict[str, tuple[UUID, str]]:
    """By the bytes of the scan: the paper that was made of it, and how far it is."""
    rows = StoredPaper.objects.filter(case=case, scan__isnull=False).exclude(state=PaperState.DROPPED)
    return {
        row.scan.file_id: (row.pk, str(PaperState(row.state).label)) for row in rows.select_related("scan") if row.scan
    }
