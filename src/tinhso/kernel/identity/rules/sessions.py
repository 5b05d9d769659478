"""How long a session lives, and where a sign-in may lead back to."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from django.utils.http import url_has_allowed_host_and_scheme

# Keys in Django's session.
ACCOUNT, EPOCH, SEAT, SEEN, RIGHTS, ID_TOKEN = (
    f"identity.{name}" for name in ("account", "epoch", "seat", "seen", "rights", "id_token")
)
IDLE = timedelta(minutes=30)
TOUCH_AFTER = timedelta(minutes=1)


def is_idle(seen: datetime, at: datetime) -> bool:
    """Whether nobody used the session for too long."""
    return at - seen > IDLE


def must_touch(seen: datetime, at: datetime) -> bool:
    """Whether the last use is old enough to be written again."""
    return at - seen > TOUCH_AFTER


def local_path(wanted: str, host: str) -> str:
    """Path and query on this very site, or ``/``: a sign-in never sends people elsewhere."""
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={host}):
        return "/"
    parts = urlsplit(wanted)
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return path if path.startswith("/") and not path.startswith("//") else "/"
