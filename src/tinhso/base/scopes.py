"""Scopes of the HTTP API: what a client was admitted to, declared beside the operations that need them."""

from collections.abc import Iterable
from dataclasses import dataclass

from tinhso.base.registry import Registry


@dataclass(frozen=True)
class Scope:
    """``rights`` are the rights of its seat that a client with this scope keeps; all others it puts down."""

    code: str  # resource, dot, verb: dossiers.read
    title: str
    rights: tuple[str, ...] = ()


scopes: Registry[Scope] = Registry("scope")


def register(*kinds: Scope) -> None:
    for kind in kinds:
        scopes.register(kind)


def rights_of(codes: Iterable[str]) -> frozenset[str]:
    """Every right that one of these scopes keeps; a scope nobody declares any more keeps none."""
    return frozenset(right for code in codes if code in scopes for right in scopes.get(code).rights)
