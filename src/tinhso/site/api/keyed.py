"""Idempotency: a request with a key is done once and answered alike whenever it is sent again (ux.md section 7)."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tinhso.kernel.identity.queries import keyring
from tinhso.kernel.ledger.actions import once
from tinhso.shell.api.problems import KeyMissing

_KEY = re.compile(r"[!-~]{1,255}")
KEPT = ("Content-Type", "ETag", "Location")


def done_once(
    request: HttpRequest, operation_id: str, client_id: UUID, run: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The answer of the first request with this key; work and memory of it stand or fall together.

    A refused request leaves no trace and may be sent again, mended, under the same key.
    Raises KeyMissing, KeyReused, KeyInUse.
    """
    key = key_of(request)
    with transaction.atomic():
        done = once(f"api:{client_id}:{operation_id}", key, _fingerprint(request))
        if done.answer is not None:
            return _again(done.answer, key)
        response = run()
        if response.status_code >= 400:
            transaction.set_rollback(True)
        elif isinstance(response, HttpResponse):
            done.remember({"sealed": _sealed(response, key)})
    return response


def key_of(request: HttpRequest) -> str:
    """Raises KeyMissing."""
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise KeyMissing()
    return key


def _fingerprint(request: HttpRequest) -> str:
    """What was sent and where to; of an upload its fields and bytes, whatever boundary lies between them."""
    digest = hashlib.sha256(request.path.encode())
    if (request.content_type or "").startswith("multipart/"):
        digest.update(json.dumps(sorted(request.POST.lists())).encode())
        for name, upload in sorted((name, one) for name, found in request.FILES.lists() for one in found):
            digest.update(f"\0{name}\0{upload.name}\0".encode())
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    else:
        digest.update(b"\0" + request.body)
    return digest.hexdigest()


def _sealed(response: HttpResponse, key: str) -> str:
    """Sealed, because an answer names people and a memory of keys is no place for names."""
    headers = {name: response[name] for name in KEPT if name in response}
    clear = json.dumps([response.status_code, headers, response.content.decode()]).encode()
    return base64.b64encode(keyring().seal(clear, bound_to=f"once:{key}")).decode()


def _again(answer: dict[str, Any], key: str) -> HttpResponse:
    clear = keyring().open(base64.b64decode(answer["sealed"]), bound_to=f"once:{key}")
    status, headers, content = json.loads(clear)
    response = HttpResponse(content.encode(), status=status)
    for name, value in headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response
