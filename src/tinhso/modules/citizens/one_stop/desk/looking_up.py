"""Asking the population database from a dossier's page, and reading an answer in full with a reason."""

from random import Random
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import now
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.exchange.actions import ask_service, read_answer
from tinhso.kernel.exchange.models import LookUpState
from tinhso.kernel.exchange.queries import look_ups_of
from tinhso.modules.citizens.one_stop.actions.looking_up import ask_about
from tinhso.modules.citizens.one_stop.desk.changing import beside_case
from tinhso.shell.audience import STAFF, ActorRequest, audience


@beside_case
def ask(request: ActorRequest, case: Case) -> HttpResponse | None:
    """One question; without an answer in time the dossier goes on and it is asked again by itself."""
    row = ask_about(case, request.POST.get("service", ""), by=request.actor, at=now())
    row = ask_service(row.pk, at=now(), rng=Random())  # noqa: S311 (jitter)
    if row.state == LookUpState.WAITING:
        messages.warning(request, _("Dịch vụ chưa trả lời. Hồ sơ vẫn làm tiếp được, hệ thống tự hỏi lại."))
    return None


@never_cache
@audience(STAFF)
def read(request: ActorRequest, number: str, document_id: UUID) -> HttpResponse:
    """The whole answer, for who gives a reason; each reading is an entry."""
    case = case_by_number(number, request.actor)
    row = next((one for one in look_ups_of(case) if one.pk == document_id), None)
    if row is None or row.state != LookUpState.ANSWERED:
        raise NotFound()
    answer, problem = None, None
    if request.method == "POST":
        try:
            answer = read_answer(row, reason=request.POST.get("reason", ""), by=request.actor, at=now())
        except Refused as error:
            problem = error
    errors = [{"href": "#reason", "message": str(problem)}] if problem else []
    facts = [(name, value) for name, value in (answer or {}).items() if name != "found" and value]
    context = {"case": case, "row": row, "facts": facts, "is_read": answer is not None, "errors": errors}
    return render(request, "one_stop/desk/look_up.html", context, status=problem.status if problem else 200)
