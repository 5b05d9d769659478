"""Fields as the shell's components want them, and days as its three boxes send them."""

from datetime import date
from typing import Any

from django.http import HttpRequest

Field = dict[str, Any]


def field(name: str, label: str, **more: Any) -> Field:
    """A text field; ``more``: value, hint, type, autocomplete, inputmode, width, error."""
    return {"id": name, "name": name, "label": label, **more}


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
