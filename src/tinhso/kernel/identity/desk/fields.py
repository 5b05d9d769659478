"""Fields as the shell's components want them, and refusals shown beside the form that caused them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tinhso.base.messages import Refused
from tinhso.shell.fields import Field, day_field, field, posted_day

__all__ = ["Field", "day_field", "field", "page", "posted_day"]


def page(
    request: HttpRequest, template: str, facts: dict[str, Any] | None = None, refused: Refused | None = None
) -> HttpResponse:
    """The page; after a refusal with what happened on top, and its status."""
    facts = dict(facts or {})
    if refused is not None:
        facts["refused_title"] = _(refused.title) % refused.facts
        facts["refused_mend"] = _(refused.mend) % refused.facts
    return render(request, f"identity/{template}.html", facts, status=refused.status if refused else 200)
