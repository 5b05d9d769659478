"""The operator's rule sets: what is in force, what was, what lacks its check, and a new version from a day."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.law.actions import enact_rule_set
from tinhso.kernel.law.kinds import rule_schemas
from tinhso.kernel.law.models import RuleSet
from tinhso.kernel.law.queries import in_force
from tinhso.kernel.law.rules import BadLeaf, leaves_of, rebuilt
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.fields import day_field, field, posted_day

RIGHT = "law.enact"


class FormUnclear(Refused):
    code = "rule-set-form-unclear"
    title = gettext_noop("Có mục chưa dùng được")
    mend = gettext_noop("Xem lại ngày áp dụng, căn cứ và những ô được đánh dấu.")


@never_cache
@audience(RIGHT)
def rule_sets(request: ActorRequest) -> HttpResponse:
    """Every rule set the product reads, with the version in force."""
    on = local_day(now())
    standing = {row.code: row for row in in_force(on)}
    rows = [(schema, standing.get(schema.code)) for schema in rule_schemas]
    return render(request, "law/rule_sets.html", {"rows": rows})


@never_cache
@audience(RIGHT)
def rule_set(request: ActorRequest, code: str) -> HttpResponse:
    """All versions of one, and a form for the next."""
    if code not in rule_schemas:
        raise NotFound()
    if request.method != "POST":
        return _page(request, code)
    try:
        _enact(request, code)
    except Refused as refusal:
        return _page(request, code, refusal)
    messages.success(request, _("Đã ban hành bản mới. Hồ sơ đã nhận giữ bản lúc nhận."))
    return redirect("law:rule_set", code)


def _enact(request: ActorRequest, code: str) -> None:
    valid_from, basis = posted_day(request, "valid_from"), request.POST.get("legal_basis", "").strip()
    wrong = {} if valid_from else {"valid_from": str(FormUnclear.mend)}
    wrong |= {} if basis else {"legal_basis": str(FormUnclear.mend)}
    tables, faults = _tables(request, code)
    wrong |= faults
    if wrong or valid_from is None:
        raise FormUnclear(fields=wrong)
    schema = rule_schemas.get(code)
    enact_rule_set(
        code, title=schema.title, tables=tables, legal_basis=basis, valid_from=valid_from,
        is_verified=request.POST.get("is_verified") == "1", by=request.actor, at=now(),
    )  # fmt: skip


def _tables(request: ActorRequest, code: str) -> tuple[dict[str, Any], dict[str, str]]:
    typed = {name.removeprefix("leaf:"): str(text) for name, text in request.POST.items() if name.startswith("leaf:")}
    try:
        return rebuilt(_latest_tables(code), typed), {}
    except BadLeaf as fault:
        return {}, {fault.path: _("Cần dạng: %(example)s") % {"example": fault.example}}


def _latest(code: str) -> RuleSet | None:
    return RuleSet.objects.filter(code=code).order_by("-valid_from").first()


def _latest_tables(code: str) -> dict[str, Any]:
    row = _latest(code)
    return dict(row.tables) if row else {}


def _page(request: ActorRequest, code: str, refused: Refused | None = None) -> HttpResponse:
    wrong = refused.fields if refused else {}
    latest, on = _latest(code), local_day(now())
    words = rule_schemas.get(code).words
    leaves = [
        field(
            f"leaf:{path}",
            _(words[path]) if path in words else path,
            id=f"leaf-{number}",
            value=request.POST.get(f"leaf:{path}", text),
            error=wrong.get(path, ""),
            rows=3 if len(text) > 60 else 0,
        )
        for number, (path, text) in enumerate(leaves_of(_latest_tables(code)))
    ]
    basis = request.POST.get("legal_basis", latest.legal_basis if latest else "")
    context = {
        "schema": rule_schemas.get(code),
        "versions": RuleSet.objects.filter(code=code).order_by("-valid_from"),
        "leaves": leaves,
        "from_field": day_field(request, "valid_from", _("Áp dụng từ"), error=wrong.get("valid_from", "")),
        "basis_field": field(
            "legal_basis", _("Căn cứ pháp lý"), value=basis, rows=3, error=wrong.get("legal_basis", "")
        ),
        "refused": refused,
        "on": on,
    }
    return render(request, "law/rule_set.html", context, status=refused.status if refused else 200)
