"""The sample province in this process, and callers for its sandbox keys."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.api.callers import Caller, sandbox_keys
from tests.journeys.conftest import province  # noqa: F401
from tests.world import World, sample_world

CallerOf = Callable[..., Caller]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), sample_world() as found:
        yield found


@pytest.fixture
def caller(world: World, db: None) -> CallerOf:
    """A program signed in as the sandbox key of that role."""

    def of(role: str, scope: str = "") -> Caller:
        key = sandbox_keys()[role]
        return Caller(key["client_id"], key["client_secret"], scope).sign_in()

    return of
