"""The pages of the portal. Public, plain, without scripts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from standardwebhooks import Webhook, WebhookVerificationError
from standardwebhooks.webhooks import EmptyWebhookSecretError

from tinhso.base.messages import NotFound
from tinhso.kernel.ledger.kinds import events
from tinhso.shell.audience import PUBLIC, audience
from tinhso.site.api.document import document
from tinhso.site.developer import texts
from tinhso.site.developer.problems import explained, without_facts
from tinhso.site.developer.reference import subjects

FIELDS = ("secret", "webhook-id", "webhook-timestamp", "webhook-signature", "body")
LONGEST = 20_000


@never_cache
@audience(PUBLIC)
def start(request: HttpRequest) -> HttpResponse:
    """Quick start, with the sandbox keys of the sample written in."""
    facts = {"text": texts.html(texts.quick_start(settings.PUBLIC_URL)), "keys": texts.sandbox_keys()}
    return render(request, "developer/start.html", facts)


@audience(PUBLIC)
def reference(request: HttpRequest) -> HttpResponse:
    return render(request, "developer/reference.html", {"subjects": subjects()})


@audience(PUBLIC)
def openapi(request: HttpRequest) -> HttpResponse:
    """The document itself, as this installation serves it."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@audience(PUBLIC)
def changes(request: HttpRequest) -> HttpResponse:
    return render(request, "developer/changes.html", {"text": texts.html(texts.source("api-changes.md"))})


@audience(PUBLIC)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every declared event, with the type webhooks tell it by."""
    rows = [
        {"code": one.code, "title": one.title, "payload": one.payload, "type": _told(one.code)}
        for one in sorted(events, key=lambda one: one.code)
    ]
    return render(request, "developer/events.html", {"rows": rows})


def _told(code: str) -> str:
    return "dossier." + code.removeprefix("case.") if code.startswith("case.") else ""


@never_cache
@audience(PUBLIC)
def webhooks(request: HttpRequest) -> HttpResponse:
    """How to receive, and a tester: are these headers and this body ones a receiver would believe? Nothing is kept."""
    typed = {name: request.POST.get(name, "")[:LONGEST] for name in FIELDS}
    facts: dict[str, Any] = {"fields": [_field(name, typed[name]) for name in FIELDS[:-1]], "typed": typed}
    facts["body"] = _field("body", typed["body"])
    if request.method == "POST":
        facts["verdict"] = _verdict(typed)
    return render(request, "developer/webhooks.html", facts)


def _field(name: str, value: str) -> dict[str, str]:
    return {"id": name, "name": name, "label": _("Khóa ký (whsec_…)") if name == "secret" else name, "value": value}


def _verdict(typed: dict[str, str]) -> dict[str, str]:
    headers = {name: typed[name].strip() for name in FIELDS[1:4]}
    try:
        Webhook(typed["secret"].strip()).verify(typed["body"], headers, json_parse=False)
    except WebhookVerificationError as error:
        return {"tone": "error", "title": _("Chữ ký không khớp"), "text": str(error)}
    except (EmptyWebhookSecretError, ValueError, RuntimeError):
        return {"tone": "error", "title": _("Không đọc được khóa hoặc chữ ký"), "text": _("Kiểm tra lại từng mục.")}
    return {"tone": "success", "title": _("Chữ ký đúng"), "text": _("Người nhận sẽ tin thông điệp này.")}


@audience(PUBLIC)
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """What a problem's type leads to: the refusal of that code in words. Raises NotFound."""
    one = explained().get(code)
    if one is None:
        raise NotFound()
    title, mend = (without_facts(_(text)) for text in (one.title, one.mend))
    return render(request, "developer/problem.html", {"one": one, "title": title, "mend": mend})
