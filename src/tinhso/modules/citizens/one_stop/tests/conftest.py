"""The sample province: bare with its offices and seats, or with dossiers; made once a module, taken back after."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from tests.world import World, sample_world, undone
from tinhso.base.actor import system_actor
from tinhso.base.moments import LOCAL, local_day
from tinhso.modules.citizens.one_stop.actions.setting_up import set_up_province
from tinhso.modules.citizens.one_stop.sample.people import Office, staff_offices

AT = datetime(2026, 11, 23, 9, 0, tzinfo=LOCAL)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), sample_world() as found:
        yield found


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Office]]:
    """The staffed offices by key; no dossier yet."""
    with django_db_blocker.unblock(), undone():
        system = system_actor("test")
        set_up_province(by=system, at=AT)
        offices, _sign_ins = staff_offices(on=local_day(AT), by=system, at=AT)
        yield {office.key: office for office in offices}
