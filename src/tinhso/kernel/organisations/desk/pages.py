"""The tree of a day, and one unit: what it was called when, codes, what it came from, offices and posts."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.organisations import queries
from tinhso.kernel.organisations.actions.units import RIGHT
from tinhso.kernel.organisations.kinds import unit_pages
from tinhso.kernel.organisations.models import CodeSystem, Succession, Unit, UnitKind
from tinhso.kernel.organisations.queries import UnitView
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.fields import Field, day_field

DAYS = {
    "post-from": gettext_noop("Từ ngày"),
    "change-on": gettext_noop("Áp dụng từ"),
    "move-on": gettext_noop("Áp dụng từ"),
    "found-on": gettext_noop("Thành lập ngày"),
    "code-from": gettext_noop("Từ ngày"),
    "abolish-on": gettext_noop("Không còn từ ngày"),
}


@never_cache
@audience(RIGHT)
def units(request: ActorRequest) -> HttpResponse:
    """The units of a day under one of them (the top when none is named), or those a search finds."""
    on, text = _day(request), request.GET.get("tim", "").strip()[:100]
    if text:
        shown = [(unit, 0) for unit in queries.units_found(text, on, limit=100)]
    else:
        shown = _tree(queries.units_in_force(on))
    context = {"shown": shown, "on": on, "text": text, "is_today": on == local_day(now())}
    return render(request, "organisations/units.html", context)


def _tree(all_units: list[UnitView]) -> list[tuple[UnitView, int]]:
    """Every unit after the one above it, with its depth; neighbours by the alphabet."""
    under: dict[UUID | None, list[UnitView]] = {}
    known = {unit.id for unit in all_units}
    for unit in all_units:
        under.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    placed: list[tuple[UnitView, int]] = []
    waiting = [(unit, 0) for unit in reversed(under.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        placed.append((unit, depth))
        waiting += [(child, depth + 1) for child in reversed(under.get(unit.id, []))]
    return placed


@never_cache
@audience(RIGHT)
def unit(request: ActorRequest, unit_id: UUID) -> HttpResponse:
    return unit_page(request, unit_id)


def unit_page(request: ActorRequest, unit_id: UUID, refused: Refused | None = None) -> HttpResponse:
    chosen = Unit.objects.filter(pk=unit_id).first()
    if chosen is None:
        raise NotFound()
    on = local_day(now())
    versions = list(chosen.versions.select_related("parent").order_by("-valid_from"))
    current = queries.units_on([unit_id], on).get(unit_id)
    parents = queries.units_on({row.parent_id for row in versions if row.parent_id}, on)
    context: dict[str, Any] = {
        "unit": chosen,
        "current": current,
        "versions": [(row, parents.get(row.parent_id) if row.parent_id else None) for row in versions],
        "codes": chosen.codes.order_by("system", "valid_from"),
        "children": queries.children_of(unit_id, on),
        "posts": queries.posts_of(unit_id, on),
        "parts": queries.parts_of(unit_id),
        "successors": _became(unit_id, on),
        "pages": [(one, f"?don-vi={unit_id}") for one in unit_pages if request.actor.may(one.right)],
        "kinds": [(kind.value, kind.label) for kind in UnitKind],
        "systems": [(system.value, system.label) for system in CodeSystem],
        "may_change": request.actor.may(RIGHT, unit_id),
        "days": _days(request, on),
        "asked": request.resolver_match.url_name if refused and request.resolver_match else "",
        "refused": refused,
        "typed": request.POST,
    }
    return render(request, "organisations/unit.html", context, status=refused.status if refused else 200)


def _days(request: ActorRequest, on: date) -> dict[str, Field]:
    """The days the acts ask for, with what was typed; the year is this one's until somebody types another."""
    fields = {name.replace("-", "_"): day_field(request, name, _(label)) for name, label in DAYS.items()}
    return {name: one | {"year": one["year"] or on.year} for name, one in fields.items()}


def _became(unit_id: UUID, on: date) -> list[UnitView]:
    ids = Succession.objects.filter(predecessor_id=unit_id).values_list("successor_id", flat=True)
    return list(queries.units_on(ids, on).values())


def _day(request: ActorRequest) -> date:
    """?ngay=dd/mm/yyyy; today when it is no day."""
    day, _sep, rest = request.GET.get("ngay", "").partition("/")
    month, _sep, year = rest.partition("/")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return local_day(now())
