"""Loads Django once, for the commands that need it."""

import os


def set_up() -> None:
    """Reads the settings and loads every room, module and connector."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
    django.setup()
