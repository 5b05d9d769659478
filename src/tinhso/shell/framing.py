"""Papers read beside what they belong to, and previews: the only pages this site shows inside others of its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase

POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
View = Callable[..., HttpResponseBase]


PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


def shown_in_frame(view: View) -> View:
    """For pages that preview what others will see: pages of this site may frame them, no other site may."""

    @wraps(view)
    def framed(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response["X-Frame-Options"] = "SAMEORIGIN"
        response["Content-Security-Policy"] = PAGE_POLICY
        return response

    return framed


def shown_beside(view: View) -> View:
    """For views that answer with a PDF alone: pages of this site may frame it, no other site may."""

    @wraps(view)
    def framed(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        if response.get("Content-Type") == "application/pdf":
            response["X-Frame-Options"] = "SAMEORIGIN"
            response["Content-Security-Policy"] = POLICY
        return response

    return framed
