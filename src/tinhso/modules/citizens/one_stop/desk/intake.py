"""Taking a dossier in at the counter: choose the procedure, fill the dense form, tick the papers, accept."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.base.ids import new_id
from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.actions import PaperIn
from tinhso.kernel.cases.models import Channel, Definition
from tinhso.kernel.cases.queries import definition_in_force, definitions_in_force
from tinhso.kernel.cases.rules.definition import Body, PaperNeed, read_body
from tinhso.kernel.forms import rules
from tinhso.kernel.forms.actions import AnswersWrong
from tinhso.kernel.forms.queries import form_in_force, staff_form
from tinhso.modules.citizens.one_stop.actions.intake import Applicant, Intake, receive_at_counter
from tinhso.modules.citizens.one_stop.actions.receipts import make_receipt
from tinhso.modules.citizens.one_stop.desk.changing import dossier_url
from tinhso.shell.audience import ActorRequest, audience

RECEIVE = "cases.receive"


@audience(RECEIVE)
def choose(request: ActorRequest) -> HttpResponse:
    """Which procedure: those that may be received at a counter."""
    ready = definitions_in_force(local_day(now()))
    at_counter = [one for one in ready if Channel.COUNTER in read_body(one.body).channels]
    return render(request, "one_stop/desk/intake_choose.html", {"definitions": at_counter})


@audience(RECEIVE)
def fill(request: ActorRequest, code: str) -> HttpResponse:
    """The form of one procedure on one page; POST opens and accepts the dossier, once."""
    definition = definition_in_force(code, local_day(now()))
    if request.method == "POST" and "more" not in request.POST:
        return _taken(request, definition)
    return _page(request, definition, more_rows=3 if "more" in request.POST else 0)


def _taken(request: ActorRequest, definition: Definition) -> HttpResponse:
    at = now()
    form = form_in_force(definition.form_code, local_day(at))
    reading = rules.read_form(form.body, rules.typed_form(form.body, request.POST), on=local_day(at))
    if reading.errors:
        return _page(request, definition, errors=reading.errors)
    try:
        case = receive_at_counter(_intake(request, definition, reading.answers), by=request.actor, at=at)
    except (NotFound, AnswersWrong):
        raise
    except Refused as error:
        return _page(request, definition, problem=error)
    make_receipt(case, at=at)
    messages.success(request, _("Đã tiếp nhận hồ sơ và lập giấy hẹn trả kết quả."))
    return HttpResponseRedirect(dossier_url(case.number))


def _intake(request: ActorRequest, definition: Definition, answers: Mapping[str, Any]) -> Intake:
    body = read_body(definition.body)
    assert request.actor.unit_id is not None  # noqa: S101  (staff sit in a unit)
    return Intake(
        definition=definition,
        variant=request.POST.get("variant") or body.variants[0].code,
        applicant=Applicant(
            full_name=answers.get("applicant_name", ""),
            number=answers.get("applicant_number", ""),
            phone=answers.get("applicant_phone", ""),
        ),
        answers=answers,
        papers=_papers(request, body),
        receipt_id=request.actor.unit_id,
        key=request.POST.get("key", ""),
    )


def _papers(request: ActorRequest, body: Body) -> list[PaperIn]:
    """The papers ticked, each as original, certified copy or plain copy."""
    return [
        PaperIn(paper.code, paper.title, form=request.POST.get(f"paper-{paper.code}-form", "original"))
        for paper in body.papers
        if request.POST.get(f"paper-{paper.code}")
    ]


def _ticks(request: ActorRequest, body: Body) -> list[tuple[PaperNeed, bool, str]]:
    """Each paper, whether it is ticked and as what; on a fresh form those that everybody must bring are."""
    if request.method != "POST":
        return [(paper, paper.is_required and not paper.variants, "original") for paper in body.papers]
    typed = request.POST
    return [
        (paper, bool(typed.get(f"paper-{paper.code}")), typed.get(f"paper-{paper.code}-form", "original"))
        for paper in body.papers
    ]


def _page(
    request: ActorRequest,
    definition: Definition,
    *,
    errors: Mapping[str, rules.Message] | None = None,
    problem: Refused | None = None,
    more_rows: int = 0,
) -> HttpResponse:
    today, body = local_day(now()), read_body(definition.body)
    form = form_in_force(definition.form_code, today)
    typed = rules.typed_form(form.body, request.POST) if request.method == "POST" else {}
    state = rules.read_form(form.body, typed, on=today).state
    page = staff_form(form, state, errors=errors, more_rows=more_rows, language=(get_language() or "vi")[:2])
    shown = [*page.errors, *([{"href": "#papers", "message": str(problem)}] if problem else [])]
    context = {
        "page": page,
        "errors": shown,
        "definition": definition,
        "body": body,
        "title": definition.title,
        "key": request.POST.get("key") or str(new_id()),
        "papers": _ticks(request, body),
        "variant": request.POST.get("variant", body.variants[0].code),
    }
    return render(request, "one_stop/desk/intake.html", context, status=422 if shown else 200)
