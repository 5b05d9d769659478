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
from tinhso.kernel.cases.queries import case_by_number, offers_to_desk
from tinhso.modules.citizens.one_stop.actions.letters import make_due_letters
from tinhso.modules.citizens.one_stop.desk.remembered import around
from tinhso.modules.citizens.one_stop.desk.sides import Preview, sides_of
from tinhso.modules.citizens.one_stop.desk.undoing import can_undo
from tinhso.modules.citizens.one_stop.queries.changes import changes_since
from tinhso.modules.citizens.one_stop.queries.comparing import panel_of
from tinhso.modules.citizens.one_stop.queries.dossier import Dossier, dossier_of
from tinhso.modules.citizens.one_stop.queries.portal_inbox import from_portal
from tinhso.shell.audience import STAFF, ActorRequest, audience
from tinhso.shell.middleware import problem

FREE_TEXT = ("ground", "note", "basis", "question", "answer", "reason-again", "reason-refused")
Act = Callable[[ActorRequest, Case], HttpResponse | None]


def dossier_url(number: str) -> str:
    return reverse("one_stop:dossier", args=[number])


def case_as_seen(request: ActorRequest, number: str) -> Case:
    """The case, in the version the page was made from. Raises NotFound, Stale."""
    case = case_by_number(number, request.actor)
    if request.POST.get("version") != str(case.version):
        raise Stale()
    return case


def beside_case(act: Act) -> Callable[[HttpRequest, str], HttpResponse]:
    """A POST that adds to a dossier without moving it: what others did meanwhile does not stand in its way."""

    @wraps(act)
    def view(request: ActorRequest, number: str) -> HttpResponse:
        try:
            answer = act(request, case_by_number(number, request.actor))
        except NotFound:
            raise
        except Refused as error:
            return show_dossier(request, number, error)
        return answer or HttpResponseRedirect(after(request, number))

    return audience(STAFF)(require_POST(view))  # type: ignore[return-value]


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
        return answer or HttpResponseRedirect(after(request, number))

    return audience(STAFF)(require_POST(view))  # type: ignore[return-value]


def after(request: ActorRequest, number: str) -> str:
    """Where an act leads: back to its dossier, or (save and next) on in the list it was opened from."""
    if request.POST.get("go") != "next":
        return dossier_url(number)
    here = around(request, number)
    if here is not None and here.next:
        return dossier_url(here.next)
    return reverse("one_stop:work_list") + (f"?{here.query}" if here and here.query else "")


def show_dossier(
    request: ActorRequest, number: str, error: Refused | None = None, preview: Preview | None = None
) -> HttpResponse:
    """The dossier page, with the refusal on top when there is one, or with what an act would tell the applicant."""
    case, at = case_by_number(number, request.actor), now()
    d = dossier_of(case, request.actor, at)
    is_typed = error is not None or preview is not None
    typed = request.POST if is_typed else {}
    context: dict[str, Any] = {"d": d, "case": case, "typed": typed, "around": around(request, number)}
    context["can_undo"] = can_undo(request, case, at)
    context["offers"] = offers_to_desk(case, request.actor)
    context["portal"] = from_portal(case)
    context["look_ups"] = panel_of(case, request.actor, at)
    context |= sides_of(d, request.actor, at, typed) | {"wrong": {}}
    if is_typed:
        context["failed"] = _act_of(request)
        context["preview"] = preview
    if error is not None:
        context |= _refusal(request, d, error)
    return render(request, "one_stop/desk/dossier.html", context, status=error.status if error else 200)


def _refusal(request: ActorRequest, d: Dossier, error: Refused) -> dict[str, Any]:
    failed = _act_of(request)
    context: dict[str, Any] = {"problem": problem(error, getattr(request, "request_id", "")), "wrong": error.fields}
    context["errors"] = _errors(error, failed)
    context["unsent"] = [] if failed in d.may else _texts(request)
    if isinstance(error, Stale):
        seen = request.POST.get("version", "")
        context["changes"] = changes_since(d.case, int(seen)) if seen.isdecimal() and len(seen) < 9 else ()
    return context


def _texts(request: ActorRequest) -> list[str]:
    """What was typed for an act that is no longer open, so that it can be used elsewhere."""
    names = [name for name in request.POST if name in FREE_TEXT or name.startswith("what-")]
    return [text for name in names if (text := request.POST[name].strip())]


def _act_of(request: ActorRequest) -> str:
    """The name of the act that was asked for, as its form on the page carries it."""
    match = request.resolver_match
    return (match.url_name or "").removeprefix("act_") if match else ""


def _errors(error: Refused, act: str) -> list[dict[str, str]]:
    """Each field's sentence, leading to the field in the form of that act."""
    return [{"href": f"#{act}-{name}", "message": text} for name, text in error.fields.items()]
