"""The sample province with its offices and seats, set up once for a file of tests and taken back after it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from tinhso.base.actor import system_actor
from tinhso.base.moments import LOCAL, local_day
from tinhso.modules.citizens.one_stop.actions.setting_up import set_up_province
from tinhso.modules.citizens.one_stop.sample.people import Office, staff_offices

AT = datetime(2026, 11, 23, 9, 0, tzinfo=LOCAL)


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Office]]:
    """The staffed offices by key."""
    with django_db_blocker.unblock(), transaction.atomic():
        system = system_actor("test")
        set_up_province(by=system, at=AT)
        offices, _sign_ins = staff_offices(on=local_day(AT), by=system, at=AT)
        yield {office.key: office for office in offices}
        transaction.set_rollback(True)
