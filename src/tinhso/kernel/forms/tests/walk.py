"""A module's public.py and desk.py in little: how the pages of a form are used (docs/rooms/forms.md)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from tinhso.base.actor import ANONYMOUS
from tinhso.base.messages import Stale
from tinhso.kernel.forms import actions, queries, rules
from tinhso.kernel.forms.models import Draft
from tinhso.kernel.forms.rules.wording import Message
from tinhso.kernel.forms.tests.examples import AT, TODAY
from tinhso.shell.audience import PUBLIC, audience

who = {"actor": ANONYMOUS}


def _to(draft: Draft, step: queries.Step) -> HttpResponse:
    places = {"tasks": "", "check": "kiem-tra", "question": f"cau-hoi/{step.tail}"}
    return redirect(f"/to-khai/{draft.pk}/{places[step.kind]}")


@audience(PUBLIC)
def tasks(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = queries.draft_of(who["actor"], draft_id)
    page = queries.task_list(draft, base_url=f"/to-khai/{draft.pk}/cau-hoi/")
    facts = {"page": page, "title": draft.form.title, "check_url": f"/to-khai/{draft.pk}/kiem-tra"}
    return render(request, page.template, facts)


@audience(PUBLIC)
def question(request: HttpRequest, draft_id: UUID, where: str) -> HttpResponse:
    draft, base = queries.draft_of(who["actor"], draft_id), f"/to-khai/{draft_id}/cau-hoi/"
    if request.method == "GET":
        page = queries.question_page(draft, where, base_url=base, is_to_check=request.GET.get("ve") == "check")
        status = 200
    else:
        done = actions.answer_page(draft, where, request.POST, by=who["actor"], at=AT)
        if done.step:
            return _to(done.draft, done.step)
        page = queries.question_page(
            done.draft,
            where,
            base_url=base,
            is_to_check=request.POST.get("ve") == "check",
            errors=done.errors,
            typed=done.typed,
        )
        status = done.status
    facts = {"page": page, "errors": page.errors, "back_url": f"/to-khai/{draft.pk}/"}
    return render(request, page.template, facts, status=status)


@audience(PUBLIC)
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    if request.method == "POST":
        actions.submit_draft(draft_id, by=who["actor"], at=AT)
        return redirect("/to-khai/xong")
    draft = queries.draft_of(who["actor"], draft_id)
    page = queries.check_page(draft, base_url=f"/to-khai/{draft.pk}/cau-hoi/")
    facts = {"page": page, "errors": page.errors, "back_url": f"/to-khai/{draft.pk}/"}
    return render(request, page.template, facts)


@audience(PUBLIC)
def staff(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = queries.draft_of(who["actor"], draft_id)
    if request.method == "GET":
        page = queries.staff_form_of(draft)
        return render(request, page.template, {"page": page, "errors": [], "title": draft.form.title})
    typed = rules.typed_form(draft.form.body, request.POST)
    try:
        version = int(request.POST["version"])
        saved = actions.save_form(draft, typed, version=version, by=who["actor"], at=AT)
        page = queries.staff_form_of(saved.draft, errors=saved.errors, more_rows=3 if "more" in request.POST else 0)
        status = 422 if saved.errors else 200
    except Stale as stale:
        state = rules.read_form(draft.form.body, typed, on=TODAY).state
        page = queries.staff_form(
            draft.form, state, errors={"/area": Message("stale", str(stale))}, version=draft.version
        )
        status = stale.status
    return render(request, page.template, {"page": page, "errors": page.errors, "title": "x"}, status=status)


urlpatterns = [
    path("to-khai/<uuid:draft_id>/", tasks),
    path("to-khai/<uuid:draft_id>/kiem-tra", check),
    path("to-khai/<uuid:draft_id>/ban", staff),
    path("to-khai/<uuid:draft_id>/cau-hoi/<path:where>", question),
    path("", include("tinhso.site.urls")),
]
