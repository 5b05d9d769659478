"""The list of procedures, a new design, and the versions of one procedure."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.models import Case, Definition
from tinhso.kernel.cases.queries import definition_by_id
from tinhso.kernel.cases.rules.states import OPEN
from tinhso.modules.citizens.one_stop.actions.designing import (
    DESIGN,
    PUBLISH,
    drop_design,
    end_procedure,
    start_copy,
    start_empty,
    start_from_catalogue,
    start_next,
    undo_change,
    withdraw_version,
)
from tinhso.modules.citizens.one_stop.models import Design
from tinhso.modules.citizens.one_stop.queries.catalogue import procedures_found
from tinhso.modules.citizens.one_stop.queries.designing.designs import standing
from tinhso.modules.citizens.one_stop.queries.designing.listing import procedure_rows
from tinhso.modules.citizens.one_stop.rules.sent import id_sent
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.fields import day_field, field, posted_day
from tinhso.shell.middleware import problem

PER_PAGE = 50
STATES = (
    ("", gettext_noop("Tất cả")),
    ("draft", gettext_noop("Đang soạn")),
    ("proposed", gettext_noop("Chờ công bố")),
    ("in_force", gettext_noop("Đang áp dụng")),
    ("to_come", gettext_noop("Sắp áp dụng")),
    ("ended", gettext_noop("Đã thôi áp dụng")),
)


@never_cache
@audience(DESIGN)
def designs(request: ActorRequest) -> HttpResponse:
    """Every procedure with its state, found by code, name or sector."""
    text, state = request.GET.get("tim", "").strip()[:200], request.GET.get("tinh-trang", "")
    rows = procedure_rows(local_day(now()), text=text, state=state)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")),
        "count": len(rows),
        "text": text,
        "state_field": field(
            "tinh-trang",
            _("Tình trạng"),
            value=state,
            choices=[{"value": code, "label": _(title)} for code, title in STATES[1:]],
        ),
    }
    return render(request, "one_stop/designing/list.html", context)


@never_cache
@audience(DESIGN)
def new(request: ActorRequest) -> HttpResponse:
    """Empty, from the catalogue, or a copy of one that is published."""
    if request.method == "POST":
        try:
            return HttpResponseRedirect(reverse("one_stop:design_general", args=[_started(request).pk]))
        except Refused as error:
            return _new_page(request, error)
    return _new_page(request)


def _new_page(request: ActorRequest, error: Refused | None = None) -> HttpResponse:
    text, on = request.GET.get("tim", "").strip()[:200], local_day(now())
    context = {
        "text": text,
        "found": procedures_found(text, on=on, limit=20) if text else None,
        "published": [row for row in procedure_rows(on, text=text) if row.current or row.coming or row.ended][:10]
        if text
        else [],
        "problem": problem(error, getattr(request, "request_id", "")) if error else None,
    }
    return render(request, "one_stop/designing/new.html", context, status=error.status if error else 200)


def _started(request: ActorRequest) -> Design:
    source, code = request.POST.get("source", ""), request.POST.get("code", "")
    if source == "catalogue":
        return start_from_catalogue(code, by=request.actor, at=now())
    if source in ("copy", "next"):
        start = start_copy if source == "copy" else start_next
        return start(_standing(code), by=request.actor, at=now())
    return start_empty(by=request.actor, at=now())


def _standing(code: str) -> Definition:
    """Raises NotFound."""
    found = standing(code)
    if found is None:
        raise NotFound()
    return found


@never_cache
@audience(DESIGN)
def procedure(request: ActorRequest, code: str) -> HttpResponse:
    """The versions of a procedure, what runs under each, and what can be done with them."""
    _standing(code)
    return _procedure_page(request, code)


def _procedure_page(request: ActorRequest, code: str, error: Refused | None = None) -> HttpResponse:
    on = local_day(now())
    versions = list(Definition.objects.filter(code=code).order_by("-version"))
    for one in versions:
        one.running = Case.objects.filter(definition=one, state__in=OPEN).count()  # type: ignore[attr-defined]
        one.is_withdrawn = one.valid_to == one.valid_from  # type: ignore[attr-defined]
        one.may_withdraw = one.valid_from > on and one.valid_to is None  # type: ignore[attr-defined]
    context = {
        "code": code,
        "title": next(one for one in versions if one.valid_to != one.valid_from).title,
        "versions": versions,
        "designs": Design.objects.filter(code=code, state__in=("drafting", "proposed")).select_related(
            "changed_by__person"
        ),
        "may_publish": request.actor.may(PUBLISH),
        "is_standing": any(one.valid_to is None and one.valid_from <= on for one in versions),
        "end_field": day_field(
            request, "on", _("Thôi nhận hồ sơ từ ngày"), error=error.fields.get("on", "") if error else ""
        ),
        "problem": problem(error, getattr(request, "request_id", "")) if error else None,
    }
    return render(request, "one_stop/designing/procedure.html", context, status=error.status if error else 200)


@require_POST
@audience(PUBLISH)
def withdraw(request: ActorRequest, code: str) -> HttpResponse:
    """Takes a version back before its day."""
    version = Definition.objects.filter(code=code, pk=id_sent(request.POST.get("version", ""))).first()
    if version is None:
        raise NotFound()
    try:
        withdraw_version(definition_by_id(version.pk), by=request.actor, at=now())
    except Refused as error:
        return _procedure_page(request, code, error)
    messages.success(request, _("Đã thu hồi bản chưa áp dụng. Bản soạn của nó mở lại để sửa."))
    return HttpResponseRedirect(reverse("one_stop:design_procedure", args=[code]))


@require_POST
@audience(PUBLISH)
def end(request: ActorRequest, code: str) -> HttpResponse:
    """No new dossiers from a day."""
    on = posted_day(request, "on")
    try:
        if on is None:
            raise DayUnclear(fields={"on": _("Ghi ngày, tháng, năm bằng số.")})
        end_procedure(code, on=on, by=request.actor, at=now())
    except Refused as error:
        _standing(code)
        return _procedure_page(request, code, error)
    messages.success(request, _("Thủ tục thôi nhận hồ sơ mới từ ngày đã chọn. Hồ sơ đang giải quyết giữ nguyên."))
    return HttpResponseRedirect(reverse("one_stop:design_procedure", args=[code]))


class DayUnclear(Refused):
    code = "design-day-unclear"
    title = gettext_noop("Chưa rõ ngày")
    mend = gettext_noop("Ghi ngày, tháng, năm bằng số.")


@require_POST
@audience(DESIGN)
def undo(request: ActorRequest, design_id: UUID) -> HttpResponse:
    """Takes back the last change, and leads back to where it was asked."""
    try:
        undo_change(design_id, by=request.actor, at=now())
        messages.success(request, _("Đã hoàn tác thay đổi cuối."))
    except Refused as error:
        if error.status == 404:
            raise
        messages.error(request, f"{_(error.title)}. {_(error.mend)}")
    back, base = request.POST.get("back", ""), reverse("one_stop:design", args=[design_id])
    is_ours = back.startswith(base) and "//" not in back and "\\" not in back
    return HttpResponseRedirect(back if is_ours else base)


@require_POST
@audience(DESIGN)
def drop(request: ActorRequest, design_id: UUID) -> HttpResponse:
    drop_design(design_id, by=request.actor, at=now())
    messages.success(request, _("Đã bỏ bản soạn."))
    return HttpResponseRedirect(reverse("one_stop:designs"))
