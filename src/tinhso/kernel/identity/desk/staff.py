"""Administrators: who works here, new accounts, lost passwords and devices."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.identity import actions
from tinhso.kernel.identity.desk.account import account_page
from tinhso.kernel.identity.desk.fields import field, page
from tinhso.kernel.identity.kinds import ADMINISTER
from tinhso.kernel.identity.models import Account
from tinhso.kernel.identity.queries.accounts import accounts_found, rows_of, visible_accounts
from tinhso.shell.audience import ActorRequest, audience

PER_PAGE = 50


@never_cache
@audience(ADMINISTER)
def staff(request: ActorRequest) -> HttpResponse:
    """The list; a search is posted, so that no name stands in an address."""
    on = local_day(now())
    text = request.POST.get("text", "")
    found = Paginator(accounts_found(request.actor, text, on), PER_PAGE).get_page(request.GET.get("trang"))
    facts = {"rows": rows_of(found, on), "page": found, "field": field("text", _("Tên hoặc tên đăng nhập"), value=text)}
    return page(request, "staff", facts)


@never_cache
@audience(ADMINISTER)
def new_account(request: ActorRequest) -> HttpResponse:
    """A person and their account; the one-time password is shown on the answer alone."""
    fields = [
        field("full_name", _("Họ và tên"), value=request.POST.get("full_name", "")),
        field("login", _("Tên đăng nhập"), value=request.POST.get("login", ""), hint=_("Chữ thường không dấu.")),
    ]
    may_make_administrators = request.actor.has_everywhere(ADMINISTER)
    facts = {"fields": fields, "may_make_administrators": may_make_administrators}
    if request.method != "POST":
        return page(request, "new_account", facts)
    try:
        account, password = actions.open_account(
            request.POST.get("login", ""),
            request.POST.get("full_name", ""),
            is_administrator=request.POST.get("is_administrator") == "1",
            by=request.actor,
            at=now(),
        )
    except Refused as refusal:
        return page(request, "new_account", facts, refusal)
    return page(request, "one_time_password", {"account": account, "password": password})


def account_of(request: ActorRequest, account_id: UUID, at: datetime) -> Account:
    """An account the actor administers; otherwise it is not there."""
    return get_object_or_404(visible_accounts(request.actor, local_day(at)), id=account_id)


@never_cache
@audience(ADMINISTER)
def account(request: ActorRequest, account_id: UUID) -> HttpResponse:
    at = now()
    return account_page(request, account_of(request, account_id, at), at)


@never_cache
@require_POST
@audience(ADMINISTER)
def reset_password(request: ActorRequest, account_id: UUID) -> HttpResponse:
    at = now()
    chosen = account_of(request, account_id, at)
    password = actions.reset_password(chosen, by=request.actor, at=at)
    return page(request, "one_time_password", {"account": chosen, "password": password})


@never_cache
@require_POST
@audience(ADMINISTER)
def reset_device(request: ActorRequest, account_id: UUID) -> HttpResponse:
    at = now()
    actions.reset_device(account_of(request, account_id, at), by=request.actor, at=at)
    return _done(request, account_id, _("Đã gỡ thiết bị. Lần đăng nhập sau sẽ cài thiết bị mới."))


@never_cache
@require_POST
@audience(ADMINISTER)
def close_account(request: ActorRequest, account_id: UUID) -> HttpResponse:
    at = now()
    actions.close_account(account_of(request, account_id, at), by=request.actor, at=at)
    return _done(request, account_id, _("Đã khóa tài khoản. Mọi phiên đăng nhập của tài khoản này đã kết thúc."))


@never_cache
@require_POST
@audience(ADMINISTER)
def reopen_account(request: ActorRequest, account_id: UUID) -> HttpResponse:
    at = now()
    actions.reopen_account(account_of(request, account_id, at), by=request.actor, at=at)
    return _done(request, account_id, _("Đã mở khóa tài khoản."))


def _done(request: HttpRequest, account_id: UUID, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("identity:account", account_id)
