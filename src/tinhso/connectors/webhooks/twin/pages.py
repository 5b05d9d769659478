"""The receiver's doors under /twins/webhooks/."""

import secrets
import time

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from standardwebhooks import Webhook, WebhookVerificationError

from tinhso.connectors.webhooks.driver import TIMEOUT
from tinhso.connectors.webhooks.twin import store
from tinhso.shell.audience import PUBLIC, audience

FLAKY_PERCENT = 40


@csrf_exempt
@audience(PUBLIC)
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Verifies by the standard's own library, keeps what is new, answers 204; or plays its fault."""
    fault = store.fault()
    if fault == "slow":
        time.sleep((TIMEOUT.read or 0) + 1)
    if fault in ("down", "refusing", "gone"):
        return HttpResponse(status={"down": 503, "refusing": 400, "gone": 410}[fault])
    if fault == "flaky" and secrets.randbelow(100) < FLAKY_PERCENT:
        return HttpResponse(status=500)
    headers = dict(request.headers)
    body = _verified(request.body, headers)
    if body is None:
        return JsonResponse({"error": "signature"}, status=401)
    store.keep(request.headers["webhook-id"], body)
    if fault == "forgetful" or (fault == "flaky" and secrets.randbelow(100) < FLAKY_PERCENT):
        return HttpResponse(status=500)
    return HttpResponse(status=204)


def _verified(raw: bytes, headers: dict[str, str]) -> dict[str, object] | None:
    for secret in store.secrets_known():
        try:
            return dict(Webhook(secret).verify(raw, headers))
        except (WebhookVerificationError, ValueError):
            continue
    return None


@never_cache
@audience(PUBLIC)
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """What arrived, for whoever tries webhooks out: ids and types, no content."""
    rows = [{"id": row["key"], "is_new": row["is_new"], **row["body"]} for row in store.received()[-200:]]
    return JsonResponse({"items": rows, "fault": store.fault()})


@csrf_exempt
@audience(PUBLIC)
@require_POST
def know(request: HttpRequest) -> HttpResponse:
    """Tells the receiver a signing secret (secret=whsec_…), as one pastes it into a real receiver's settings."""
    secret = request.POST.get("secret", "")
    if not secret.startswith("whsec_"):
        return JsonResponse({"error": "secret"}, status=400)
    store.know(secret)
    return HttpResponse(status=204)


@csrf_exempt
@audience(PUBLIC)
@require_POST
def play(request: HttpRequest) -> HttpResponse:
    """Plays a fault from now on (fault=down); fault= ends it."""
    if request.POST.get("fault", "") not in store.FAULTS:
        return JsonResponse({"error": "fault", "known": store.FAULTS}, status=400)
    store.play(request.POST.get("fault", ""))
    return HttpResponse(status=204)
