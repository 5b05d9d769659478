"""The place of a row in a list, as an address holds it: a moment and an id, nothing about a person."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from tinhso.kernel.cases.queries import Place

_START = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = 10**17  # microseconds: beyond any calendar in use, within datetime's own range


def place_as_text(place: Place) -> str:
    """Microseconds since 2000 (a dash: no moment), and the id."""
    since = "-" if place.moment is None else str((place.moment - _START) // timedelta(microseconds=1))
    return f"{since}.{place.id.hex}"


def read_place(text: str, *, is_before: bool) -> Place | None:
    """The place; None for what is none, so that a broken address shows the first page."""
    since, _dot, rest = text.partition(".")
    try:
        moment = None if since == "-" else _START + timedelta(microseconds=min(int(since), _LATEST))
        return Place(moment, UUID(hex=rest), is_before)
    except (ValueError, OverflowError):
        return None
