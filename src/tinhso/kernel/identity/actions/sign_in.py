"""Signing staff in: the password, the one-time code, and the entry that it happened."""

import hmac
from datetime import datetime
from functools import cache

import pyotp
import structlog
from django.contrib.auth.hashers import check_password as matches
from django.contrib.auth.hashers import make_password
from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.identity.actions.accounts import totp_secret
from tinhso.kernel.identity.actions.throttling import forget_failures, give_back, take_try
from tinhso.kernel.identity.models import Account, AccountKind
from tinhso.kernel.identity.queries.actors import actor_of_account
from tinhso.kernel.identity.rules.numbers import digits
from tinhso.kernel.identity.rules.one_time import is_one_time
from tinhso.kernel.identity.rules.passwords import AT_MOST
from tinhso.kernel.identity.rules.stages import STEP_SECONDS, steps_accepted
from tinhso.kernel.identity.rules.waiting import ADDRESS, LOGIN
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register

register(
    Event("identity.signed_in", "đăng nhập", ("method",)),
    Event("identity.signed_out", "đăng xuất", ()),
)
log = structlog.get_logger("tinhso.identity")


class SignInFailed(Refused):
    """The same words whether the login is unknown, closed, or the password wrong or too old."""

    code = "sign-in-failed"
    status = 422
    title = gettext_noop("Tên đăng nhập hoặc mật khẩu không đúng")
    mend = gettext_noop("Kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi nhập lại.")


class CodeWrong(Refused):
    code = "code-wrong"
    title = gettext_noop("Mã không đúng hoặc đã dùng rồi")
    mend = gettext_noop("Chờ mã mới trên điện thoại (30 giây một lần) rồi nhập 6 chữ số. Kiểm tra giờ của điện thoại.")


@cache
def _nobodys_password() -> str:
    return make_password("nobody signs in with this one")


def check_password(login: str, password: str, *, address: str, at: datetime) -> Account:
    """The account, for the right password of an open staff account. Raises SignInFailed, WaitFirst."""
    name = login.strip().lower()
    take_try("address", address, ADDRESS, at=at)
    take_try("login", name, LOGIN, at=at)
    account = Account.objects.select_related("person").filter(login=name, kind=AccountKind.STAFF).first()
    # An unknown login and one of a list cost the same hash, so that time tells nothing.
    known = account.password if account else _nobodys_password()
    is_right = matches(password[: AT_MOST + 1], known)
    if is_one_time(known):
        matches(password[: AT_MOST + 1], _nobodys_password())
    if account is None or not is_right or not _may_sign_in(account, at):
        log.info("sign-in failed")
        raise SignInFailed()
    forget_failures("login", name)
    give_back("address", address, ADDRESS)
    return account


def prove_password(account: Account, password: str, *, at: datetime) -> None:
    """Somebody signed in shows that it is them. Raises SignInFailed, WaitFirst."""
    take_try("login", account.login, LOGIN, at=at)
    if not matches(password[: AT_MOST + 1], account.password):
        raise SignInFailed()
    forget_failures("login", account.login)


def _may_sign_in(account: Account, at: datetime) -> bool:
    return account.is_active and not (account.one_time_until and at > account.one_time_until)


def check_code(account: Account, code: str, *, at: datetime) -> None:
    """Takes a one-time code, once. Raises CodeWrong, WaitFirst."""
    take_try("code", str(account.id), LOGIN, at=at)
    step = _step_of(totp_secret(account), digits(code), at)
    # One statement decides: of two requests with the same code one finds the step still unused.
    taken = step is not None and Account.objects.filter(id=account.id, totp_last_step__lt=step).update(
        totp_last_step=step
    )
    if not taken:
        log.info("one-time code refused", account=str(account.id))
        raise CodeWrong()
    forget_failures("code", str(account.id))


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    totp = pyotp.TOTP(secret)
    right = [step for step in steps_accepted(at) if hmac.compare_digest(totp.at(step * STEP_SECONDS), code)]
    return right[-1] if right else None


@transaction.atomic
def sign_in_staff(account: Account, *, at: datetime, request_id: str = "") -> Actor:
    """Records that all steps of the sign-in were passed; gives the actor."""
    actor = actor_of_account(account, at, request_id=request_id)
    write_entry("identity.signed_in", account, by=actor, at=at, payload={"method": "password+totp"})
    return actor


@transaction.atomic
def sign_out(account: Account, *, by: Actor, at: datetime) -> None:
    write_entry("identity.signed_out", account, by=by, at=at)
