"""The operator's screens for letter templates: list, versions, preview, publication from a day."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tinhso.base.messages import Refused
from tinhso.base.moments import local_day, now
from tinhso.base.text import fold
from tinhso.kernel.documents.kinds import LIBRARY
from tinhso.kernel.documents.rules import render as printing
from tinhso.modules.citizens.one_stop.actions.letter_templates import (
    LETTERS,
    BadTemplate,
    Wording,
    problems_of,
    publish_template,
)
from tinhso.modules.citizens.one_stop.queries.letters import template_versions, templates_on
from tinhso.modules.citizens.one_stop.rules.placeholders import EXAMPLES, FIELDS, filled, paragraphs
from tinhso.shell.audience import ActorRequest, audience

EMPTY = Wording("", "", "", "", is_for_agency=False, legal_basis="")


@audience(LETTERS)
def listed(request: ActorRequest) -> HttpResponse:
    return render(request, "one_stop/desk/letter_templates.html", {"templates": templates_on(local_day(now()))})


@audience(LETTERS)
def new(request: ActorRequest) -> HttpResponse:
    code = slugify(fold(request.POST.get("name", "")))[:60]
    return _page(request, code, EMPTY) if request.method != "POST" else _taken(request, code, is_new=True)


@audience(LETTERS)
def one(request: ActorRequest, code: str) -> HttpResponse:
    newest = template_versions(code)[0]
    if request.method == "POST":
        return _taken(request, code, is_new=False)
    wording = Wording(newest.title, newest.excerpt, newest.to, newest.body, newest.is_for_agency, newest.legal_basis)
    return _page(request, code, wording)


def _taken(request: ActorRequest, code: str, *, is_new: bool) -> HttpResponse:
    """Shows the paper with examples, or publishes."""
    sent = {name: request.POST.get(name, "").strip() for name in ("title", "excerpt", "to", "body", "legal_basis")}
    wording = Wording(**sent, is_for_agency=bool(request.POST.get("is_for_agency")), procedure=_procedure(code, is_new))
    try:
        if "preview" in request.POST:
            return HttpResponse(_preview(code, wording), content_type="application/pdf")
        template = publish_template(code, wording, valid_from=_day(request), by=request.actor, at=now())
    except Refused as error:
        return _page(request, code, wording, error, is_new=is_new)
    messages.success(request, _("Đã ban hành mẫu, áp dụng từ ngày đã chọn."))
    return HttpResponseRedirect(reverse("one_stop:letter_template", args=[template.code]))


def _procedure(code: str, is_new: bool) -> str:
    """The procedure a template belongs to stays its own."""
    return "" if is_new else template_versions(code)[0].procedure


def _preview(code: str, wording: Wording) -> bytes:
    """The paper with example facts. Raises BadTemplate."""
    if faults := problems_of(code or "xem-thu", wording):
        raise BadTemplate(fields=faults)
    facts = {
        "title": wording.title,
        "excerpt": filled(wording.excerpt, EXAMPLES),
        "to": filled(wording.to, EXAMPLES),
        "body": paragraphs(filled(wording.body, EXAMPLES)),
        "recipients": ["Như trên", "Lưu: VT"],
        "paper": {"issuer": EXAMPLES["office"], "is_draft": True},
    }
    return printing.render(LIBRARY / "letter.typ", facts)


def _day(request: ActorRequest) -> date:
    """The day chosen. Raises BadTemplate for what is none."""
    try:
        return date.fromisoformat(request.POST.get("valid_from", ""))
    except ValueError:
        raise BadTemplate(fields={"valid_from": _("Chọn ngày áp dụng.")}) from None


def _page(
    request: ActorRequest, code: str, wording: Wording, error: Refused | None = None, *, is_new: bool = True
) -> HttpResponse:
    is_new = is_new and request.resolver_match is not None and "code" not in request.resolver_match.kwargs
    context = {
        "code": "" if is_new else code,
        "name": request.POST.get("name", ""),
        "w": wording,
        "fields": [(name, _(title)) for name, (title, _example) in FIELDS.items()],
        "versions": [] if is_new else template_versions(code),
        "wrong": error.fields if error else {},
        "errors": [{"href": f"#{name}", "message": text} for name, text in error.fields.items()] if error else [],
        "valid_from": request.POST.get("valid_from") or local_day(now()).isoformat(),
    }
    return render(request, "one_stop/desk/letter_template.html", context, status=error.status if error else 200)
