"""Later work: uploads nothing came of are forgotten."""

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.files.actions import sweep


def sweep_orphans() -> None:
    sweep(at=now())


JOBS = (("files.sweep", gettext_noop("Dọn tệp không còn ai giữ"), 3600.0, sweep_orphans),)
