"""Reminders where they are read: on the dossier and on the official's day."""

from typing import Any

from django import template
from django.template.context import RequestContext

from tinhso.kernel.cases.models import Case
from tinhso.modules.citizens.one_stop.desk.reminding import lines_for, lines_on

register = template.Library()


@register.inclusion_tag("one_stop/leader/_reminded.html", takes_context=True)
def reminders_of(context: RequestContext, case: Case) -> dict[str, Any]:
    """The reminders that stand on a dossier."""
    return {"lines": lines_on(case), "with_number": False}


@register.inclusion_tag("one_stop/leader/_reminded.html", takes_context=True)
def my_reminders(context: RequestContext) -> dict[str, Any]:
    """What the official was reminded of."""
    return {"lines": lines_for(context["request"].actor), "with_number": True}
