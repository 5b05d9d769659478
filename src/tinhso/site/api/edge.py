"""What every request to the API passes, in and out: language, method, media, caller, key, tags, headers."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.operation import Operation

from tinhso.base.messages import Refused
from tinhso.base.moments import now
from tinhso.kernel.law.queries import one_stamp
from tinhso.shell.api import Declared, declared_of
from tinhso.shell.api.conditions import VersionNotNamed, is_known, tag_of
from tinhso.shell.api.problems import AddressUnusable, BodyTooLarge, MediaUnknown, MethodClosed
from tinhso.shell.audience import PUBLIC, Audience
from tinhso.shell.middleware import refusal_response
from tinhso.site.api.admitting import admit
from tinhso.site.api.keyed import done_once, key_of
from tinhso.site.api.texts import is_unusable

MOST_BYTES = 1_000_000
API = "api"  # the audience of addresses that ask for a token
WITH_BODY = ("POST", "PUT", "PATCH")


def view_of(operations: list[Operation]) -> Callable[..., HttpResponseBase]:
    """The view of one address. Its audience is ``api`` unless every operation on it is open to everybody."""
    by_method = {method: operation for operation in operations for method in operation.methods}
    says = [declared_of(operation.view_func) for operation in operations]

    def view(request: HttpRequest, **values: Any) -> HttpResponseBase:
        language = language_of(request)
        with translation.override(language):
            try:
                response = _answered(request, by_method, values)
            except Refused as error:
                response = refusal_response(request, error)
                if isinstance(error, MethodClosed):
                    response["Allow"] = str(error.facts["allowed"])
            _say_deprecated(request, response, by_method)
            return _finished(request, response, language)

    if all(one is not None for one in says):
        is_open = all(one is not None and one.scope is None for one in says)
        cast(Any, view).audience = Audience(PUBLIC if is_open else API)
    cast(Any, view).csrf_exempt = True  # cookies are not looked at here
    return view


def language_of(request: HttpRequest) -> str:
    """The first of Vietnamese and English that the caller names; Vietnamese when it names neither."""
    wished = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    known = dict(settings.LANGUAGES)
    return next((code for wish, _ in wished if (code := wish.partition("-")[0]) in known), settings.LANGUAGE_CODE)


def _answered(request: HttpRequest, by_method: dict[str, Operation], values: dict[str, Any]) -> HttpResponseBase:
    if is_unusable(request.path) or any(is_unusable(k + "".join(v)) for k, v in request.GET.lists()):
        raise AddressUnusable()
    method = "GET" if request.method == "HEAD" else request.method or ""
    operation = by_method.get(method)
    if operation is None:
        raise MethodClosed(method=request.method, allowed=", ".join(_allowed(by_method)))
    says = declared_of(operation.view_func)
    assert says is not None  # noqa: S101  (the start-up check)
    with one_stamp() if says.keeps_key else nullcontext():
        return _admitted(request, operation, says, values)


def _admitted(request: HttpRequest, operation: Operation, says: Declared, values: dict[str, Any]) -> HttpResponseBase:
    client = admit(request, says, now())
    if says.is_update and not request.headers.get("If-Match", "").strip():
        raise VersionNotNamed()
    _check_body(request, operation, says)
    request.method = "GET" if request.method == "HEAD" else request.method
    cast(Any, request).api_view = operation.view_func

    def run() -> HttpResponseBase:
        response = operation.run(request, **values)
        _tag(request, response)
        return response

    if says.is_keyed and says.keeps_key:
        key_of(request)
    elif says.is_keyed and client is not None:
        return done_once(request, operation.operation_id or "", client.pk, run)
    return run()


def _allowed(by_method: dict[str, Operation]) -> list[str]:
    return sorted({*by_method, *(["HEAD"] if "GET" in by_method else [])})


def _check_body(request: HttpRequest, operation: Operation, says: Declared) -> None:
    """Raises MediaUnknown, BodyTooLarge before anything is read."""
    if request.method not in WITH_BODY:
        return
    wants_json = says.is_json and any(_reads_body(model, request) for model in operation.models)
    if wants_json and (request.content_type or "").lower() not in ("application/json", "application/problem+json"):
        raise MediaUnknown(media="application/json")
    if says.is_json and int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise BodyTooLarge(most=MOST_BYTES)


def _reads_body(model: Any, request: HttpRequest) -> bool:
    """Whether an operation's model takes the body that was sent; one that may be left out and was is not looked for."""
    if model.__ninja_param_source__ != "body":
        return False
    is_needed = any(one.is_required() for one in model.model_fields.values())
    return is_needed or int(request.headers.get("Content-Length") or 0) > 0


def _tag(request: HttpRequest, response: HttpResponseBase) -> None:
    """The strong tag of a versioned answer, and where what was made is found."""
    answer = getattr(request, "api_answer", None)
    if answer is None or not isinstance(response, HttpResponse) or response.status_code >= 400:
        return
    response["ETag"] = tag_of(answer.version, response.content)
    if answer.location:
        response["Location"] = answer.location


def _say_deprecated(request: HttpRequest, response: HttpResponseBase, by_method: dict[str, Operation]) -> None:
    """Every answer of an operation that will go, good or bad, says so."""
    operation = by_method.get("GET" if request.method == "HEAD" else request.method or "")
    says = declared_of(operation.view_func) if operation else None
    if says is None or says.deprecated is None:
        return
    headers = says.deprecated.headers()
    if "Link" in response:
        headers["Link"] = f"{response['Link']}, {headers['Link']}"
    for name, value in headers.items():
        response[name] = value


def _finished(request: HttpRequest, response: HttpResponseBase, language: str) -> HttpResponseBase:
    if request.method == "GET" and response.status_code == 200 and isinstance(response, HttpResponse):
        if is_known(request, response):
            tag = response["ETag"]
            response = HttpResponseNotModified()
            response["ETag"] = tag
    limits: dict[str, str] = getattr(request, "api_limits", {})
    for name, value in limits.items():
        response[name] = value
    if response.status_code == 401:
        response["WWW-Authenticate"] = 'Bearer realm="api"'
    if response.status_code == 429 and limits:
        response["Retry-After"] = limits["RateLimit"].rpartition("t=")[2]
    response["Content-Language"] = language
    response.setdefault("Cache-Control", "private, no-cache")
    patch_vary_headers(response, ("Accept-Language", "Authorization"))
    return response
