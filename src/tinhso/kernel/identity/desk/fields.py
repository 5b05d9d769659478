"""Fields as the shell's components want them, and refusals shown beside the form that caused them."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tinhso.base.messages import Refused

Field = dict[str, Any]


def field(name: str, label: str, **more: Any) -> Field:
    """A text field; ``more``: value, hint, type, autocomplete, inputmode, width, error."""
    return {"id": name, "name": name, "label": label, **more}


def page(
    request: HttpRequest, template: str, facts: dict[str, Any] | None = None, refused: Refused | None = None
) -> HttpResponse:
    """The page; after a refusal with what happened on top, and its status."""
    facts = dict(facts or {})
    if refused is not None:
        facts["refused_title"] = _(refused.title) % refused.facts
        facts["refused_mend"] = _(refused.mend) % refused.facts
    return render(request, f"identity/{template}.html", facts, status=refused.status if refused else 200)


def posted_day(request: HttpRequest, name: str) -> date | None:
    """The day sent by the shell's three boxes; None when it is no day."""
    parts = [request.POST.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def day_field(request: HttpRequest, name: str, label: str, **more: Any) -> Field:
    """Three boxes that keep what was typed."""
    typed = {part: request.POST.get(f"{name}-{part}", "") for part in ("day", "month", "year")}
    return {"id": name, "name": name, "label": label, **typed, **more}
