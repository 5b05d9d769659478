"""Staff sign in: password, then the device, then a new password where one is due."""

from datetime import datetime
from typing import Any

import pyotp
import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tinhso.base.actor import Actor, ActorKind
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.identity import actions, queries
from tinhso.kernel.identity.desk.fields import Field, field, page
from tinhso.kernel.identity.desk.session import back_to, open_session, source_address
from tinhso.kernel.identity.models import Account
from tinhso.kernel.identity.rules.passwords import AT_LEAST
from tinhso.kernel.identity.rules.stages import CODE, DONE, ENROL, NEW_PASSWORD, PENDING_FOR, next_stage
from tinhso.shell.audience import PUBLIC, ActorRequest, audience

PENDING = "identity.pending"
PAGES = {
    CODE: "identity:staff_code",
    ENROL: "identity:staff_device",
    NEW_PASSWORD: "identity:staff_new_password",
}


class SignInRanOut(Refused):
    code = "sign-in-ran-out"
    status = 401
    title = gettext_noop("Lần đăng nhập này đã quá lâu")
    mend = gettext_noop("Hãy đăng nhập lại từ đầu.")


@never_cache
@sensitive_post_parameters("password")
@audience(PUBLIC)
def sign_in(request: ActorRequest) -> HttpResponse:
    """Login and password. What was typed as login stays after a refusal, the password does not."""
    at = now()
    next_path = back_to(request, request.POST.get("next", request.GET.get("next", "/")))
    if request.method != "POST":
        return _sign_in_page(request, next_path)
    login, password = request.POST.get("login", ""), request.POST.get("password", "")
    try:
        account = actions.check_password(login, password, address=source_address(request), at=at)
    except Refused as refusal:
        return _sign_in_page(request, next_path, login, refusal)
    request.session.flush()
    request.session[PENDING] = {
        "account": str(account.id),
        "epoch": account.session_epoch,
        "until": (at + PENDING_FOR).isoformat(),
        "code_passed": False,
        "next": next_path,
    }
    return _go_on(request, account, at)


def _sign_in_page(
    request: HttpRequest, next_path: str, login: str = "", refused: Refused | None = None
) -> HttpResponse:
    fields = [
        field("login", _("Tên đăng nhập"), value=login, autocomplete="username"),
        field("password", _("Mật khẩu"), type="password", autocomplete="current-password"),
    ]
    return page(request, "staff_sign_in", {"fields": fields, "next": next_path}, refused)


def _pending(request: HttpRequest, stage: str, at: datetime) -> Account | None:
    """The account whose sign-in stands at this stage; None when it does not, or no longer."""
    kept: dict[str, Any] = request.session.get(PENDING, {})
    if not kept or at > datetime.fromisoformat(kept["until"]):
        return None
    account = Account.objects.select_related("person").filter(id=kept["account"], is_active=True).first()
    if account is None or account.session_epoch != kept["epoch"] or _stage(request, account) != stage:
        return None
    return account


def _stage(request: HttpRequest, account: Account) -> str:
    return next_stage(
        has_device=account.totp_confirmed_at is not None,
        code_passed=request.session[PENDING]["code_passed"],
        must_change_password=account.must_change_password,
    )


def _ran_out(request: HttpRequest) -> HttpResponse:
    """Back to the first page, with the page to return to kept."""
    next_path = request.session.get(PENDING, {}).get("next", "/")
    return _sign_in_page(request, next_path, refused=SignInRanOut())


def _go_on(request: HttpRequest, account: Account, at: datetime) -> HttpResponse:
    """To the next stage, or, after the last, to the desk."""
    stage = _stage(request, account)
    if stage != DONE:
        return redirect(PAGES[stage])
    next_path = request.session[PENDING]["next"]
    actions.sign_in_staff(account, at=at, request_id=getattr(request, "request_id", ""))
    open_session(request, account, at=at)
    if len(queries.seats_of(account.person_id, local_day(at))) > 1:
        return HttpResponseRedirect(f"{reverse('identity:choose_seat')}?{urlencode({'next': next_path})}")
    return HttpResponseRedirect(next_path)


def _half_signed_in(account: Account, request: HttpRequest) -> Actor:
    return Actor(
        ActorKind.STAFF,
        account_id=account.id,
        person_id=account.person_id,
        request_id=getattr(request, "request_id", ""),
        name=account.person.full_name,
    )


def _pass_code(request: HttpRequest) -> None:
    # A new key at every step up: what was known before the code is worth nothing after it.
    request.session.cycle_key()
    request.session[PENDING] = request.session[PENDING] | {"code_passed": True}


def _code_field() -> Field:
    return field(
        "code",
        _("Mã gồm 6 chữ số"),
        hint=_("Mở ứng dụng tạo mã trên điện thoại. Bạn có thể dán mã vào ô này."),
        inputmode="numeric",
        autocomplete="one-time-code",
        width=8,
    )


@never_cache
@audience(PUBLIC)
def code(request: ActorRequest) -> HttpResponse:
    """The code of the device."""
    at = now()
    account = _pending(request, CODE, at)
    if account is None:
        return _ran_out(request)
    if request.method != "POST":
        return page(request, "staff_code", {"field": _code_field()})
    try:
        actions.check_code(account, request.POST.get("code", ""), at=at)
    except Refused as refusal:
        return page(request, "staff_code", {"field": _code_field()}, refusal)
    _pass_code(request)
    return _go_on(request, account, at)


@never_cache
@audience(PUBLIC)
def device(request: ActorRequest) -> HttpResponse:
    """Sets up the device at the first sign-in: a QR code, the same key to type, and one code to prove it."""
    at = now()
    account = _pending(request, ENROL, at)
    if account is None:
        return _ran_out(request)
    if request.method != "POST":
        return _device_page(request, account)
    try:
        actions.check_code(account, request.POST.get("code", ""), at=at)
    except Refused as refusal:
        return _device_page(request, account, refusal)
    actions.confirm_device(account, by=_half_signed_in(account, request), at=at)
    _pass_code(request)
    return _go_on(request, account, at)


def _device_page(request: HttpRequest, account: Account, refused: Refused | None = None) -> HttpResponse:
    secret = actions.device_secret(account)
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.login, issuer_name="Tỉnh Số")
    facts = {
        "picture": segno.make(uri, error="m").svg_data_uri(scale=5, border=4, light="#fff"),
        "key": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "field": _code_field(),
    }
    return page(request, "staff_device", facts, refused)


@never_cache
@sensitive_post_parameters("password", "again")
@audience(PUBLIC)
def new_password(request: ActorRequest) -> HttpResponse:
    """A password of one's own instead of the one-time password."""
    at = now()
    account = _pending(request, NEW_PASSWORD, at)
    if account is None:
        return _ran_out(request)
    if request.method != "POST":
        return _password_page(request)
    try:
        changed_password(request, account, _half_signed_in(account, request), at)
    except Refused as refusal:
        return _password_page(request, refusal)
    request.session[PENDING] = request.session[PENDING] | {"epoch": account.session_epoch}
    return _go_on(request, account, at)


class NotTheSame(Refused):
    code = "passwords-differ"
    title = gettext_noop("Hai lần nhập mật khẩu không giống nhau")
    mend = gettext_noop("Nhập lại cùng một mật khẩu ở cả hai ô.")


def changed_password(request: HttpRequest, account: Account, by: Actor, at: datetime) -> Account:
    """The new password typed twice. Raises NotTheSame, WeakPassword."""
    if request.POST.get("password") != request.POST.get("again"):
        raise NotTheSame()
    return actions.change_password(account, request.POST.get("password", ""), by=by, at=at)


def password_fields() -> list[Field]:
    hint = _("Từ %(least)d ký tự. Một câu dài dễ nhớ là tốt nhất; trình quản lý mật khẩu dán được vào đây.")
    return [
        field(
            "password", _("Mật khẩu mới"), type="password", autocomplete="new-password", hint=hint % {"least": AT_LEAST}
        ),
        field("again", _("Nhập lại mật khẩu mới"), type="password", autocomplete="new-password"),
    ]


def _password_page(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    return page(request, "staff_new_password", {"fields": password_fields()}, refused)
