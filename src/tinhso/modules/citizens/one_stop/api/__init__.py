"""The one-stop shop for machines: procedures, dossiers and every act on them (ux.md section 7), a subject a file."""

from tinhso.modules.citizens.one_stop.api import (
    batches,
    boards,
    consulting,
    counter,
    desks,
    endings,
    filing,
    handling,
    listing,
    money,
    procedures,
    reading,
    receiving,
    results,
    revealing,
    scopes,
    tracking,
)

__all__ = ["ROUTERS", "scopes"]
ROUTERS = tuple(
    subject.ROUTER
    for subject in (
        procedures, desks, listing, filing, counter, boards, tracking, reading, receiving, handling, results, endings,
        money, revealing, consulting, batches,
    )
)  # fmt: skip
