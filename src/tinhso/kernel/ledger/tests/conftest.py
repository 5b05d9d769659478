"""Entries that are really committed and sealed: what the test's own transaction holds cannot be sealed."""

import pytest

from tinhso.kernel.ledger.tests.happenings import happen_often, seal_until


@pytest.fixture(scope="session")
def sealed_entries(django_db_setup, django_db_blocker):
    """Ids of entries under several heads; the tables of the ledger are never emptied between tests."""
    written = []
    with django_db_blocker.unblock():
        for count in (1, 3, 300, 7):
            written += happen_often(count)
            seal_until(written[-1])
    return written
