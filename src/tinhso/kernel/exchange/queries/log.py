"""The log of messages: what went out and what came in, newest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.kernel.exchange.models import Incoming, Outgoing, OutgoingState

PER_PAGE = 50
STUCK = (OutgoingState.REFUSED, OutgoingState.DEAD)


@dataclass(frozen=True)
class Filters:
    """Empty means all. ``state`` may be ``stuck``: refused or dead. ``text`` is a key, an order key or an id."""

    partner: str = ""
    state: str = ""
    kind: str = ""
    text: str = ""


@dataclass(frozen=True)
class Page:
    """``older`` asks for the next page; None on the last."""

    rows: Sequence[Outgoing]
    older: UUID | None


def outgoing_found(filters: Filters, before: UUID | None = None) -> Page:
    """The newest messages that fit, before the one named."""
    found = messages_matching(filters)
    if before is not None:
        found = found.filter(id__lt=before)
    rows = list(found.select_related("partner").defer("body_sealed").order_by("-id")[: PER_PAGE + 1])
    more = len(rows) > PER_PAGE
    return Page(rows[:PER_PAGE], rows[PER_PAGE - 1].id if more else None)


def messages_matching(filters: Filters) -> QuerySet[Outgoing]:
    found = Outgoing.objects.all()
    if filters.partner:
        found = found.filter(partner__code=filters.partner)
    if filters.state == "stuck":
        found = found.filter(state__in=STUCK)
    elif filters.state:
        found = found.filter(state=filters.state)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.text:
        found = found.filter(_named(filters.text))
    return found


def _named(text: str) -> Q:
    named = Q(key=text) | Q(order_key=text)
    try:
        return named | Q(id=UUID(text)) | Q(subject_id=UUID(text))
    except ValueError:
        return named


def incoming_found(*, only_stuck: bool = False, limit: int = PER_PAGE) -> Sequence[Incoming]:
    """What came in, newest first."""
    found = Incoming.objects.select_related("partner").defer("body_sealed")
    if only_stuck:
        found = found.filter(state__in=["refused", "dead"])
    return list(found.order_by("-id")[:limit])


def later_sent(message: Outgoing) -> int:
    """How many later messages of its order key the partner has already: replaying this one comes out of order."""
    same = Outgoing.objects.filter(partner_id=message.partner_id, order_key=message.order_key)
    return same.filter(seq__gt=message.seq, state=OutgoingState.SENT).count()


def held_back(message: Outgoing) -> int:
    """How many messages wait behind this one."""
    if message.settled_at is not None:
        return 0
    same = Outgoing.objects.filter(partner_id=message.partner_id, order_key=message.order_key, settled_at=None)
    return same.filter(seq__gt=message.seq).count()
