"""What a form sent, read without believing it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.messages import Refused
from tinhso.shell.audience import ActorRequest
from tinhso.shell.middleware import problem


def text_of(request: ActorRequest, name: str, longest: int = 500) -> str:
    return request.POST.get(name, "").strip()[:longest]


def id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def version_of(request: ActorRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def refusal(error: Refused | None) -> dict[str, Any]:
    """What a template shows of a refusal: a summary with links to the fields, and the sentence beside each field."""
    if error is None:
        return {"errors": [], "wrong": {}, "problem": None}
    fields, said = {name: _(text) for name, text in error.fields.items()}, problem(error, "")
    return {
        "errors": [{"href": f"#{name}", "message": text} for name, text in fields.items()],
        "wrong": fields,
        "problem": None if fields else said,
    }
