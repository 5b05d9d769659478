"""Later work: counts of failed sign-ins that no longer matter are forgotten."""

from datetime import timedelta

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.identity.actions.throttling import forget_old_tries

KEEP = timedelta(days=2)


def forget_tries() -> None:
    forget_old_tries(now() - KEEP)


JOBS = (("identity.forget_tries", gettext_noop("Xóa dấu vết đăng nhập sai đã cũ"), 3600.0, forget_tries),)
