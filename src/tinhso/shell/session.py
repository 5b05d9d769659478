"""How long the signed-in session still lasts, so that pages can warn before it ends (WCAG 2.2.1)."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

ENDS = "ends"  # Unix seconds, kept in the session itself
LASTS = "lasts"  # seconds without use after which this session ends


def seconds_left(request: HttpRequest, *, at: datetime) -> int:
    """Seconds until the session ends; a session seen for the first time is given its full length."""
    if ENDS not in request.session:
        extend(request, at=at)
    return max(0, int(request.session[ENDS] - at.timestamp()))


def extend(request: HttpRequest, *, at: datetime) -> None:
    """Starts the session's time again (saving it moves the end kept by the server as well)."""
    request.session[ENDS] = int(at.timestamp()) + request.session.get(LASTS, settings.SESSION_COOKIE_AGE)
