"""How cases are handled, as data: times, hours and rights of the steps, changed by a new version from a day."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.base.rights import rights
from tinhso.kernel.calendar.rules import UNITS
from tinhso.kernel.cases.actions import publish_definition
from tinhso.kernel.cases.models import Case, Definition
from tinhso.kernel.cases.queries import definitions_in_force
from tinhso.kernel.cases.rules.changes import BadNumber, changed_body, changes_between
from tinhso.kernel.cases.rules.states import OPEN
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.fields import day_field, field, posted_day

RIGHT = "cases.define"
WORDS = {
    "amount": gettext_noop("thời hạn"),
    "unit": gettext_noop("đơn vị tính"),
    "hours": gettext_noop("số giờ của bước"),
    "right": gettext_noop("quyền cần có"),
    "working_day": gettext_noop("ngày làm việc"),
    "working_hour": gettext_noop("giờ làm việc"),
    "day": gettext_noop("ngày"),
    "month": gettext_noop("tháng"),
    "same_day": gettext_noop("trong ngày"),
}


class FormUnclear(Refused):
    code = "definition-form-unclear"
    title = gettext_noop("Có mục chưa dùng được")
    mend = gettext_noop("Xem lại ngày áp dụng, căn cứ và các con số.")


class NothingChanged(Refused):
    code = "definition-unchanged"
    title = gettext_noop("Chưa đổi gì so với bản đang có")
    mend = gettext_noop("Sửa thời hạn, số giờ hoặc quyền của bước rồi xem trước.")


@never_cache
@audience(RIGHT)
def definitions(request: ActorRequest) -> HttpResponse:
    """Every definition in force, with how many open dossiers stand under each version."""
    rows = definitions_in_force(local_day(now())).defer("body")
    return render(request, "cases/definitions.html", {"rows": rows})


@never_cache
@audience(RIGHT)
def definition(request: ActorRequest, code: str) -> HttpResponse:
    """The steps and times, and a form; a change is shown before it is published."""
    last = Definition.objects.filter(code=code).exclude(valid_to=F("valid_from")).order_by("-version").first()
    if last is None:
        raise NotFound()
    if request.method != "POST":
        return _page(request, last)
    try:
        return _changed(request, last)
    except Refused as refusal:
        return _page(request, last, refusal)


def _changed(request: ActorRequest, last: Definition) -> HttpResponse:
    body, valid_from = _body(request, last), posted_day(request, "valid_from")
    basis = request.POST.get("legal_basis", "").strip()
    changes = list(changes_between(last.body, body))
    wrong = {} if valid_from else {"valid_from": _("Ghi ngày, tháng, năm bằng số.")}
    wrong |= {} if basis else {"legal_basis": _("Ghi số quyết định.")}
    if wrong or valid_from is None:
        raise FormUnclear(fields=wrong)
    if not changes:
        raise NothingChanged()
    if request.POST.get("confirmed") != "1":
        return _page(request, last, changes=changes)
    publish_definition(
        last.case_type, last.code, title=last.title, form_code=last.form_code, body=body, valid_from=valid_from,
        legal_basis=basis, is_verified=request.POST.get("is_verified") == "1", by=request.actor, at=now(),
    )  # fmt: skip
    messages.success(request, _("Đã ban hành bản mới. Hồ sơ đang giải quyết giữ quy trình lúc nhận."))
    return redirect("cases:definition", last.code)


def _body(request: ActorRequest, last: Definition) -> dict[str, Any]:
    typed = {name: str(text) for name, text in request.POST.items() if name.startswith(("variant:", "step:"))}
    try:
        return changed_body(last.body, typed)
    except BadNumber as fault:
        raise FormUnclear(fields={str(fault): _("Ghi một số từ 0 trở lên.")}) from fault


def _page(
    request: ActorRequest, last: Definition, refused: Refused | None = None, changes: list[Any] | None = None
) -> HttpResponse:
    wrong, on = refused.fields if refused else {}, local_day(now())
    basis = request.POST.get("legal_basis", "")
    context = {
        "last": last,
        "versions": Definition.objects.filter(code=last.code).defer("body").order_by("-version"),
        "running": Case.objects.filter(definition__code=last.code, state__in=OPEN).count(),
        "variants": [_variant(request, row, wrong) for row in last.body["variants"]],
        "steps": [_step(request, row, wrong) for row in last.body["steps"]],
        "changes": [_told(change) for change in changes] if changes else [],
        "kept": [
            (name, text) for name, text in request.POST.items() if name not in ("csrfmiddlewaretoken", "confirmed")
        ],
        "from_field": day_field(request, "valid_from", _("Áp dụng từ"), error=wrong.get("valid_from", "")),
        "basis_field": field("legal_basis", _("Căn cứ pháp lý"), value=basis, error=wrong.get("legal_basis", "")),
        "refused": refused,
        "on": on,
    }
    return render(request, "cases/definition.html", context, status=refused.status if refused else 200)


def _variant(request: ActorRequest, row: dict[str, Any], wrong: dict[str, str]) -> dict[str, Any]:
    name = f"variant:{row['code']}"
    return {
        "title": row["title"],
        "amount": _box(request, f"{name}:amount", _("Thời hạn"), row["amount"], wrong),
        "unit": _choice(
            request, f"{name}:unit", _("Đơn vị tính"), row["unit"], [(one, _(WORDS[one])) for one in UNITS]
        ),
    }


def _step(request: ActorRequest, row: dict[str, Any], wrong: dict[str, str]) -> dict[str, Any]:
    name = f"step:{row['code']}"
    known = [(one.code, one.title) for one in rights if one.code.startswith(("cases.", "documents."))]
    return {
        "title": row["title"],
        "office": row["office"],
        "hours": _box(request, f"{name}:hours", _("Số giờ"), row["hours"], wrong),
        "right": _choice(request, f"{name}:right", _("Quyền cần có"), row["right"], known),
    }


def _box(request: ActorRequest, name: str, label: str, value: Any, wrong: dict[str, str]) -> dict[str, Any]:
    shown = request.POST.get(name, str(value))
    more = {"value": shown, "error": wrong.get(name, ""), "inputmode": "decimal", "width": 8}
    return field(name, label, **more) | {"id": name.replace(":", "-").replace(".", "-")}


def _choice(request: ActorRequest, name: str, label: str, value: str, known: list[tuple[str, str]]) -> dict[str, Any]:
    choices = [{"value": code, "label": title} for code, title in known]
    shown = request.POST.get(name, value)
    return field(name, label, value=shown, choices=choices) | {"id": name.replace(":", "-").replace(".", "-")}


def _told(change: Any) -> dict[str, str]:
    """A change in words."""
    return {
        "place": change.place,
        "name": _(WORDS[change.name]),
        "before": _word(change.before),
        "after": _word(change.after),
    }


def _word(value: Any) -> str:
    text = str(value)
    if text in WORDS:
        return _(WORDS[text])
    return rights.get(text).title if text in rights else text
