"""Administrators: the programs that call the API, their secrets (shown once) and their end."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.base.scopes import scopes
from tinhso.kernel.identity import actions
from tinhso.kernel.identity.desk.fields import Field, field, page
from tinhso.kernel.identity.kinds import ADMINISTER
from tinhso.kernel.identity.models import ApiClient, Seat
from tinhso.kernel.identity.queries.accounts import visible_accounts
from tinhso.kernel.identity.queries.actors import seats_of
from tinhso.kernel.identity.queries.clients import visible_clients
from tinhso.shell.audience import ActorRequest, audience

PER_PAGE = 50
LONGEST_DAYS = 3650


class NobodyThere(Refused):
    code = "nobody-there"
    title = gettext_noop("Không có cán bộ nào mang tên đăng nhập này và đang giữ một vị trí")
    mend = gettext_noop("Kiểm tra tên đăng nhập ở mục Tài khoản cán bộ.")


class DaysUnclear(Refused):
    code = "days-unclear"
    title = gettext_noop("Số ngày chưa đúng")
    mend = gettext_noop("Ghi số ngày từ 1 đến 3650, hoặc để trống nếu khóa không có hạn.")


@never_cache
@audience(ADMINISTER)
def api_clients(request: ActorRequest) -> HttpResponse:
    """The list, the newest first."""
    found = Paginator(visible_clients(request.actor), PER_PAGE).get_page(request.GET.get("trang"))
    return page(request, "api_clients", {"page": found, "at": now()})


@never_cache
@audience(ADMINISTER)
def new_api_client(request: ActorRequest) -> HttpResponse:
    """Opens a key; its secret is shown on the answer alone."""
    facts = {"fields": _fields(request), "scopes": _scopes(request)}
    if request.method != "POST":
        return page(request, "new_api_client", facts)
    at = now()
    try:
        client, secret = actions.open_client(
            request.POST.get("name", ""),
            _seat(request, at),
            request.POST.getlist("scope"),
            expires_at=_end(request, at),
            by=request.actor,
            at=at,
        )
    except Refused as refusal:
        return page(request, "new_api_client", facts, refusal)
    return page(request, "api_secret", {"client": client, "secret": secret})


def _fields(request: ActorRequest) -> list[Field]:
    typed = request.POST
    hint = _("Khóa chỉ làm được những việc vị trí của người này được làm.")
    return [
        field("name", _("Tên hệ thống sẽ gọi API"), value=typed.get("name", "")),
        field("login", _("Hành động như cán bộ (tên đăng nhập)"), value=typed.get("login", ""), hint=hint),
        field("days", _("Hết hạn sau (ngày)"), value=typed.get("days", "365"), inputmode="numeric", width="short"),
    ]


def _scopes(request: ActorRequest) -> Field:
    choices = [
        {"value": one.code, "label": _(one.title), "hint": one.code} for one in sorted(scopes, key=lambda one: one.code)
    ]
    label = _("Phạm vi: chỉ chọn điều hệ thống đó thật sự cần")
    return field("scope", label, is_many=True, choices=choices, values=request.POST.getlist("scope"))


def _seat(request: ActorRequest, at: datetime) -> Seat:
    """The seat held longest by the official named. Raises NobodyThere."""
    on = local_day(at)
    login = request.POST.get("login", "").strip().lower()
    account = visible_accounts(request.actor, on).filter(login=login).first() if login else None
    held = seats_of(account.person_id, on) if account else []
    if not held:
        raise NobodyThere()
    return Seat.objects.get(pk=held[0].id)


def _end(request: ActorRequest, at: datetime) -> datetime | None:
    text = request.POST.get("days", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LONGEST_DAYS):
        raise DaysUnclear()
    return at + timedelta(days=int(text))


def _client(request: ActorRequest, client_id: UUID) -> ApiClient:
    return get_object_or_404(visible_clients(request.actor), pk=client_id)


@never_cache
@require_POST
@audience(ADMINISTER)
def rotate_api_client(request: ActorRequest, client_id: UUID) -> HttpResponse:
    client = _client(request, client_id)
    secret = actions.rotate_secret(client, by=request.actor, at=now())
    return page(request, "api_secret", {"client": client, "secret": secret, "overlap_days": actions.OVERLAP.days})


@never_cache
@require_POST
@audience(ADMINISTER)
def close_api_client(request: ActorRequest, client_id: UUID) -> HttpResponse:
    actions.close_client(_client(request, client_id), by=request.actor, at=now())
    messages.success(request, _("Đã đóng khóa. Mọi token đã cấp hết tác dụng."))
    return redirect("identity:api_clients")
