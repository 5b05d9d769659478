"""The form on a telephone, as citizens will meet it: the same pages, over answers that only this session keeps."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.moments import now
from tinhso.kernel.forms import rules
from tinhso.kernel.forms.models import Draft
from tinhso.kernel.forms.queries import (
    NoSuchQuestion,
    Step,
    preview_answered,
    preview_draft,
    question_page,
    state_of_draft,
)
from tinhso.kernel.forms.queries.preview import EMPTY
from tinhso.modules.citizens.one_stop.actions.designing import DESIGN
from tinhso.modules.citizens.one_stop.models import Design
from tinhso.modules.citizens.one_stop.queries.designing.designs import design_of
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.framing import shown_in_frame


@never_cache
@audience(DESIGN)
@shown_in_frame
def start(request: ActorRequest, design_id: UUID) -> HttpResponse:
    """From the first question, with nothing answered."""
    design = design_of(design_id)
    request.session.pop(_key(design), None)
    if _faults(design):
        return _unfinished(request, design)
    first = rules.next_question(design.content["form"]["body"], {}, None)
    return HttpResponseRedirect(f"{_url(design, first[1:]) if first else _end_url(design)}#main")


@never_cache
@audience(DESIGN)
@shown_in_frame
def page(request: ActorRequest, design_id: UUID, pointer: str) -> HttpResponse:
    """One page of the form."""
    design = design_of(design_id)
    if _faults(design):
        return _unfinished(request, design)
    draft, errors, typed = _draft(request, design), None, None
    if request.method == "POST":
        draft, step, errors = preview_answered(draft, pointer, request.POST, at=now())
        request.session[_key(design)] = state_of_draft(draft).as_data()
        if step is not None:
            return HttpResponseRedirect(_after(design, draft, pointer, step))
    base = f"{reverse('one_stop:design_phone', args=[design.pk])}/"
    try:
        shown: Any = question_page(
            draft, pointer, base_url=base, errors=errors, typed=typed, language=request.LANGUAGE_CODE or "vi"
        )
    except NoSuchQuestion:
        return HttpResponseRedirect(reverse("one_stop:design_phone", args=[design.pk]))
    context = {"page": shown, "errors": shown.errors, "back_url": reverse("one_stop:design_phone", args=[design.pk])}
    return render(request, shown.template, context, status=422 if errors else 200)


@never_cache
@audience(DESIGN)
@shown_in_frame
def end(request: ActorRequest, design_id: UUID) -> HttpResponse:
    """What was answered, as the check of the answers shows it."""
    design = design_of(design_id)
    if _faults(design):
        return _unfinished(request, design)
    answers = state_of_draft(_draft(request, design)).answers
    body = design.content["form"]["body"]
    parts = rules.parts(rules.printed(body, answers, drafts=True))
    return render(request, "one_stop/designing/phone_end.html", {"design": design, "parts": parts})


def _after(design: Design, draft: Draft, pointer: str, step: Step) -> str:
    """The next page; after a section the first of the next one, which citizens open from their list of tasks."""
    if step.kind == "question":
        return _url(design, step.path)
    state = state_of_draft(draft)
    following = rules.next_question(draft.form.body, state.answers, f"/{pointer.strip('/')}")
    return _url(design, following[1:]) if following else _end_url(design)


def _draft(request: ActorRequest, design: Design) -> Draft:
    return preview_draft(design.content["form"]["body"], request.session.get(_key(design)) or EMPTY)


def _faults(design: Design) -> bool:
    """Whether the form cannot be drawn yet: something without words, or of a wrong shape."""
    return any(one.part != "when" for one in rules.problems(design.content["form"]["body"]))


def _unfinished(request: ActorRequest, design: Design) -> HttpResponse:
    found = rules.problems(design.content["form"]["body"])
    return render(
        request, "one_stop/designing/phone_unfinished.html", {"design": design, "found": [_said(one) for one in found]}
    )


def _key(design: Design) -> str:
    return f"design-preview:{design.pk}"


def _url(design: Design, pointer: str) -> str:
    return reverse("one_stop:design_phone_at", args=[design.pk, pointer])


def _end_url(design: Design) -> str:
    return reverse("one_stop:design_phone_end", args=[design.pk])


def _said(one: rules.Problem) -> str:
    sentence = _(one.text)
    return sentence % one.facts if one.facts else sentence
