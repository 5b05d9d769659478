"""A twin with an empty book, over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tinhso.connectors.national_portal.driver import line
from tinhso.connectors.national_portal.tests.served import twin_served


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    with twin_served() as address:
        yield address


@pytest.fixture
def twin(served: str, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> str:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(line, "TIME_LIMIT", 0.5)
    line.known.clear()
    return served
