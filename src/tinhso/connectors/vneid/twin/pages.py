"""The provider's pages and machine answers under /twins/vneid/."""

import base64
import binascii
import time
from typing import Any
from urllib.parse import unquote, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tinhso.connectors.vneid.driver import TIME_LIMIT, twin_address
from tinhso.connectors.vneid.twin import provider, store
from tinhso.connectors.vneid.twin.citizens import CITIZENS
from tinhso.shell.audience import PUBLIC, audience


def _answer(data: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, headers={"Cache-Control": "no-store"})


def _refused(refusal: provider.Refusal) -> JsonResponse:
    return _answer({"error": refusal.error}, refusal.status)


def _faulty() -> JsonResponse | None:
    """The fault played at the machine's doors: late, or a 503."""
    if store.fault() == "slow":
        time.sleep(TIME_LIMIT + 1)
    if store.fault() == "down":
        return _answer({"error": "temporarily_unavailable"}, 503)
    return None


@audience(PUBLIC)
def discovery(request: HttpRequest) -> HttpResponse:
    here = twin_address()
    document = {
        "issuer": here,
        "authorization_endpoint": f"{here}/authorize",
        "token_endpoint": f"{here}/token",
        "jwks_uri": f"{here}/jwks",
        "userinfo_endpoint": f"{here}/userinfo",
        "introspection_endpoint": f"{here}/introspect",
        "end_session_endpoint": f"{here}/end-session",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
    }
    return _faulty() or _answer(document)


@never_cache
@audience(PUBLIC)
def authorize(request: HttpRequest) -> HttpResponse:
    """Which synthetic citizen signs in, or none: a wrong request is never sent back to an unknown address."""
    try:
        asked = provider.asked(request.GET.dict())
    except provider.Refusal as refusal:
        return render(request, "vneid/twin_refused.html", {"error": refusal.error}, status=refusal.status)
    if store.fault() == "down":
        return render(request, "vneid/twin_refused.html", {"error": "temporarily_unavailable"}, status=503)
    if store.fault() == "refusing" or request.POST.get("choice") == "refuse":
        return _back(asked, error="access_denied")
    if request.POST.get("citizen") in CITIZENS:
        return _back(asked, code=provider.code_for(asked, request.POST["citizen"]))
    return render(request, "vneid/twin_authorize.html", {"citizens": CITIZENS.values()})


def _back(asked: provider.Asked, **facts: str) -> HttpResponseRedirect:
    query = {**facts, "state": asked.state, "iss": twin_address()}
    return HttpResponseRedirect(f"{asked.redirect_uri}?{urlencode(query)}")


@csrf_exempt
@require_POST
@audience(PUBLIC)
def token(request: HttpRequest) -> HttpResponse:
    if fault := _faulty():
        return fault
    try:
        provider.must_be_client(*_client(request))
        return _answer(provider.tokens_for(request.POST.dict()))
    except provider.Refusal as refusal:
        return _refused(refusal)


def _client(request: HttpRequest) -> tuple[str, str]:
    """Name and secret by HTTP Basic, else from the form."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    try:
        name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote(name), unquote(secret)


@audience(PUBLIC)
def jwks(request: HttpRequest) -> HttpResponse:
    return _faulty() or _answer({"keys": [store.signing_key().as_dict(private=False)]})


@audience(PUBLIC)
def userinfo(request: HttpRequest) -> HttpResponse:
    if fault := _faulty():
        return fault
    try:
        return _answer(provider.claims_for(request.headers.get("Authorization", "").removeprefix("Bearer ")))
    except provider.Refusal as refusal:
        return _refused(refusal)


@csrf_exempt
@require_POST
@audience(PUBLIC)
def introspect(request: HttpRequest) -> HttpResponse:
    """RFC 7662."""
    try:
        provider.must_be_client(*_client(request))
        provider.claims_for(request.POST.get("token", ""))
    except provider.Refusal as refusal:
        return _answer({"active": False}) if refusal.error == "invalid_token" else _refused(refusal)
    return _answer({"active": True, "client_id": settings.ENV["TINHSO_OIDC_CLIENT_ID"]})


@never_cache
@audience(PUBLIC)
def end_session(request: HttpRequest) -> HttpResponse:
    """The twin keeps no session: it only sends people back, and only to this site."""
    wanted = request.GET.get("post_logout_redirect_uri", "")
    return redirect(wanted if wanted == f"{settings.PUBLIC_URL}/" else "/")


@never_cache
@audience(PUBLIC)
def faults(request: HttpRequest) -> HttpResponse:
    """Which fault the twin plays."""
    if request.method == "POST" and request.POST.get("fault", "") in store.FAULTS:
        store.play(request.POST.get("fault", ""))
        return redirect("vneid_twin:faults")
    choices = [{"value": code, "label": label} for code, label in store.FAULTS.items()]
    field = {"id": "fault", "name": "fault", "label": "Hệ thống giả lập đang", "choices": choices}
    return render(request, "vneid/twin_faults.html", {"field": {**field, "values": [store.fault()]}})
