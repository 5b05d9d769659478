"""The command line: nouns then verbs. Every room's and module's commands.py is mounted under its noun."""

import os

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def main() -> None:
    """Loads the product, mounts the commands and runs the one asked for."""
    import django

    from tinhso.site import discovery

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
    django.setup()
    for package in discovery.everything():
        commands = discovery.submodule(package, "commands")
        if commands is not None:
            app.add_typer(commands.app, name=commands.NOUN)  # type: ignore[attr-defined]
    app()
