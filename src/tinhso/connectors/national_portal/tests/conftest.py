"""A twin with an empty book, over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tinhso.connectors.national_portal import driver
from tinhso.connectors.national_portal.tests.served import twin_served


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    with twin_served() as address:
        yield address


@pytest.fixture
def twin(served: str, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> str:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(driver, "TIME_LIMIT", 0.5)
    driver._known.clear()
    return served
