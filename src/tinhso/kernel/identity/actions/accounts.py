"""Accounts of staff: opening, resetting, closing; passwords and devices."""

import secrets
from datetime import datetime

import pyotp
from django.contrib.auth.hashers import make_password
from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.identity.actions.persons import create_person
from tinhso.kernel.identity.actions.throttling import forget_failures
from tinhso.kernel.identity.kinds import ADMINISTER
from tinhso.kernel.identity.models import Account, AccountKind, Person
from tinhso.kernel.identity.queries.actors import seats_of
from tinhso.kernel.identity.queries.sealing import opened_text, sealed_text
from tinhso.kernel.identity.rules.logins import is_login
from tinhso.kernel.identity.rules.one_time import ALGORITHM
from tinhso.kernel.identity.rules.passwords import (
    ONE_TIME_FOR,
    long_one_time_password,
    one_time_password,
    password_faults,
)
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register

register(
    Event("identity.account_created", "mở tài khoản", ("kind", "is_administrator", "person_id")),
    Event("identity.password_reset", "đặt lại mật khẩu", ()),
    Event("identity.password_changed", "đổi mật khẩu", ()),
    Event("identity.device_reset", "gỡ thiết bị tạo mã một lần", ()),
    Event("identity.device_confirmed", "xác nhận thiết bị tạo mã một lần", ()),
    Event("identity.account_closed", "khóa tài khoản", ()),
    Event("identity.account_opened", "mở khóa tài khoản", ()),
)


class BadLogin(Refused):
    code = "bad-login"
    title = gettext_noop("Tên đăng nhập chưa đúng")
    mend = gettext_noop("Dùng từ 3 ký tự: chữ thường không dấu, số, dấu chấm, gạch nối hoặc @.")


class LoginTaken(Refused):
    code = "login-taken"
    status = 409
    title = gettext_noop("Tên đăng nhập này đã có người dùng")
    mend = gettext_noop("Chọn một tên khác.")


class WeakPassword(Refused):
    """``faults`` are the codes of ``rules.passwords.password_faults``."""

    code = "weak-password"
    title = gettext_noop("Mật khẩu chưa đủ mạnh")
    mend = gettext_noop("Dùng từ 12 ký tự, không phải từ thông dụng, không chứa tên của mình. Một câu dài là tốt nhất.")

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(faults=", ".join(faults))
        self.faults = faults


@transaction.atomic
def create_account(
    login: str,
    person: Person,
    *,
    is_administrator: bool = False,
    own_password: str = "",
    is_listed: bool = False,
    by: Actor,
    at: datetime,
) -> tuple[Account, str]:
    """Opens a staff account; gives it and its one-time password, shown once and kept nowhere.

    ``own_password``: used as it is and not to be changed first (the sample's accounts; checked by nobody).
    ``is_listed``: one of thousands, with a password too long to be guessed instead of one that is slow to check.

    Raises NotAllowed, BadLogin, LoginTaken.
    """
    by.must(ADMINISTER)
    if is_administrator and not by.has_everywhere(ADMINISTER):
        raise NotAllowed(right=ADMINISTER)
    name = login.strip().lower()
    if not is_login(name):
        raise BadLogin()
    if Account.objects.filter(login=name).exists():
        raise LoginTaken()
    account = Account(kind=AccountKind.STAFF, login=name, person=person, is_administrator=is_administrator)
    if own_password:
        account.password, password = make_password(own_password), own_password
    else:
        password = _put_one_time_password(account, at, is_listed=is_listed)
    account.save(force_insert=True)
    payload = {"kind": "staff", "is_administrator": is_administrator, "person_id": str(person.id)}
    write_entry("identity.account_created", account, by=by, at=at, payload=payload)
    return account, password


def open_account(
    login: str, full_name: str, *, is_administrator: bool = False, by: Actor, at: datetime
) -> tuple[Account, str]:
    """A person and their staff account in one. Raises NameMissing and what ``create_account`` raises."""
    with transaction.atomic():
        person = create_person(full_name, source="staff", by=by, at=at)
        return create_account(login, person, is_administrator=is_administrator, by=by, at=at)


def create_administrator(login: str, full_name: str, *, by: Actor, at: datetime) -> tuple[Account, str]:
    """An administrator of the whole province (the first of an installation)."""
    return open_account(login, full_name, is_administrator=True, by=by, at=at)


def _put_one_time_password(account: Account, at: datetime, *, is_listed: bool = False) -> str:
    password = (long_one_time_password if is_listed else one_time_password)(secrets.choice)
    account.password = make_password(password, hasher=ALGORITHM if is_listed else "default")
    account.must_change_password = True
    account.one_time_until = at + ONE_TIME_FOR
    return password


@transaction.atomic
def reset_password(account: Account, *, by: Actor, at: datetime) -> str:
    """A new one-time password; all sessions end. Raises NotAllowed."""
    must_administer(account, by, at)
    password = _put_one_time_password(account, at)
    account.session_epoch += 1
    account.save(update_fields=["password", "must_change_password", "one_time_until", "session_epoch"])
    forget_failures("login", account.login)
    write_entry("identity.password_reset", account, by=by, at=at)
    return password


@transaction.atomic
def reset_device(account: Account, *, by: Actor, at: datetime) -> Account:
    """Takes the device off the account: the next sign-in sets up another. Raises NotAllowed."""
    must_administer(account, by, at)
    account.totp_sealed = account.totp_confirmed_at = None
    account.totp_last_step = 0
    account.session_epoch += 1
    account.save(update_fields=["totp_sealed", "totp_confirmed_at", "totp_last_step", "session_epoch"])
    forget_failures("code", str(account.id))
    write_entry("identity.device_reset", account, by=by, at=at)
    return account


@transaction.atomic
def close_account(account: Account, *, by: Actor, at: datetime) -> Account:
    """Nobody signs in with it any more; its sessions end. Raises NotAllowed (also for one's own)."""
    must_administer(account, by, at)
    return _put_active(account, False, "identity.account_closed", by, at)


@transaction.atomic
def reopen_account(account: Account, *, by: Actor, at: datetime) -> Account:
    """It may sign in again, and the waiting after failures is over. Raises NotAllowed."""
    must_administer(account, by, at)
    forget_failures("login", account.login)
    forget_failures("code", str(account.id))
    return _put_active(account, True, "identity.account_opened", by, at)


def _put_active(account: Account, is_active: bool, event: str, by: Actor, at: datetime) -> Account:
    account.is_active = is_active
    account.session_epoch += 1
    account.save(update_fields=["is_active", "session_epoch"])
    write_entry(event, account, by=by, at=at)
    return account


def must_administer(account: Account, by: Actor, at: datetime) -> None:
    """The right in every unit where the account's person sits; everywhere for administrators and the unseated.

    Never one's own account: who lost a password or device asks another administrator.
    """
    if by.account_id == account.id:
        raise NotAllowed(right=ADMINISTER)
    seats = seats_of(account.person_id, local_day(at))
    if account.kind != AccountKind.STAFF or account.is_administrator or not seats:
        if not by.has_everywhere(ADMINISTER):
            raise NotAllowed(right=ADMINISTER)
    for seat in seats:
        by.must(ADMINISTER, seat.unit_id)


@transaction.atomic
def change_password(account: Account, new: str, *, by: Actor, at: datetime) -> Account:
    """One's own new password; all other sessions end. Raises NotAllowed, WeakPassword."""
    if by.account_id != account.id:
        raise NotAllowed(right="identity.change_password")
    faults = password_faults(new, login=account.login, full_name=account.person.full_name)
    if faults or account.check_password(new):
        raise WeakPassword(faults or ("used",))
    account.password = make_password(new)
    account.must_change_password = False
    account.one_time_until = None
    account.session_epoch += 1
    account.save(update_fields=["password", "must_change_password", "one_time_until", "session_epoch"])
    write_entry("identity.password_changed", account, by=by, at=at)
    return account


def device_secret(account: Account) -> str:
    """The secret of the device being set up: drawn once, the same when the page is opened again."""
    if account.totp_confirmed_at is not None:
        raise NotAllowed(right="identity.device_secret")
    if account.totp_sealed is None:
        sealed = sealed_text(pyotp.random_base32(), account.id, "totp")
        # Whoever comes first draws: two tabs must show one secret.
        Account.objects.filter(id=account.id, totp_sealed=None).update(totp_sealed=sealed)
        account.refresh_from_db(fields=["totp_sealed"])
    return totp_secret(account)


def totp_secret(account: Account) -> str:
    return opened_text(account.totp_sealed, account.id, "totp")


@transaction.atomic
def confirm_device(account: Account, *, by: Actor, at: datetime) -> Account:
    """The device gave a right code (``check_code``): from now on it is asked for."""
    fresh = Account.objects.filter(id=account.id, totp_confirmed_at=None).update(totp_confirmed_at=at)
    account.refresh_from_db(fields=["totp_confirmed_at"])
    if fresh:
        write_entry("identity.device_confirmed", account, by=by, at=at)
    return account
