"""Reads remembered for the length of one piece of work, such as a batch, an import or a sample.

Outside such a piece of work nothing is remembered, so nothing can be stale: who opens one promises that it changes
none of what is read through ``remembered`` functions (units, calendars, rule sets, definitions, forms).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Inside, each question to a ``remembered`` function is asked once."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def remembered(read: Callable[P, R]) -> Callable[P, R]:
    """A read that is the same as long as nobody changes what it reads; its arguments can be hashed."""

    @wraps(read)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        kept = _kept.get()
        if kept is None:
            return read(*args, **kwargs)
        question = (read, args, tuple(kwargs.items()))
        if question not in kept:
            kept[question] = read(*args, **kwargs)
        answer: R = kept[question]
        return answer

    return asked
