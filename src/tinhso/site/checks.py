"""Start-up checks: every view has a declared audience (house.md law 8)."""

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver

from tinhso.shell.audience import audience_of

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


def register() -> None:
    checks.register(views_have_an_audience, checks.Tags.urls)
