"""test, check, bench: what proves the product."""

import typer


def mount(app: typer.Typer) -> None:
    """Mounted below."""
