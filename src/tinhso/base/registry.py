"""A shelf on which modules put their declarations (kinds) by code."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Coded(Protocol):
    @property
    def code(self) -> str: ...


K = TypeVar("K", bound=Coded)


class Registry(Generic[K]):
    """Frozen declarations by code, in the order they were registered."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._kinds: dict[str, K] = {}

    def register(self, kind: K) -> K:
        """Adds a declaration and gives it back. Raises ValueError when the code is taken by another."""
        if self._kinds.setdefault(kind.code, kind) != kind:
            raise ValueError(f"{self.what} {kind.code!r} is declared twice")
        return kind

    def get(self, code: str) -> K:
        """The declaration. Raises LookupError naming what is missing."""
        try:
            return self._kinds[code]
        except KeyError:
            raise LookupError(f"no {self.what} {code!r} is declared") from None

    def drop(self, code: str) -> None:
        """Takes a declaration away again: a test takes its own back."""
        del self._kinds[code]

    def __contains__(self, code: object) -> bool:
        return code in self._kinds

    def __iter__(self) -> Iterator[K]:
        return iter(self._kinds.values())
