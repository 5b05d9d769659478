"""How long a session lives, and where a sign-in may lead back to."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from django.utils.http import url_has_allowed_host_and_scheme

# Keys in Django's session; the shell keeps the end itself (shell.session.ENDS, LASTS).
ACCOUNT, EPOCH, SEAT, SINCE, RIGHTS, SIGN_OUT_URL = (
    f"identity.{name}" for name in ("account", "epoch", "seat", "since", "rights", "sign_out_url")
)
IDLE_SECONDS = 30 * 60
LONGEST = timedelta(hours=12)
TOUCH_AFTER_SECONDS = 60


def is_over(ends: float, since: datetime, at: datetime) -> bool:
    """Whether nobody used the session for too long, or it lasted a whole day's work."""
    return at.timestamp() > ends or at - since > LONGEST


def must_touch(ends: float, at: datetime) -> bool:
    """Whether the last use is old enough to be written again."""
    return at.timestamp() + IDLE_SECONDS - ends > TOUCH_AFTER_SECONDS


def local_path(wanted: str, host: str) -> str:
    """Path and query on this very site, or ``/``: a sign-in never sends people elsewhere."""
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={host}):
        return "/"
    parts = urlsplit(wanted)
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return path if path.startswith("/") and not path.startswith("//") else "/"
