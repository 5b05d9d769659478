"""Correcting the answers of a dossier after acceptance, with the reason."""

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.forms import rules
from tinhso.kernel.forms.queries import answers_of, staff_form
from tinhso.kernel.forms.rules.state import DraftState
from tinhso.modules.citizens.one_stop.actions.correcting import correct_dossier
from tinhso.modules.citizens.one_stop.desk.changing import case_as_seen, dossier_url
from tinhso.modules.citizens.one_stop.rules.masking import masked_typed, numbers_in, with_numbers
from tinhso.shell.audience import ActorRequest, audience

CORRECT = "cases.correct"


@audience(CORRECT)
def correct(request: ActorRequest, number: str) -> HttpResponse:
    """The answers as they stand, to be changed; a reason is asked for. Personal numbers stay masked."""
    case = case_by_number(number, request.actor)
    before = answers_of(case.submission)
    if request.method != "POST":
        return _page(request, case, DraftState(answers=before))
    body = case.submission.form.body
    typed = with_numbers(body, rules.typed_form(body, request.POST), numbers_in(body, before))
    reading = rules.read_form(body, typed, on=local_day(now()))
    if reading.errors:
        return _page(request, case, reading.state, errors=reading.errors)
    try:
        correct_dossier(
            case_as_seen(request, number),
            reading.answers,
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=now(),
        )
    except NotFound:
        raise
    except Refused as error:
        return _page(request, case, reading.state, problem=error)
    messages.success(request, _("Đã sửa thông tin và ghi lại lần sửa."))
    return HttpResponseRedirect(dossier_url(number))


def _page(
    request: ActorRequest,
    case: Case,
    state: DraftState,
    *,
    errors: Mapping[str, rules.Message] | None = None,
    problem: Refused | None = None,
) -> HttpResponse:
    body, before = case.submission.form.body, answers_of(case.submission)
    masked = masked_typed(body, state.answers, numbers_in(body, before))
    state = replace(state, typed={**state.typed, **masked})
    page = staff_form(
        case.submission.form, state, errors=errors, version=case.version, language=(get_language() or "vi")[:2]
    )
    shown = [*page.errors, *([{"href": "#reason", "message": str(problem)}] if problem else [])]
    context = {
        "page": page,
        "errors": shown,
        "case": case,
        "title": _("Sửa thông tin đã khai"),
        "back_url": dossier_url(case.number),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "one_stop/desk/correct.html", context, status=422 if shown else 200)
