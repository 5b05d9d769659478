"""What every act on a dossier shares: the case in the version the official saw, and a page that loses nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused, Stale
from tinhso.base.moments import now
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number
from tinhso.modules.citizens.one_stop.actions.letters import make_due_letters
from tinhso.modules.citizens.one_stop.queries.dossier import dossier_of
from tinhso.shell.audience import STAFF, ActorRequest, audience
from tinhso.shell.middleware import problem

Act = Callable[[ActorRequest, Case], HttpResponse | None]


def dossier_url(number: str) -> str:
    return reverse("one_stop:dossier", args=[number])


def case_as_seen(request: ActorRequest, number: str) -> Case:
    """The case, in the version the page was made from. Raises NotFound, Stale."""
    case = case_by_number(number, request.actor)
    if request.POST.get("version") != str(case.version):
        raise Stale()
    return case


def act_on_case(act: Act) -> Callable[[HttpRequest, str], HttpResponse]:
    """A POST that does one act, writes the letter it calls for and comes back to the dossier.

    A refusal shows there, with what was typed.
    """

    @wraps(act)
    def view(request: ActorRequest, number: str) -> HttpResponse:
        try:
            case = case_as_seen(request, number)
            answer = act(request, case)
            make_due_letters(case, at=now())
        except NotFound:
            raise
        except Refused as error:
            return show_dossier(request, number, error)
        return answer or HttpResponseRedirect(dossier_url(number))

    return audience(STAFF)(require_POST(view))  # type: ignore[return-value]


def show_dossier(request: ActorRequest, number: str, error: Refused | None = None) -> HttpResponse:
    """The dossier page, with the refusal on top when there is one."""
    case = case_by_number(number, request.actor)
    d = dossier_of(case, request.actor, now())
    context: dict[str, Any] = {"d": d, "case": case, "typed": request.POST if error else {}}
    if error is not None:
        failed = _act_of(request)
        context |= {"problem": problem(error, getattr(request, "request_id", "")), "failed": failed}
        context |= {"wrong": error.fields, "errors": _errors(error, failed)}
        context["unsent"] = [] if failed in d.may else _texts(request)
    return render(request, "one_stop/desk/dossier.html", context, status=error.status if error else 200)


def _texts(request: ActorRequest) -> list[str]:
    """What was typed for an act that is no longer open, so that it can be used elsewhere."""
    names = [name for name in request.POST if name in ("ground", "note", "basis") or name.startswith("about-")]
    return [text for name in names if (text := request.POST[name].strip())]


def _act_of(request: ActorRequest) -> str:
    """The name of the act that was asked for, as its form on the page carries it."""
    match = request.resolver_match
    return (match.url_name or "").removeprefix("act_") if match else ""


def _errors(error: Refused, act: str) -> list[dict[str, str]]:
    """Each field's sentence, leading to the field in the form of that act."""
    return [{"href": f"#{act}-{name}", "message": text} for name, text in error.fields.items()]
