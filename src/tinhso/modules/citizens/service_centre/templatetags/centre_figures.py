"""Seconds as the screens of the centre write them."""

from django import template

register = template.Library()


@register.filter
def in_minutes(seconds: float | None) -> str:
    """12,5; a dash where nothing was measured."""
    return "–" if seconds is None else f"{seconds / 60:.1f}".replace(".", ",")
