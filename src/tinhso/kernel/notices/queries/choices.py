"""By which channels a person is told: what exists, what is known of them, what they chose."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.notices.kinds import IN_APP, Channel, NoticeKind, channels
from tinhso.kernel.notices.models import Choice


@dataclass(frozen=True)
class Chosen:
    """One channel as the settings of a person show it."""

    channel: Channel
    has_address: bool
    is_on: bool


def offered_channels(person_id: UUID) -> list[Chosen]:
    """Every channel that works here, with what this person chose; the product itself is always on."""
    chosen = _chosen(person_id)
    return [
        Chosen(channel, bool(channel.address_of(person_id)), channel is IN_APP or chosen.get(channel.code, True))
        for channel in channels
        if channel.is_ready()
    ]


def chosen_channels(kind: NoticeKind, person_id: UUID) -> list[Channel]:
    """Where a notice of this kind goes; the product itself is among them, whatever else is."""
    return list(_open_channels(kind, person_id))


def _open_channels(kind: NoticeKind, person_id: UUID) -> Iterator[Channel]:
    for one in offered_channels(person_id):
        carries = kind.has_short or not one.channel.is_short
        if one.has_address and one.is_on and carries:
            yield one.channel


def is_wanted(channel: Channel, person_id: UUID) -> bool:
    """Whether the person still wants to be told there."""
    return _chosen(person_id).get(channel.code, True)


def _chosen(person_id: UUID) -> dict[str, bool]:
    choice = Choice.objects.filter(person_id=person_id).only("channels").first()
    return choice.channels if choice else {}


def chosen_language(person_id: UUID) -> str:
    """The language a person wants to be written to in."""
    return Choice.objects.filter(person_id=person_id).values_list("language", flat=True).first() or "vi"
