"""Papers read beside what they belong to: the one kind of page this site shows inside another of its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase

POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
View = Callable[..., HttpResponseBase]


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
