"""What the storeys above tell the shell at start: the menu, how a seat is called, what waits to be read.

The shell may import neither modules nor rooms; site.apps fills this shelf once everything is loaded.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from tinhso.base.actor import Actor
from tinhso.base.modules import MenuItem, Module
from tinhso.shell.audience import CITIZEN, PUBLIC, Audience

SeatLabel = Callable[[Actor], str]


@dataclass(frozen=True)
class Bell:
    """What waits to be read, and where: shown beside the name in every header."""

    url_name: str
    count: int

    @property
    def url(self) -> str:
        return reverse(self.url_name)


Ring = Callable[[Actor], Bell]


@dataclass(frozen=True)
class Link:
    """A menu entry ready to be shown."""

    title: str
    url: str
    is_current: bool
    finds: bool = False


@dataclass(frozen=True)
class Group:
    """The entries one module brings to the desk."""

    title: str
    links: tuple[Link, ...]


_modules: list[Module] = []
_seat_labels: list[SeatLabel] = []
_rings: list[Ring] = []


def fill(modules: Iterable[Module]) -> None:
    """Takes the cards of all modules; a second call replaces the first."""
    _modules[:] = modules


def call_seats_by(label: SeatLabel) -> None:
    """Declares how the seat of an actor is called in the desk's header."""
    _seat_labels[:] = [label]


def ring_by(ring: Ring) -> None:
    """Declares what tells of unread notices; asked on every page of somebody signed in."""
    _rings[:] = [ring]


def bell(actor: Actor) -> Bell | None:
    """The bell of this actor, None when nothing tells of notices or nobody could have any."""
    has_any = actor.seat_id if actor.is_staff else actor.is_citizen
    return _rings[0](actor) if _rings and has_any else None


def seat_label(actor: Actor) -> str:
    """The name of the actor's seat, empty when nobody declared how seats are called."""
    return _seat_labels[0](actor) if _seat_labels and actor.seat_id else ""


def public_links(path: str) -> tuple[Link, ...]:
    """What everybody sees in the header of citizen pages; a signed-in-only page leads to signing in."""
    return tuple(_link(item, path) for module in _modules for item in module.menu if item.right in (PUBLIC, CITIZEN))


def desk_groups(actor: Actor, path: str) -> tuple[Group, ...]:
    """The desk menu of this actor: modules that hold something for them, in the order of their cards."""
    groups = (
        Group(
            module.title,
            tuple(
                _link(item, path)
                for item in module.menu
                if item.right not in (PUBLIC, CITIZEN) and Audience(item.right).admits(actor)
            ),
        )
        for module in _modules
    )
    return tuple(group for group in groups if group.links)


def _link(item: MenuItem, path: str) -> Link:
    url = reverse(item.url_name)
    return Link(item.title, url, is_current=path == url, finds=item.finds)
