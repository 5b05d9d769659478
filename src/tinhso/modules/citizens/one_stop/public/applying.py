"""Applying online: start, one question a page, papers, check, submit. Every answer is saved as it is given."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.kernel.files import actions as files
from tinhso.kernel.files.queries import references_of
from tinhso.kernel.forms import actions
from tinhso.kernel.forms.models import Draft
from tinhso.kernel.forms.queries import Step, check_page, draft_of, question_page, task_list
from tinhso.modules.citizens.one_stop.actions.filing import file_draft, papers_to_bring, start_application
from tinhso.modules.citizens.one_stop.actions.papers import take_from_store, take_paper
from tinhso.modules.citizens.one_stop.files import DRAFT_FILES
from tinhso.modules.citizens.one_stop.queries.applying import PaperPage, on_file_for, papers_of, start_of
from tinhso.modules.citizens.one_stop.queries.front_door import door_on
from tinhso.modules.citizens.one_stop.rules.sent import id_sent
from tinhso.shell.audience import CITIZEN, ActorRequest, audience

PHOTOS = ".pdf,.jpg,.jpeg,.png,.heic"


def _base(draft: Draft) -> str:
    return reverse("one_stop:question", args=[draft.pk, "x"])[:-1]


def _language() -> str:
    return (get_language() or "vi")[:2]


@audience(CITIZEN)
def start(request: ActorRequest, code: str) -> HttpResponse:
    """Which case, where to leave it, for whom; with the privacy notice. POST begins a draft."""
    at = now()
    definition = definition_in_force(code, local_day(at))
    if door_on(code, local_day(at)).is_national:
        return HttpResponseRedirect(reverse("one_stop:procedure", args=[code]))
    chosen: dict[str, Any] = {
        "variant": request.POST.get("variant"),
        "desk": request.POST.get("desk"),
        "consent": request.POST.get("consent"),
    }
    errors: list[dict[str, str]] = []
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            draft = _started(request, code)
        except Refused as error:
            wrong = error.fields
            errors = [{"href": f"#{name}", "message": text} for name, text in error.fields.items()]
            errors = errors or [{"href": "#main", "message": str(error)}]
        else:
            return HttpResponseRedirect(reverse("one_stop:tasks", args=[draft.pk]))
    context = {
        "s": start_of(definition, request.actor, at),
        "chosen": chosen,
        "errors": errors,
        "wrong": wrong,
        "code": code,
    }
    return render(request, "one_stop/public/start.html", context, status=422 if errors else 200)


def _started(request: ActorRequest, code: str) -> Draft:
    missing = {
        name: text
        for name, text in (("variant", _("Chọn trường hợp của bạn.")), ("desk", _("Chọn nơi nhận hồ sơ.")))
        if not request.POST.get(name)
    }
    if missing:
        raise Refused(fields=missing)
    at = now()
    consent_id = request.POST.get("consent") or None
    return start_application(
        code,
        variant=request.POST["variant"],
        desk_id=id_sent(request.POST["desk"]),
        consent_id=id_sent(consent_id) if consent_id else None,
        by=request.actor,
        at=at,
    )


@audience(CITIZEN)
def tasks(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """The task list: sections of the form, papers, check and submit."""
    draft = draft_of(request.actor, draft_id)
    form = task_list(draft, base_url=_base(draft), language=_language())
    papers = papers_of(draft)
    context = {
        "draft": draft,
        "form": form,
        "papers": papers,
        "is_ready": form.is_ready and not papers_to_bring(draft),
        "on_file": on_file_for(draft, request.actor, local_day(now())),
    }
    return render(request, "one_stop/public/tasks.html", context)


@audience(CITIZEN)
def question(request: ActorRequest, draft_id: UUID, pointer: str) -> HttpResponse:
    """One question, or the list of a repeating group; an answer is saved as typed, good or not."""
    draft = draft_of(request.actor, draft_id)
    to_check = "check" in (request.GET.get("ve"), request.POST.get("ve"))
    if request.method != "POST":
        return _show(request, draft, pointer, to_check)
    done = actions.answer_page(draft, pointer, request.POST, by=request.actor, at=now())
    if done.step is not None:
        return _go(done.draft, done.step)
    return _show(request, done.draft, pointer, to_check, status=done.status, errors=done.errors, typed=done.typed)


def _show(
    request: ActorRequest, draft: Draft, pointer: str, to_check: bool, *, status: int = 200, **more: Any
) -> HttpResponse:
    page = question_page(draft, pointer, base_url=_base(draft), is_to_check=to_check, language=_language(), **more)
    way_back = reverse("one_stop:check" if to_check else "one_stop:tasks", args=[draft.pk])
    context = {"page": page, "draft": draft, "errors": page.errors, "back_url": way_back}
    return render(request, page.template, context, status=status)


def _go(draft: Draft, step: Step) -> HttpResponse:
    if step.kind == "question":
        return HttpResponseRedirect(f"{_base(draft)}{step.tail}")
    return HttpResponseRedirect(reverse(f"one_stop:{step.kind}", args=[draft.pk]))


@audience(CITIZEN)
def paper(request: ActorRequest, draft_id: UUID, paper: str) -> HttpResponse:
    """Uploads one paper: a PDF, or photos that become one PDF."""
    draft = draft_of(request.actor, draft_id)
    page = next((one for one in papers_of(draft) if one.code == paper), None)
    if page is None:
        raise NotFound()
    problem: Refused | None = None
    if request.method == "POST":
        try:
            return _paper_changed(request, draft, page)
        except Refused as error:
            problem = error
    errors = [{"href": "#file", "message": str(problem)}] if problem else []
    offers = on_file_for(draft, request.actor, local_day(now())).get(page.code, [])
    context = {"draft": draft, "paper": page, "errors": errors, "accept": PHOTOS, "on_file": offers}
    return render(request, "one_stop/public/paper.html", context, status=problem.status if problem else 200)


def _paper_changed(request: ActorRequest, draft: Draft, page: PaperPage) -> HttpResponse:
    at, code = now(), page.code
    if dropped := request.POST.get("drop"):
        known = {str(reference.pk) for reference in references_of(DRAFT_FILES.code, draft.pk)}
        if dropped in known:
            files.drop(id_sent(dropped), by=request.actor, at=at)
        return HttpResponseRedirect(reverse("one_stop:paper", args=[draft.pk, code]))
    if key := request.POST.get("on_file", ""):
        take_from_store(draft, code, key, by=request.actor, at=at)
        return HttpResponseRedirect(reverse("one_stop:tasks", args=[draft.pk]))
    uploads = request.FILES.getlist("file")
    if uploads:
        take_paper(uploads, code, holder_kind=DRAFT_FILES.code, holder_id=draft.pk, by=request.actor, at=at)
    elif page.is_required and not page.is_done:
        raise NoFileChosen()
    if uploads and request.POST.get("more"):
        return HttpResponseRedirect(reverse("one_stop:paper", args=[draft.pk, code]))
    return HttpResponseRedirect(reverse("one_stop:tasks", args=[draft.pk]))


class NoFileChosen(Refused):
    code = "no-file-chosen"
    title = gettext_noop("Bạn chưa chọn tệp nào")
    mend = gettext_noop("Chọn tệp PDF hoặc ảnh chụp giấy tờ, rồi lưu.")


@audience(CITIZEN)
def check(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """All answers and papers once more, each with a way to change it; POST submits, once."""
    if request.method == "POST":
        return _submitted(request, draft_id)
    draft = draft_of(request.actor, draft_id)
    return _check(request, draft)


def _check(request: ActorRequest, draft: Draft, problem: Refused | None = None) -> HttpResponse:
    page = check_page(draft, base_url=_base(draft), language=_language())
    papers = papers_of(draft)
    missing = [
        {
            "href": reverse("one_stop:paper", args=[draft.pk, one.code]),
            "message": _("Còn thiếu: %(paper)s") % {"paper": one.title},
        }
        for one in papers_to_bring(draft)
    ]
    errors = [*page.errors, *missing]
    if problem is not None and not errors:
        errors = [{"href": "#main", "message": str(problem)}]
    context = {"draft": draft, "page": page, "papers": papers, "errors": errors}
    return render(request, "one_stop/public/check.html", context, status=422 if problem else 200)


def _submitted(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    if not request.POST.get("declare"):
        draft = draft_of(request.actor, draft_id)
        return _check(request, draft, _NotDeclared())
    try:
        case: Case = file_draft(draft_id, by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as error:
        return _check(request, draft_of(request.actor, draft_id), error)
    return HttpResponseRedirect(reverse("one_stop:filed", args=[case.number]))


class _NotDeclared(Refused):
    code = "not-declared"
    title = gettext_noop("Bạn chưa cam đoan lời khai là đúng")
    mend = gettext_noop("Đánh dấu vào ô cam đoan ở cuối trang rồi nộp.")


@audience(CITIZEN)
def delete(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """Deletes a draft for good, after asking."""
    draft = draft_of(request.actor, draft_id)
    if request.method != "POST":
        return render(request, "one_stop/public/delete.html", {"draft": draft})
    for reference in references_of(DRAFT_FILES.code, draft.pk):
        files.drop(reference.pk, by=request.actor, at=now())
    actions.delete_draft(draft, by=request.actor, at=now())
    messages.success(request, _("Đã xóa bản nháp."))
    return HttpResponseRedirect(reverse("one_stop:mine"))
