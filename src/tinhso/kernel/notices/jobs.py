"""Later work: what quiet hours held back goes out in the morning; what was told long ago is removed."""

from collections.abc import Callable

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.notices.actions.removing import remove_old
from tinhso.kernel.notices.actions.sending import release_held


def release() -> None:
    while release_held(at=now()):
        pass


def remove() -> None:
    while remove_old(at=now()):
        pass


JOBS: tuple[tuple[str, str, float, Callable[[], None]], ...] = (
    ("notices.release", gettext_noop("Gửi thông báo đến giờ"), 20.0, release),
    ("notices.remove_old", gettext_noop("Xóa thông báo đã hết hạn lưu"), 3600.0, remove),
)
