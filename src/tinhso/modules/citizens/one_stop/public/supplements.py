"""The applicant brings what was asked for: better papers, and a word where the answers need mending."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.actions import PaperIn, add_paper, take_supplement
from tinhso.kernel.cases.kinds import OnFile
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number, papers_on_file
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.modules.citizens.one_stop.actions.papers import add_from_store, take_paper
from tinhso.modules.citizens.one_stop.files import CASE_FILES
from tinhso.modules.citizens.one_stop.public.applying import PHOTOS
from tinhso.shell.audience import CITIZEN, ActorRequest, audience


@audience(CITIZEN)
def answer(request: ActorRequest, number: str) -> HttpResponse:
    """Each asked paper with a place to upload it; POST adds one, or sends the dossier back to the desk."""
    case = case_by_number(number, request.actor)
    asked = case.supplements.filter(asked_at__isnull=False, taken_at=None).first()
    if asked is None:
        return HttpResponseRedirect(reverse("one_stop:my_case", args=[number]))
    problem: Refused | None = None
    if request.method == "POST":
        try:
            return _answered(request, case)
        except NotFound:
            raise
        except Refused as error:
            problem = error
    body = read_body(case.definition.body)
    errors = [{"href": "#file", "message": str(problem)}] if problem else []
    context: dict[str, Any] = {
        "case": case,
        "asked": asked,
        "papers": body.papers_for(case.variant),
        "brought": case.papers.filter(received_at__gte=asked.asked_at).select_related("file_reference"),
        "errors": errors,
        "typed": request.POST,
        "accept": PHOTOS,
        "on_file": _on_file(request, case),
    }
    return render(request, "one_stop/public/supplement.html", context, status=problem.status if problem else 200)


def _on_file(request: ActorRequest, case: Case) -> list[tuple[str, str, OnFile]]:
    """Code and title of each paper the owner's store could give, with what it gives; nothing to anybody else."""
    if request.actor.person_id is None or request.actor.person_id != case.owner_id:
        return []
    needs = read_body(case.definition.body).papers_for(case.variant)
    found = papers_on_file(request.actor.person_id, needs, local_day(now()))
    return [(need.code, need.title, one) for need in needs for one in found.get(need.code, [])]


def _answered(request: ActorRequest, case: Case) -> HttpResponse:
    at = now()
    if chosen := request.POST.get("on_file", ""):
        code, _mark, key = chosen.partition("|")
        add_from_store(case, code, key, by=request.actor, at=at)
        messages.success(request, _("Đã thêm giấy tờ. Thêm nữa, hoặc gửi bổ sung ở cuối trang."))
        return HttpResponseRedirect(reverse("one_stop:supplement", args=[case.number]))
    uploads = request.FILES.getlist("file")
    if uploads:
        code = request.POST.get("paper", "")
        titles = {paper.code: paper.title for paper in read_body(case.definition.body).papers}
        if code not in titles:
            raise Refused(fields={"paper": _("Chọn loại giấy tờ.")})
        reference = take_paper(uploads, code, holder_kind=CASE_FILES.code, holder_id=case.pk, by=request.actor, at=at)
        paper = PaperIn(code, titles[code], form="electronic", pages=reference.file.pages, file_reference=reference)
        add_paper(case, paper, by=request.actor, at=at)
        messages.success(request, _("Đã thêm giấy tờ. Thêm nữa, hoặc gửi bổ sung ở cuối trang."))
        return HttpResponseRedirect(reverse("one_stop:supplement", args=[case.number]))
    take_supplement(case, by=request.actor, at=at)
    messages.success(request, _("Đã gửi bổ sung. Thời hạn được tính tiếp."))
    return HttpResponseRedirect(reverse("one_stop:my_case", args=[case.number]))
