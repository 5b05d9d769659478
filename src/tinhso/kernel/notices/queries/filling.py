"""Facts of a notice: sealed, opened, and written out in a language."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext

from tinhso.base import moments
from tinhso.kernel.identity.queries.sealing import opened_text, sealed_text
from tinhso.kernel.notices.kinds import Channel, Field, FieldKind, NoticeKind
from tinhso.kernel.notices.models import Notice
from tinhso.kernel.notices.queries.texts import Wording
from tinhso.kernel.notices.rules.short import cut, without_accents
from tinhso.kernel.notices.rules.texts import filled, one_line


def sealed_facts(notice: Notice, kind: NoticeKind, facts: Mapping[str, object]) -> bytes:
    """Raises ValueError for a fact the kind does not name, or one that is not of its field's kind."""
    if unknown := set(facts) - kind.field_names:
        raise ValueError(f"notice kind {kind.code} does not name {sorted(unknown)}")
    given = {one.name: _plain(one, facts[one.name]) for one in kind.fields if facts.get(one.name) is not None}
    return sealed_text(json.dumps(given, ensure_ascii=False), notice.pk, "notice") or b""


def _plain(field: Field, value: object) -> object:
    """As JSON keeps it."""
    wanted = {
        FieldKind.TEXT: str,
        FieldKind.MOMENT: datetime,
        FieldKind.WORKING_DAYS: int,
        FieldKind.LIST: (list, tuple),
    }[field.kind]
    if not isinstance(value, wanted):  # type: ignore[arg-type]
        raise ValueError(f"the fact {field.name} is no {field.kind}")
    return value.isoformat() if isinstance(value, datetime) else value


def opened_facts(notice: Notice) -> dict[str, Any]:
    return dict(json.loads(opened_text(notice.facts_sealed, notice.pk, "notice")))


def written(kind: NoticeKind, facts: Mapping[str, Any], language: str) -> dict[str, str]:
    """Each fact in words of that language; moments come as datetime or as ISO text."""
    with translation.override(language):
        return {one.name: _words(one, facts[one.name]) for one in kind.fields if facts.get(one.name) is not None}


def _words(field: Field, value: Any) -> str:
    if field.kind is FieldKind.MOMENT:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        weekday = moments.WEEKDAYS[moments.local_day(at).weekday()]
        return moments.long_moment_text(at).replace(weekday, gettext(weekday))
    if field.kind is FieldKind.WORKING_DAYS:
        if value <= 0:
            return gettext("trong hôm nay")
        return ngettext("còn %(days)d ngày làm việc", "còn %(days)d ngày làm việc", value) % {"days": value}
    if field.kind is FieldKind.LIST:
        return "\n".join(f"– {one_line(str(one))}" for one in value)
    return str(value)


def worded(
    wording: Wording, values: Mapping[str, str], channel: Channel, *, receiver: str = "", link: str = ""
) -> Wording:
    """The words with the values in them, as the channel carries them."""
    known = {**values, "receiver": receiver, "link": link, "province": settings.PROVINCE}
    if not channel.is_short:
        return Wording(one_line(filled(wording.subject, known)), filled(wording.body, known), wording.valid_from)
    listed = {name: value.removeprefix("– ").replace("\n– ", "; ") for name, value in known.items()}
    text = one_line(filled(wording.body, listed))
    text = without_accents(text) if channel.drops_accents() else text
    return Wording("", cut(text, channel.most_parts), wording.valid_from)
