"""Which words are in force: what officials wrote last, else what the package ships."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.notices.kinds import Channel, NoticeKind, notice_kinds
from tinhso.kernel.notices.models import NoticeText


@dataclass(frozen=True)
class Wording:
    """A template; ``valid_from`` is None for the one the package ships."""

    subject: str
    body: str
    valid_from: datetime | None = None


def shipped(kind: NoticeKind, language: str, channel: Channel) -> Wording:
    """The words of the package. A language nobody wrote reads Vietnamese."""
    text = kind.texts.get(language, kind.texts["vi"])
    return Wording("", text.short) if channel.is_short else Wording(text.subject, text.body)


def wordings(kinds: Collection[str], language: str, channel: Channel, until: datetime) -> dict[str, list[Wording]]:
    """For each kind what was written until that moment, oldest first, behind what the package ships: one query."""
    rows = NoticeText.objects.filter(
        kind__in=kinds, language=language, channel=channel.code, valid_from__lte=until
    ).order_by("valid_from")
    found = {code: [shipped(notice_kinds.get(code), language, channel)] for code in kinds}
    for row in rows:
        found[row.kind].append(Wording(row.subject, row.body, row.valid_from))
    return found


def in_force(written: list[Wording], at: datetime) -> Wording:
    """The last of them that had begun at the moment."""
    return next(one for one in reversed(written) if one.valid_from is None or one.valid_from <= at)


def wording_of(kind: NoticeKind, language: str, channel: Channel, at: datetime) -> Wording:
    return in_force(wordings([kind.code], language, channel, at)[kind.code], at)
