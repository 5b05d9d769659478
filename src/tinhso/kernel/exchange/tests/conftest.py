"""The paper partner forgets between tests."""

from collections.abc import Iterator

import pytest

from tinhso.kernel.exchange.tests.paper_partner import PAPER


@pytest.fixture(autouse=True)
def blank_paper() -> Iterator[None]:
    PAPER.reset()
    yield
    PAPER.reset()
