"""What a form sent, read without believing it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tinhso.base.messages import Refused
from tinhso.shell.audience import ActorRequest
from tinhso.shell.middleware import problem


def text_of(request: ActorRequest, name: str, longest: int = 500) -> str:
    return request.POST.get(name, "").strip()[:longest]


def amount_of(text: str) -> int | None:
    """An amount as typed: 50.000 or 50000; None when nothing or no amount was typed."""
    bare = text.replace(".", "").replace(" ", "").replace(",", "")
    return int(bare) if bare.isascii() and bare.isdecimal() and len(bare) < 13 else None


def day_of(text: str, otherwise: date) -> date:
    """The day typed, or the other one where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


def refusal(error: Refused | None) -> dict[str, Any]:
    """What a template shows of a refusal: a summary with links to the fields, and the sentence beside each field."""
    if error is None:
        return {"errors": [], "wrong": {}, "problem": None}
    fields, said = {name: _(text) for name, text in error.fields.items()}, problem(error, "")
    texts = [said["title"]] if len(fields) == 1 else list(fields.values())
    return {
        "errors": [{"href": f"#{name}", "message": text} for name, text in zip(fields, texts, strict=True)],
        "wrong": fields,
        "problem": None if fields else said,
    }
