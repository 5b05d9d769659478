"""Partners: how they are, set up, changed, paused, asked whether they answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.exchange import actions, queries
from tinhso.kernel.exchange.desk.fields import field, page, partner_fields
from tinhso.kernel.exchange.kinds import OPERATE, Driver, drivers
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.exchange.queries.sealing import view_of
from tinhso.shell.audience import ActorRequest, audience

NUMBERS = ("pace", "attempts_limit", "keep_days")
LARGEST = 30_000


class BadNumber(Refused):
    code = "bad-number"
    title = gettext_noop("Mục “%(label)s” cần một số nguyên từ %(least)s đến %(largest)s")
    mend = gettext_noop("Sửa lại số rồi lưu.")


@never_cache
@audience(OPERATE)
def partners(request: ActorRequest) -> HttpResponse:
    """Every partner with its queue, and drivers a new one may use."""
    facts = {"rows": queries.health_of_partners(now()), "drivers": list(drivers)}
    return page(request, "partners", facts)


@never_cache
@audience(OPERATE)
def new_partner(request: ActorRequest, driver_code: str) -> HttpResponse:
    """A partner of one driver."""
    if driver_code not in drivers:
        raise NotFound()
    driver = drivers.get(driver_code)
    code = field(
        "code", _("Mã"), value=request.POST.get("code", driver_code), hint=_("Chữ thường không dấu, gạch nối.")
    )
    facts = {"driver": driver, "fields": [code, *partner_fields(request, driver, None)]}
    if request.method != "POST":
        return page(request, "new_partner", facts)
    try:
        given, secrets = _sent(request, driver)
        made = actions.set_up_partner(
            request.POST.get("code", "").strip(),
            driver=driver.code,
            secrets=secrets,
            by=request.actor,
            at=now(),
            **given,
        )
    except Refused as refusal:
        return page(request, "new_partner", facts, refusal)
    messages.success(request, _("Đã thiết lập đối tác."))
    return redirect("exchange:partner", made.code)


@never_cache
@audience(OPERATE)
def partner(request: ActorRequest, code: str) -> HttpResponse:
    """One partner: how it is, and its settings."""
    row = get_object_or_404(Partner, code=code)
    if row.driver not in drivers:
        raise NotFound()
    driver = drivers.get(row.driver)
    facts = {"row": _health(row), "driver": driver, "fields": partner_fields(request, driver, row)}
    if request.method != "POST":
        return page(request, "partner", facts)
    try:
        given, secrets = _sent(request, driver)
        actions.change_partner(row, secrets=secrets, by=request.actor, at=now(), **given)
    except Refused as refusal:
        return page(request, "partner", facts, refusal)
    messages.success(request, _("Đã lưu thiết lập."))
    return redirect("exchange:partner", code)


def _health(partner: Partner) -> queries.PartnerHealth:
    return next(row for row in queries.health_of_partners(now()) if row.partner.id == partner.id)


def _sent(request: ActorRequest, driver: Driver) -> tuple[dict[str, Any], dict[str, str]]:
    """Settings and secrets as sent. Raises BadNumber, FieldsMissing."""
    sent = request.POST
    if not sent.get("title", "").strip():
        raise actions.FieldsMissing(fields_missing=_("Tên"))
    given: dict[str, Any] = {"title": sent["title"].strip()[:200], "address": sent.get("address", "").strip()[:400]}
    given |= {name: _whole(sent.get(name, ""), name) for name in NUMBERS}
    own = {one.name: sent.get(f"own-{one.name}", "").strip() for one in driver.fields if not one.is_secret}
    secrets = {one.name: sent.get(f"own-{one.name}", "") for one in driver.fields if one.is_secret}
    return {**given, "settings": {name: value for name, value in own.items() if value}}, secrets


def _whole(text: str, name: str) -> int:
    least = 0 if name == "pace" else 1
    is_whole = text.isascii() and text.isdigit() and len(text) <= 5
    if not is_whole or not least <= int(text) <= LARGEST:
        labels = {"pace": _("Số thông điệp mỗi giây"), "attempts_limit": _("Số lần thử")}
        raise BadNumber(label=labels.get(name, _("Giữ nội dung (ngày)")), least=least, largest=LARGEST)
    return int(text)


@never_cache
@require_POST
@audience(OPERATE)
def pause(request: ActorRequest, code: str) -> HttpResponse:
    actions.pause_partner(get_object_or_404(Partner, code=code), by=request.actor, at=now())
    messages.success(request, _("Đã tạm dừng. Thông điệp mới vẫn vào hàng, không mất."))
    return redirect("exchange:partner", code)


@never_cache
@require_POST
@audience(OPERATE)
def resume(request: ActorRequest, code: str) -> HttpResponse:
    actions.resume_partner(get_object_or_404(Partner, code=code), by=request.actor, at=now())
    messages.success(request, _("Đã cho gửi tiếp."))
    return redirect("exchange:partner", code)


@never_cache
@require_POST
@audience(OPERATE)
def check(request: ActorRequest, code: str) -> HttpResponse:
    """Asks the partner, now, within the driver's time limit."""
    row = get_object_or_404(Partner, code=code)
    health = drivers.get(row.driver).check(view_of(row))
    if health.is_up:
        messages.success(request, _("Đối tác trả lời bình thường."))
    else:
        messages.error(request, _("Đối tác không trả lời được: %(code)s") % {"code": health.code})
    return redirect("exchange:partner", code)
