"""What a loading of the month tells at its end."""

import time

import pytest
from django.conf import settings

from tinhso.site import month
from tinhso.site.installation import Installation


@pytest.mark.django_db
def test_what_was_made_is_told_in_figures_of_the_database_and_the_files() -> None:
    progress = month.Progress(total=30, told=30, began=time.monotonic() - 10)
    facts = month.facts(Installation(settings.DATA), progress)
    assert facts["dossiers"] == 30
    assert 2.5 < facts["dossiers_per_second"] <= 3.0
    assert set(facts["states"].values()) == {0} or not facts["states"]
    assert facts["database_mb"] >= 1
    assert facts["files_mb"] >= 0
