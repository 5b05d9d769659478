"""Request ids, the content policy, and refusals turned into pages or problem+json."""

from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from tinhso.base.ids import new_id
from tinhso.base.messages import Refused

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIdentity:
    """Gives each request an id that stands in logs, ledger entries and on error pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = str(new_id())  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.request_id)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


class ChosenLanguage:
    """Vietnamese unless the person chose another language: an English browser is no choice (house.md law 10)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


class ContentPolicy:
    """A strict Content-Security-Policy: nothing inline, nothing from elsewhere."""

    POLICY = (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", self.POLICY)
        response.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        return response


class Refusals:
    """One clear message for what a person can mend, with the same code in HTML and in the API."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        return refusal_response(request, error)


def problem(error: Refused, request_id: str) -> dict[str, object]:
    """The refusal as problem+json (RFC 9457)."""
    return {
        "type": f"/van-de/{error.code}",
        "title": gettext(error.title) % error.facts,
        "status": error.status,
        "detail": gettext(error.mend) % error.facts,
        "code": error.code,
        "errors": getattr(error, "errors", None) or _pointed(error),
        "trace_id": request_id,
        **getattr(error, "members", {}),
    }


def _pointed(error: Refused) -> list[dict[str, str]]:
    """The sentence of each field beside its pointer (RFC 6901)."""
    return [
        {"pointer": f"/{name.strip('/')}", "code": error.code, "message": text} for name, text in error.fields.items()
    ]


def refusal_response(request: HttpRequest, error: Refused) -> HttpResponse:
    facts = problem(error, getattr(request, "request_id", ""))
    if request.path.startswith("/api/"):
        facts["instance"] = request.path
        return JsonResponse(facts, status=error.status, content_type="application/problem+json")
    return render(request, "shell/refused.html", {"problem": facts}, status=error.status)
