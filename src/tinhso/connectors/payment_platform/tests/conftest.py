"""A twin with an empty book, over HTTP, and a partner row that leads to it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tinhso.base.actor import system_actor
from tinhso.connectors.payment_platform import driver
from tinhso.connectors.payment_platform.tests.served import twin_served, view
from tinhso.connectors.payment_platform.twin import platform
from tinhso.kernel.exchange.actions import set_up_partner
from tinhso.kernel.exchange.kinds import PartnerView

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    with twin_served() as address:
        yield address


@pytest.fixture
def twin(served: str, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> str:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(driver, "TIME_LIMIT", 2.0)
    return served


@pytest.fixture
def partner(twin: str, db: None) -> PartnerView:
    """As the operator sets it up."""
    set_up_partner(
        "payment_platform",
        title="Nền tảng",
        driver="payment_platform",
        address=twin,
        settings={"partner": platform.PARTNER},
        secrets={"secret": platform.secret()},
        by=system_actor("test"),
        at=AT,
    )
    return view(twin)
