"""What a module declares here: kinds of documents."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.base.registry import Registry


@dataclass(frozen=True)
class DocumentKind:
    """A kind of legal document.

    ``template`` is a Typst file that reads its facts as JSON; ``register`` names the book of numbers,
    ``symbol`` the text after the number (``{unit}`` is the unit's short code: ``GKS``, ``BN-{unit}``);
    ``may_read(actor, subject_id)`` decides who sees a document through its subject;
    ``public_facts`` are the only facts the check page shows.
    """

    code: str
    title: str
    template: Path
    register: str
    symbol: str
    may_read: Callable[[Actor, UUID], bool]
    public_facts: tuple[str, ...] = ()
    legal_basis: str = ""


document_kinds: Registry[DocumentKind] = Registry("document kind")


def register(kind: DocumentKind) -> DocumentKind:
    return document_kinds.register(kind)
