"""Later work: what quiet hours held back goes out in the morning."""

from collections.abc import Callable

from tinhso.base.moments import now
from tinhso.kernel.notices.actions.sending import release_held


def release() -> None:
    while release_held(at=now()):
        pass


JOBS: tuple[tuple[str, float, Callable[[], None]], ...] = (("notices.release", 20.0, release),)
