"""What a room or module declares here: where an answer is prefilled from."""

from collections.abc import Callable
from dataclasses import dataclass

from tinhso.base import rights
from tinhso.base.actor import Actor
from tinhso.base.registry import Registry


@dataclass(frozen=True)
class Source:
    """``value_for(actor)`` gives the known answer (a JSON value) or None; ``title`` is shown with it.

    ``names`` are the questions it always answers: a form that asks one of them by that name without
    the source does not pass the lint (nobody types again what is known). ``kind`` is the kind of question it can
    answer, ``about`` how people ask for it, folded: whoever writes a form is told of such a question (``asked_again``).
    """

    code: str
    title: str
    value_for: Callable[[Actor], object | None]
    names: tuple[str, ...] = ()
    kind: str = ""
    about: tuple[str, ...] = ()


sources: Registry[Source] = Registry("source")


def register(kind: Source) -> Source:
    return sources.register(kind)


rights.register(rights.Right("forms.publish", "Công bố biểu mẫu", everywhere=True))
