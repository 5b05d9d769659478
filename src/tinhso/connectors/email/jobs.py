"""The twin's SMTP server runs in ``work``, in the sample profile and where no mail server is set."""

from collections.abc import Callable

from django.conf import settings

from tinhso.base.messages import gettext_noop

_running: list[object] = []


def keep_twin_running() -> None:
    if settings.PROFILE != "sample" or settings.ENV["TINHSO_SMTP_HOST"] or _running:
        return
    from tinhso.connectors.email.twin.server import Twin

    _running.append(Twin())


JOBS: tuple[tuple[str, str, float, Callable[[], None]], ...] = (
    ("email.twin", gettext_noop("Hộp thư thử của tỉnh mẫu"), 60.0, keep_twin_running),
)
