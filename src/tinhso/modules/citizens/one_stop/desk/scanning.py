"""Scans to a dossier: several files at once, each to its paper, a result for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import now
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.cases.rules.definition import PaperNeed, read_body
from tinhso.modules.citizens.one_stop.actions.papers import take_paper
from tinhso.modules.citizens.one_stop.files import CASE_FILES
from tinhso.modules.citizens.one_stop.queries.acts_open import acts_open
from tinhso.shell.audience import ActorRequest, audience

OTHER = "other"
NAMES = "files-"


@dataclass(frozen=True)
class Taken:
    """What became of the files for one paper; ``why`` is empty when they were kept."""

    title: str
    names: Sequence[str]
    pages: int = 0
    why: str = ""


@audience("cases.receive")
def scan(request: ActorRequest, number: str) -> HttpResponse:
    """The papers of a dossier with a place for files at each; photos of one paper become one PDF."""
    case = case_by_number(number, request.actor)
    told = _taken(request, case) if request.method == "POST" else []
    errors = [
        {"href": f"#{NAMES}{need.code}", "message": f"{line.title}: {line.why}"}
        for need in _needs(case)
        for line in told
        if line.why and line.title == need.title
    ]
    if request.method == "POST" and not told:
        errors = [{"href": f"#{NAMES}{_needs(case)[0].code}", "message": _("Chưa chọn tệp nào.")}]
    case = case_by_number(number, request.actor)
    may_add = "add_paper" in acts_open(case, read_body(case.definition.body), request.actor)
    context = {
        "case": case,
        "fields": [_field(case, need, told) for need in _needs(case)] if may_add else [],
        "told": [line for line in told if not line.why],
        "errors": errors,
    }
    return render(request, "one_stop/desk/scan.html", context, status=422 if errors else 200)


def _needs(case: Case) -> list[PaperNeed]:
    """The papers of the procedure, and whatever else was brought."""
    body = read_body(case.definition.body)
    return [*body.papers_for(case.variant), PaperNeed(OTHER, _("Giấy tờ khác"), False, "any")]


def _field(case: Case, need: PaperNeed, told: Sequence[Taken]) -> dict[str, Any]:
    have = case.papers.filter(code=need.code, file_reference__isnull=False).count()
    error = next((line.why for line in told if line.title == need.title and line.why), "")
    return {
        "id": f"{NAMES}{need.code}",
        "name": f"{NAMES}{need.code}",
        "label": need.title,
        "hint": _("Đã có %(count)s tệp.") % {"count": have} if have else "",
        "error": error,
        "is_optional": not need.is_required,
        "is_many": True,
        "accept": ".pdf,.jpg,.jpeg,.png,.heic",
    }


def _taken(request: ActorRequest, case: Case) -> list[Taken]:
    """Each paper on its own: what is refused stops no other."""
    return [
        _one(request, case, need, files)
        for need in _needs(case)
        if (files := [file for file in request.FILES.getlist(f"{NAMES}{need.code}") if file])
    ]


def _one(request: ActorRequest, case: Case, need: PaperNeed, files: "Sequence[UploadedFile[Any]]") -> Taken:
    names, at = [file.name or need.title for file in files], now()
    groups = [files] if all(_is_photo(file) for file in files) else [[file] for file in files]
    pages = 0
    for group in groups:
        try:
            reference = take_paper(
                group, need.code, holder_kind=CASE_FILES.code, holder_id=case.pk, by=request.actor, at=at
            )
            paper = actions.PaperIn(
                need.code, need.title, form="electronic", pages=reference.file.pages, file_reference=reference
            )
            actions.add_paper(case, paper, by=request.actor, at=at)
        except NotFound:
            raise
        except Refused as refusal:
            return Taken(need.title, names, why=f"{group[0].name}: {refusal}")
        pages += reference.file.pages or 0
    return Taken(need.title, names, pages)


def _is_photo(file: "UploadedFile[Any]") -> bool:
    return (file.name or "").lower().endswith((".jpg", ".jpeg", ".png", ".heic"))
