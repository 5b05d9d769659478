"""What a design still lacks, what it changes, and its way to being published."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import Refused
from tinhso.base.moments import local_day, now
from tinhso.modules.citizens.one_stop.actions.designing import (
    DESIGN,
    PUBLISH,
    Proposal,
    propose_design,
    publish_design,
    send_back_design,
    take_back_design,
)
from tinhso.modules.citizens.one_stop.desk.designing.frames import page, place_url, said, seen_in
from tinhso.modules.citizens.one_stop.models import Design
from tinhso.modules.citizens.one_stop.queries.designing.designs import (
    content_of_definition,
    definition_before,
    design_of,
    findings_of,
)
from tinhso.modules.citizens.one_stop.rules.designing.checks import blocking
from tinhso.modules.citizens.one_stop.rules.designing.comparing import differences
from tinhso.modules.citizens.one_stop.rules.designing.shape import clean
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.fields import day_field, field, posted_day


@never_cache
@audience(DESIGN)
def checks(request: ActorRequest, design_id: UUID) -> HttpResponse:
    """Everything that is missing, each with the way to its place."""
    design = design_of(design_id)
    found = findings_of(design, local_day(now()))
    lines = [(place_url(design, one), said(one), _where(design, one.part, one.place), one.is_advice) for one in found]
    context = {
        "found": found,
        "faults": [line for line in lines if not line[3]],
        "advice": [line for line in lines if line[3]],
        "before": definition_before(design),
    }
    return page(request, "checks", design, "checks", context)


def _where(design: Design, part: str, place: str) -> str:
    """How the row or question is called."""
    if part == "form":
        return place
    rows = design.content.get(part, [])
    return next((str(row.get("title") or row["code"]) for row in rows if row["code"] == place), "") if place else ""


@never_cache
@audience(DESIGN)
def compare(request: ActorRequest, design_id: UUID) -> HttpResponse:
    """Side by side with the version in force; a new procedure shows all it says."""
    design = design_of(design_id)
    before = definition_before(design)
    found = differences(content_of_definition(before) if before else None, design.content)
    rows = [
        {
            "part": _(one.part),
            "what": one.what,
            "label": _(one.label),
            "before": _(one.before) if one.before else "",
            "after": _(one.after) if one.after else "",
        }  # fmt: skip
        for one in found
    ]
    return page(request, "compare", design, "compare", {"before": before, "rows": rows})


@never_cache
@audience(DESIGN)
def publish(request: ActorRequest, design_id: UUID) -> HttpResponse:
    """Asking for it, giving it back, publishing it: whoever wrote a procedure does not publish it."""
    design = design_of(design_id)
    if request.method != "POST":
        return _page(request, design)
    try:
        return HttpResponseRedirect(_done(request, design))
    except Refused as error:
        if error.status == 404:
            raise
        return _page(request, design_of(design_id), error)


def _done(request: ActorRequest, design: Design) -> str:
    act, by, at = request.POST.get("do", ""), request.actor, now()
    if act == "propose":
        propose_design(design.pk, _proposal(request), seen=seen_in(request), by=by, at=at)
        messages.success(request, _("Đã trình. Người công bố xem, rồi công bố hoặc trả lại."))
    elif act == "take-back":
        take_back_design(design.pk, by=by, at=at)
        messages.success(request, _("Đã rút lại để sửa."))
    elif act == "send-back":
        send_back_design(design.pk, clean(request.POST.get("note", "")), by=by, at=at)
        messages.success(request, _("Đã trả lại người soạn."))
    elif act == "publish":
        publish_design(design.pk, seen=seen_in(request), by=by, at=at)
        messages.success(request, _("Đã công bố. Hồ sơ đã nhận giữ bản của lúc nhận."))
        return reverse("one_stop:design_procedure", args=[design.code])
    return request.path


def _proposal(request: ActorRequest) -> Proposal:
    words = {name: " ".join(clean(request.POST.get(name, "")).split())[:200] for name in ("number", "issuer")}
    return Proposal(
        posted_day(request, "valid_from"), words["number"], posted_day(request, "signed_on"), words["issuer"]
    )


def _page(request: ActorRequest, design: Design, error: Refused | None = None) -> HttpResponse:
    found = findings_of(design, local_day(now()))
    wrong = {name: _(text) for name, text in error.fields.items()} if error else {}
    decision = design.decision
    signed_on = date.fromisoformat(decision["signed_on"]) if decision.get("signed_on") else None
    typed = {name: request.POST.get(name, decision.get(name, "")) for name in ("number", "issuer")}
    context = {
        "found": found,
        "before": definition_before(design),
        "is_own": str(request.actor.account_id) in design.writers,
        "may_publish": request.actor.may(PUBLISH),
        "signed_on": signed_on,
        "errors": [{"href": f"#{name}", "message": text} for name, text in wrong.items()],
        "from_field": day_field(
            request,
            "valid_from",
            _("Áp dụng từ ngày"),
            error=wrong.get("valid_from", ""),
            **_filled(request, design.valid_from),
        ),  # fmt: skip
        "number_field": field(
            "number", _("Số quyết định công bố"), value=typed["number"], error=wrong.get("number", ""), width=20
        ),  # fmt: skip
        "signed_field": day_field(
            request,
            "signed_on",
            _("Ngày ký quyết định"),
            error=wrong.get("signed_on", ""),
            **_filled(request, signed_on),
        ),  # fmt: skip
        "issuer_field": field("issuer", _("Cơ quan ban hành"), value=typed["issuer"], error=wrong.get("issuer", "")),
        "note_field": field(
            "note", _("Điều cần sửa"), value=request.POST.get("note", ""), error=wrong.get("note", ""), rows=3
        ),  # fmt: skip
        "blocking": len(blocking(found)),
    }
    return page(request, "publish", design, "publish", context, error)


def _filled(request: ActorRequest, day: date | None) -> dict[str, int]:
    """The day chosen before, where nothing was sent."""
    if request.method == "POST" or day is None:
        return {}
    return {"day": day.day, "month": day.month, "year": day.year}
