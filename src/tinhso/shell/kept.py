"""What was sent after the session had ended: kept for an hour, to be sent again once the person is back.

The fields stand sealed in a row of their own in the session store. The key to them stands only in a cookie of that
browser, so neither the database nor another browser can read them, and the session that is opened meanwhile may
throw away everything it held. Files are not kept, and nothing at all of a form that holds a password or a code.
"""

import json
import os
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseBase

from tinhso.base.sealed import Keyring

COOKIE = "tinhso_kept"
FOR_SECONDS = 3600
AT_MOST = 200_000  # bytes of fields; longer texts have drafts
_SECRET = re.compile(r"password|secret|otp|(^|_)code$")
_NOT_TYPED = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class Kept:
    """A form as it was sent: where to, its fields in order, and whether files were with it."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool
    account: str  # who was signed in before, when that is known


def sent_form(request: HttpRequest) -> Kept | None:
    """The form of a POST; None when it may not be kept or there is nothing to keep."""
    fields = tuple(
        (name, str(value)) for name, values in request.POST.lists() if name not in _NOT_TYPED for value in values
    )
    if not fields or any(_SECRET.search(name) for name, _ in fields):
        return None
    if sum(len(name) + len(value.encode()) for name, value in fields) > AT_MOST:
        return None
    account = str(getattr(request, "ended_account", ""))
    return Kept(request.get_full_path(), fields, bool(request.FILES), account)


def keep(form: Kept, response: HttpResponseBase) -> None:
    """Seals the form and gives the browser the key to it."""
    key = os.urandom(32)
    row = _store()
    row.set_expiry(FOR_SECONDS)
    clear = json.dumps([form.path, form.fields, form.had_files, form.account]).encode()
    row["kept"] = b64encode(_ring(key).seal(clear, bound_to=COOKIE)).decode()
    row.create()
    response.set_cookie(
        COOKIE,
        f"{row.session_key}.{key.hex()}",
        max_age=FOR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def kept_form(request: HttpRequest) -> Kept | None:
    """The form this browser left behind; None when there is none, or it is another person's."""
    row, key = _place(request)
    sealed = row.get("kept") if row is not None else None
    if sealed is None:
        return None
    try:
        path, fields, had_files, account = json.loads(_ring(key).open(b64decode(sealed), bound_to=COOKIE))
    except (InvalidTag, ValueError):
        return None
    form = Kept(path, tuple((name, value) for name, value in fields), had_files, account)
    now_in = str(getattr(getattr(request, "actor", None), "account_id", "") or "")
    return form if not account or account == now_in else None


def forget(request: HttpRequest, response: HttpResponseBase) -> None:
    """Once sent again, or given up."""
    row, _key = _place(request)
    if row is not None:
        row.delete()
    response.delete_cookie(COOKIE, samesite="Lax")


def _place(request: HttpRequest) -> tuple[SessionBase | None, bytes]:
    name, _dot, key = request.COOKIES.get(COOKIE, "").partition(".")
    if not re.fullmatch(r"[a-z0-9]{32}", name) or not re.fullmatch(r"[0-9a-f]{64}", key):
        return None, b""
    return _store(name), bytes.fromhex(key)


def _store(name: str | None = None) -> SessionBase:
    engine: Any = import_module(settings.SESSION_ENGINE)
    return cast(SessionBase, engine.SessionStore(name))


def _ring(key: bytes) -> Keyring:
    return Keyring(keys={1: key}, index_key=key)
