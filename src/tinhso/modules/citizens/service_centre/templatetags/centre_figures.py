"""Seconds and days as the screens of the centre write them."""

from datetime import date

from django import template
from django.utils.translation import gettext

from tinhso.base.moments import WEEKDAYS, day_text

register = template.Library()


@register.filter
def weekday(day: date) -> str:
    """thứ Năm 26/11/2026."""
    return f"{gettext(WEEKDAYS[day.weekday()])} {day_text(day)}"


@register.filter
def in_minutes(seconds: float | None) -> str:
    """12,5; a dash where nothing was measured."""
    return "–" if seconds is None else f"{seconds / 60:.1f}".replace(".", ",")
