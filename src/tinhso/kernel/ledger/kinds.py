"""What a module declares here: the events it writes."""

from dataclasses import dataclass

from tinhso.base.registry import Registry


@dataclass(frozen=True)
class Event:
    """``code`` is dotted and past (``case.accepted``); ``payload`` names the keys it carries (no personal data)."""

    code: str
    title: str
    payload: tuple[str, ...] = ()


events: Registry[Event] = Registry("event")


def register(*kinds: Event) -> None:
    for kind in kinds:
        events.register(kind)
