"""People the tests of this room are told with."""

from datetime import UTC, date, datetime

import pyotp

from tinhso.base import rights
from tinhso.base.actor import system_actor
from tinhso.base.rights import Right, Role
from tinhso.kernel.identity import actions
from tinhso.kernel.identity.actions.accounts import totp_secret
from tinhso.kernel.organisations.models import Post, Unit, UnitVersion

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SYSTEM = system_actor("test")
REAL_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
PASSWORD = "bốn con voi đi tắm suối"

rights.register(
    Right("tests.stamp", "đóng dấu thử"),
    Role("tests.clerk", "cán bộ thử", ("tests.stamp",)),
    Role("tests.reader", "người xem thử", ("identity.reveal",)),
    Role("tests.inspector", "thanh tra thử", ("tests.stamp",), everywhere=True),
)


def a_unit(name="Xã Thử"):
    unit = Unit.objects.create(kind="commune")
    UnitVersion.objects.create(unit=unit, name=name, name_folded="xa thu", sort_key="x", valid_from=date(2025, 7, 1))
    return unit


def a_post(unit=None, title="Công chức một cửa"):
    return Post.objects.create(unit=unit or a_unit(), title=title, valid_from=date(2025, 7, 1))


def a_seat(person, post=None, roles=("tests.clerk",), since=date(2026, 1, 1)):
    return actions.assign_seat(person, post or a_post(), roles, valid_from=since, by=SYSTEM, at=AT)


def a_staff_account(login="hoa", name="Đặng Thị Hòa", *, is_administrator=False, at=AT):
    """An account just opened, with its one-time password."""
    return actions.open_account(login, name, is_administrator=is_administrator, by=SYSTEM, at=at)


def a_ready_account(login="hoa", name="Đặng Thị Hòa", **more):
    """An account whose owner chose PASSWORD and confirmed a device."""
    account, _ = a_staff_account(login, name, **more)
    account.set_password(PASSWORD)
    account.must_change_password = False
    account.one_time_until = None
    account.save()
    actions.device_secret(account)
    return actions.confirm_device(account, by=SYSTEM, at=AT)


def code_of(account, at):
    """What the device of the account shows at that moment."""
    return pyotp.TOTP(totp_secret(account)).at(at)
