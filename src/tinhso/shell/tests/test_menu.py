"""The menu: cards of modules, each entry only for whom it is."""

from collections.abc import Iterator

import pytest

from tinhso.base.actor import ANONYMOUS, Actor, ActorKind, Grant
from tinhso.base.modules import MenuItem, Module
from tinhso.shell import menu

CARD = Module(
    code="help",
    title="Trợ giúp",
    wing="citizens",
    owner="",
    docs="",
    menu=(
        MenuItem("Trợ giúp", "shell:help", "public"),
        MenuItem("Hôm nay", "shell:look", "cases.accept"),
        MenuItem("Của mọi cán bộ", "shell:privacy", "staff"),
    ),
)


@pytest.fixture(autouse=True)
def only_this_card() -> Iterator[None]:
    before = list(menu._modules)
    menu.fill([CARD])
    yield
    menu.fill(before)


def clerk(*rights: str) -> Actor:
    return Actor(kind=ActorKind.STAFF, grants=frozenset(map(Grant, rights)))


def titles(actor: Actor) -> list[str]:
    return [link.title for group in menu.desk_groups(actor, "/") for link in group.links]


def test_it_works() -> None:
    assert [link.title for link in menu.public_links("/tro-giup")] == ["Trợ giúp"]
    assert menu.public_links("/tro-giup")[0].is_current


def test_the_desk_shows_what_the_seat_may_do_and_no_more() -> None:
    assert titles(clerk("cases.accept")) == ["Hôm nay", "Của mọi cán bộ"]
    assert titles(clerk()) == ["Của mọi cán bộ"]
    assert titles(ANONYMOUS) == []
