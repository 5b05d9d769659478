"""Start-up checks: every view has a declared audience (house.md law 8), every menu entry leads somewhere."""

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tinhso.shell.audience import audience_of
from tinhso.site import discovery

# Served by the framework: the translation switch and static files.
FRAMEWORK_VIEWS = ("django.views.i18n", "django.views.static")


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the product: its pattern from the root and the leaf."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, here)
        else:
            yield here, entry


def views_have_an_audience(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(f"{route} ({entry.callback}) has no declared audience", id="tinhso.E001")
        for route, entry in routes()
        if audience_of(entry.callback) is None
        and not getattr(entry.callback, "__module__", "").startswith(FRAMEWORK_VIEWS)
    ]


def menu_entries_lead_somewhere(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """A wrong name in a card would otherwise break every page that draws the menu."""
    return [
        checks.Error(f"{module.code}: menu entry {item.title!r} names no page: {item.url_name}", id="tinhso.E002")
        for module in (*discovery.module_cards(), *discovery.room_cards())
        for item in module.menu
        if not _leads_somewhere(item.url_name)
    ]


def _leads_somewhere(url_name: str) -> bool:
    try:
        reverse(url_name)
    except NoReverseMatch:
        return False
    return True


def register() -> None:
    checks.register(views_have_an_audience, checks.Tags.urls)
    checks.register(menu_entries_lead_somewhere, checks.Tags.urls)
