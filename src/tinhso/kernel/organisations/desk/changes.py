"""The acts on a unit, each a POST that comes back to its page."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.organisations import actions, queries
from tinhso.kernel.organisations.actions.units import RIGHT, UnitChanges
from tinhso.kernel.organisations.desk.pages import unit_page
from tinhso.kernel.organisations.models import CodeSystem, Unit, UnitKind
from tinhso.kernel.organisations.queries import UnitView
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.fields import posted_day

Act = Callable[[ActorRequest, UUID], tuple[str, UUID]]


class Unclear(Refused):
    code = "unit-form-unclear"
    title = gettext_noop("Còn mục chưa điền đúng")
    mend = gettext_noop("Ghi đủ tên, ngày và số quyết định rồi làm lại.")


def act_on_unit(act: Act) -> Callable[[HttpRequest, UUID], HttpResponse]:
    @wraps(act)
    def view(request: ActorRequest, unit_id: UUID) -> HttpResponse:
        if not Unit.objects.filter(pk=unit_id).exists():
            raise NotFound()
        try:
            said, there = act(request, unit_id)
        except NotFound:
            raise
        except Refused as refusal:
            return unit_page(request, unit_id, refusal)
        messages.success(request, said)
        return redirect("organisations:unit", there)

    return never_cache(audience(RIGHT)(require_POST(view)))  # type: ignore[return-value]


@act_on_unit
def found(request: ActorRequest, unit_id: UUID) -> tuple[str, UUID]:
    """A new unit under this one."""
    kind, name = _text(request, "kind"), _must(request, "name")
    if kind not in UnitKind.values:
        raise Unclear()
    made = actions.found_unit(
        kind, name, on=_day(request, "found-on"), parent_id=unit_id, decision=_must(request, "decision"),
        by=request.actor, at=now(),
    )  # fmt: skip
    return _("Đã lập đơn vị."), made.id


@act_on_unit
def rename(request: ActorRequest, unit_id: UUID) -> tuple[str, UUID]:
    """Another name, address or telephone from a day; what is left empty stays."""
    changes = UnitChanges()
    for name in ("name", "short_name", "address", "phone"):
        if text := _text(request, name):
            changes[name] = text
    if not changes:
        raise Unclear()
    decision = _must(request, "decision")
    actions.change_unit(
        unit_id, on=_day(request, "change-on"), decision=decision, by=request.actor, at=now(), **changes
    )
    return _("Đã ghi thay đổi; trước ngày đó đơn vị vẫn mang tên cũ."), unit_id


@act_on_unit
def move(request: ActorRequest, unit_id: UUID) -> tuple[str, UUID]:
    """Under another unit from a day."""
    parent = _named(request, "parent")
    if parent.id == unit_id:
        raise Unclear()
    decision = _must(request, "decision")
    actions.change_unit(
        unit_id, on=_day(request, "move-on"), decision=decision, parent_id=parent.id, by=request.actor, at=now()
    )
    return _("Đã chuyển đơn vị sang trực thuộc %(unit)s.") % {"unit": parent.name}, unit_id


@act_on_unit
def abolish(request: ActorRequest, unit_id: UUID) -> tuple[str, UUID]:
    """Ends the unit; where it went is recorded when a successor is named."""
    on, decision = _day(request, "abolish-on"), _must(request, "decision")
    successor = _named(request, "successor") if _text(request, "successor") else None
    actions.abolish_unit(unit_id, on=on, decision=decision, by=request.actor, at=now())
    if successor is not None:
        actions.record_succession(unit_id, successor.id, on=on, decision=decision, by=request.actor, at=now())
    return _("Đã chấm dứt đơn vị cùng mã và chức danh của đơn vị."), unit_id


@act_on_unit
def add_code(request: ActorRequest, unit_id: UUID) -> tuple[str, UUID]:
    system, code = _text(request, "system"), _text(request, "code").upper()
    if system not in CodeSystem.values:
        raise Unclear()
    actions.add_code(unit_id, system, code, valid_from=_day(request, "code-from"), by=request.actor, at=now())
    return _("Đã cấp mã."), unit_id


@act_on_unit
def add_post(request: ActorRequest, unit_id: UUID) -> tuple[str, UUID]:
    actions.create_post(
        unit_id, _must(request, "title"), valid_from=_day(request, "post-from"), by=request.actor, at=now()
    )
    return _("Đã lập chức danh. Bố trí người ở trang tài khoản cán bộ."), unit_id


def _text(request: ActorRequest, name: str) -> str:
    return request.POST.get(name, "").strip()[:200]


def _must(request: ActorRequest, name: str) -> str:
    text = _text(request, name)
    if not text:
        raise Unclear(fields={name: str(Unclear.mend)})
    return text


def _day(request: ActorRequest, name: str) -> date:
    day = posted_day(request, name)
    if day is None:
        raise Unclear(fields={name: str(Unclear.mend)})
    return day


def _named(request: ActorRequest, name: str) -> UnitView:
    """The one unit that a code or name means."""
    found_units = queries.units_found(_text(request, name), local_day(now()), limit=2)
    if len(found_units) != 1:
        raise Unclear(fields={name: "; ".join(unit.name for unit in found_units)})
    return found_units[0]
