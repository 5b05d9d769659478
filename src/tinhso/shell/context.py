"""What every page knows: who acts, that data are samples, where help stands."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    return {"actor": getattr(request, "actor", None), "is_sample": settings.PROFILE == "sample"}
