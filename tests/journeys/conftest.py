"""One running province and one browser for the journeys."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys import province as provinces
from tests.journeys.hands import Hands, Mouse, Person
from tests.journeys.province import Province
from tests.journeys.steps import signed_in_state

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Iterator[Province]:
    place = tmp_path_factory.getbasetemp().parent / f"province-{testrun_uid}.json"
    with provinces.shared(place) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the whole session: while a player runs, its event loop stands in the way of other tests."""
    with sync_playwright() as player:
        found = player.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages of a Vietnamese reader; their contexts are closed when the test ends."""
    contexts: list[BrowserContext] = []

    def open_page(width: int = 1366, **choices: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, locale="vi-VN", **choices))
        page = contexts[-1].new_page()
        page.set_default_timeout(45_000)  # two cores do all of it at once
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(new_page: Callable[..., Page], province: Province) -> Callable[..., Person]:
    """Somebody who opens a browser of their own."""

    def arrive(hands: Hands | None = None, **choices: Any) -> Person:
        return Person(new_page(**choices), hands or Mouse(), province.address)

    return arrive


@pytest.fixture
def official(visitor: Callable[..., Person], browser: Browser, province: Province) -> Callable[..., Person]:
    """An official at work: the morning's sign-in is kept for all tests of the run."""

    def arrive(login: str, hands: Hands | None = None, **choices: Any) -> Person:
        state = signed_in_state(browser, province, login)
        return visitor(hands, storage_state=state, **choices)

    return arrive
