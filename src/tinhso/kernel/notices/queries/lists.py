"""What somebody was told, as lists show it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext

from tinhso.base.actor import Actor
from tinhso.kernel.exchange.models import Outgoing, OutgoingState
from tinhso.kernel.notices.kinds import IN_APP, channels, notice_kinds
from tinhso.kernel.notices.models import Delivery, Notice, State
from tinhso.kernel.notices.queries.filling import opened_facts, worded, written
from tinhso.kernel.notices.queries.texts import Wording, in_force, wordings


@dataclass(frozen=True)
class ShownNotice:
    id: UUID
    title: str
    text: str
    path: str
    told_at: datetime
    is_read: bool
    ways: tuple[tuple[str, str], ...] = ()  # by which other channels, and what became of it


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """The actor's own notices, the newest first: of the person, or of the seat they sit in."""
    mine = Notice.objects.order_by("-told_at", "-id")
    if actor.is_citizen and actor.person_id:
        return mine.filter(person_id=actor.person_id)
    if actor.is_staff and actor.seat_id:
        return mine.filter(seat_id=actor.seat_id)
    return mine.none()


def unread_count(actor: Actor) -> int:
    return notices_of(actor).filter(read_at=None).order_by().count()


def shown(notices: Iterable[Notice], language: str) -> list[ShownNotice]:
    """The notices in words: each by the template that was in force when it was told. Two queries however many."""
    page = list(notices)
    if not page:
        return []
    prefetch_related_objects(page, "deliveries")
    kinds = {notice.kind for notice in page}
    known = wordings(kinds, language, IN_APP, max(notice.told_at for notice in page))
    stuck = stuck_keys(one for notice in page for one in notice.deliveries.all())
    return [_shown(notice, known, language, stuck) for notice in page]


def _shown(notice: Notice, known: dict[str, list[Wording]], language: str, stuck: Collection[str] = ()) -> ShownNotice:
    kind = notice_kinds.get(notice.kind)
    values = written(kind, opened_facts(notice), language)
    words = worded(in_force(known[notice.kind], notice.told_at), values, IN_APP)
    is_read = notice.read_at is not None
    ways = _ways(notice, stuck)
    return ShownNotice(notice.id, words.subject, words.body, notice.path, notice.told_at, is_read, ways)


def _ways(notice: Notice, stuck: Collection[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (gettext(channels.get(one.channel).title), gettext(str(_state(one, stuck).label)))
        for one in notice.deliveries.all()
        if one.channel != IN_APP.code and one.channel in channels
    )


def _state(delivery: Delivery, stuck: Collection[str]) -> State:
    return State.FAILED if delivery_key(delivery.pk) in stuck else State(delivery.state)


def delivery_key(delivery_id: UUID) -> str:
    """The key of the message in exchange's outbox that carries a delivery."""
    return f"notice:{delivery_id}"


def stuck_keys(deliveries: Iterable[Delivery]) -> set[str]:
    """Keys of those still waiting here that exchange has given up on."""
    waiting = [delivery_key(one.pk) for one in deliveries if one.state == State.WAITING and one.queued_at]
    if not waiting:
        return set()
    dead = Outgoing.objects.filter(key__in=waiting, state__in=[OutgoingState.DEAD, OutgoingState.DROPPED])
    return set(dead.values_list("key", flat=True))
