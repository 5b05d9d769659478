"""The sample province for tests of the desk: loaded once a module, taken back at its end."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.world import World, made, undone


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), undone():
        yield made()
