"""Start-up checks: every view has a declared audience (house.md law 8), every menu entry leads somewhere."""

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tinhso.base.scopes import scopes
from tinhso.shell.api import declared_of
from tinhso.shell.audience import audience_of
from tinhso.site import discovery
from tinhso.site.api import assembly

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


def operations_have_a_scope(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every operation of the API was made by shell.api.operation, and asks for a scope that is declared, or is open."""
    found = ((address, operation, declared_of(operation.view_func)) for address, operation in assembly.operations())
    return [
        checks.Error(f"{address} ({operation.view_func.__name__}) has no declared scope", id="tinhso.E003")
        for address, operation, says in found
        if says is None or (says.scope is not None and says.scope not in scopes)
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
    checks.register(operations_have_a_scope, checks.Tags.urls)
    checks.register(menu_entries_lead_somewhere, checks.Tags.urls)
