"""Tags and filters of every page: how moments, money, numbers and states are written, and the components."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from tinhso.base import moments, money, text
from tinhso.shell import chips
from tinhso.shell.icons import PATHS

register = template.Library()


@register.filter
def moment(value: datetime | None) -> str:
    """17:00 27/11/2026; a dash where there is none."""
    return moments.moment_text(value) if value else "–"


@register.filter
def day(value: date | datetime | None) -> str:
    """27/11/2026; of a moment, its day on the province's clock."""
    if isinstance(value, datetime):
        value = moments.local_day(value)
    return moments.day_text(value) if value else "–"


@register.filter
def long_moment(value: datetime | None) -> str:
    """17:00 thứ Sáu 27/11/2026."""
    if value is None:
        return "–"
    weekday = moments.WEEKDAYS[moments.local_day(value).weekday()]
    return moments.long_moment_text(value).replace(weekday, gettext(weekday))


@register.filter
def dong(value: int | None) -> str:
    """120.000 đồng."""
    return "–" if value is None else money.dong(value)


@register.filter
def telephone(value: str) -> str:
    """0912 345 678."""
    return text.telephone(value)


@register.filter
def masked(value: str) -> str:
    """068•••••••12."""
    return text.masked_number(value)


@register.filter
def in_fours(value: str) -> str:
    """A code in groups of four, to be read aloud: 7F3K 9QX2."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside a word (hidden from screen readers: the word says it)."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', PATHS[name]
    )


@register.simple_tag
def chip(tone: str, word: str, icon_name: str = "info") -> SafeString:
    """A status: icon, word and colour. Tones: plain, work, info, good, warn, bad, sign."""
    return format_html('<span class="chip chip-{}">{}{}</span>', tone, icon(icon_name), word)


@register.simple_tag
def state_chip(number: int, word: str) -> SafeString:
    """The chip of a dossier state by its national number (1–10) and its word."""
    look = chips.STATES[number]
    return chip(look.tone, gettext(word), look.icon)


@register.simple_tag
def clock_chip(kind: str, days: int = 0) -> SafeString:
    """The chip of a running clock: ``left``, ``soon``, ``over`` (with days) or ``paused``."""
    look = chips.CLOCKS[kind]
    return chip(look.tone, _clock_word(kind, days), look.icon)


def _clock_word(kind: str, days: int) -> str:
    if kind == "paused":
        return gettext("Tạm dừng")
    if kind == "over":
        return ngettext("Quá hạn %(days)d ngày", "Quá hạn %(days)d ngày", days) % {"days": days}
    if days == 0:
        return gettext("Hết hạn hôm nay")
    if kind == "soon":
        return ngettext("Sắp hạn: còn %(days)d ngày", "Sắp hạn: còn %(days)d ngày", days) % {"days": days}
    return ngettext("Còn %(days)d ngày", "Còn %(days)d ngày", days) % {"days": days}


@register.simple_tag(takes_context=True)
def with_query(context: RequestContext, **changes: Any) -> str:
    """The present address's query with some values changed; None or empty takes one away: ``?trang=2``."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("shell/_sort.html", takes_context=True)
def sort_header(context: RequestContext, name: str, title: str, *, numeric: bool = False) -> dict[str, Any]:
    """A column heading that sorts by ``?sap=name`` and, asked again, by ``?sap=-name``."""
    current = context["request"].GET.get("sap", "")
    direction = {name: "ascending", f"-{name}": "descending"}.get(current, "none")
    target = f"-{name}" if direction == "ascending" else name
    return {
        "title": title,
        "direction": direction,
        "arrow": {"ascending": "up", "descending": "down", "none": "both"}[direction],
        "url": with_query(context, sap=target, trang=None),
        "numeric": numeric,
    }


@register.inclusion_tag("shell/_pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Any) -> dict[str, Any]:
    """Links for a django.core.paginator.Page (``?trang=``), with what else stands in the address kept."""
    return {
        "page": page,
        "previous": with_query(context, trang=page.previous_page_number()) if page.has_previous() else "",
        "next": with_query(context, trang=page.next_page_number()) if page.has_next() else "",
    }


@register.filter
def described_by(field: dict[str, Any]) -> str:
    """The ids of hint and error of a field, for aria-describedby."""
    parts = [f"{field['id']}-{part}" for part in ("hint", "error") if field.get(part)]
    return " ".join(parts)


@register.filter
def value_of(mapping: Mapping[str, Any], key: str) -> Any:
    """The value under a key that a template cannot spell with a dot."""
    return mapping.get(key, "")
