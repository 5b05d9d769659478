"""Fields and pages of these screens."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tinhso.base.messages import Refused
from tinhso.kernel.exchange.kinds import Driver
from tinhso.kernel.exchange.models import Partner

Field = dict[str, Any]


def field(name: str, label: str, **more: Any) -> Field:
    return {"id": name, "name": name, "label": label, **more}


def page(request: HttpRequest, template: str, facts: dict[str, Any], refused: Refused | None = None) -> HttpResponse:
    """The page; after a refusal with what happened on top, and its status."""
    if refused is not None:
        words = {"refused_title": _(refused.title) % refused.facts, "refused_mend": _(refused.mend) % refused.facts}
        facts = {**facts, **words}
    return render(request, f"exchange/{template}.html", facts, status=refused.status if refused else 200)


def partner_fields(request: HttpRequest, driver: Driver, partner: Partner | None) -> list[Field]:
    """What a partner of the driver is told; a secret is never shown again."""
    sent = request.POST
    common = [
        field("title", _("Tên"), value=sent.get("title", partner.title if partner else "")),
        field(
            "address",
            _("Địa chỉ"),
            value=sent.get("address", partner.address if partner else ""),
            type="url",
            is_optional=True,
        ),
        _number("pace", _("Số thông điệp mỗi giây"), sent, partner, 0, _("0: không giới hạn.")),
        _number("attempts_limit", _("Số lần thử"), sent, partner, 20, _("Hết số lần này thì chờ người xử lý.")),
        _number("keep_days", _("Giữ nội dung (ngày)"), sent, partner, 90, _("Sau đó chỉ còn nhật ký.")),
    ]
    return common + [_own(request, one, partner) for one in driver.fields]


def _number(name: str, label: str, sent: Any, partner: Partner | None, preset: int, hint: str) -> Field:
    value = sent.get(name, getattr(partner, name) if partner else preset)
    return field(name, label, value=value, hint=hint, inputmode="numeric", width=4)


def _own(request: HttpRequest, one: Any, partner: Partner | None) -> Field:
    name = f"own-{one.name}"
    if one.is_secret:
        hint = _("Để trống thì giữ như cũ.") if partner else ""
        return field(name, _(one.title), type="password", autocomplete="new-password", hint=hint)
    kept = partner.settings.get(one.name, "") if partner else ""
    hint = _(one.hint) if one.hint else ""
    return field(name, _(one.title), value=request.POST.get(name, kept), hint=hint, is_optional=not one.is_required)
