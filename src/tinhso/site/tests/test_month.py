"""What a loading of the month tells at its end."""

import json
import time
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.conf import settings

from tinhso.base.moments import LOCAL
from tinhso.site import month
from tinhso.site.installation import Installation

AT = datetime(2026, 11, 23, 10, 15, tzinfo=LOCAL)


@pytest.mark.django_db
def test_what_was_made_is_told_in_figures_of_the_database_and_the_files() -> None:
    progress = month.Progress(total=30, told=30, began=time.monotonic() - 10)
    facts = month.facts(Installation(settings.DATA), progress)
    assert facts["dossiers"] == 30
    assert 2.5 < facts["dossiers_per_second"] <= 3.0
    assert set(facts["states"].values()) == {0} or not facts["states"]
    assert facts["database_mb"] >= 1
    assert facts["files_mb"] >= 0


def test_the_pace_after_a_break_counts_what_this_run_made() -> None:
    progress = month.Progress(total=1000, told=910, stood=900, began=time.monotonic() - 10)
    assert progress.pace == pytest.approx(1, rel=0.05)
    assert progress.left == pytest.approx(90, rel=0.05)


def test_a_worker_says_which_lots_stood_already(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lots:
        """A month of two lots, the first of which was made before."""

        def Plan(self, **asked: object) -> None: ...

        def lots_of(self, plan: object) -> list[SimpleNamespace]:
            return [SimpleNamespace(key="a", dossiers=7), SimpleNamespace(key="b", dossiers=5)]

        def make_lot(self, plan: object, lot: SimpleNamespace, told: object) -> bool:
            return bool(lot.key == "b")

    monkeypatch.setattr(month, "_offers", lambda: [("p", Lots())])
    said: list[dict[str, object]] = []
    month.make_lots(month.Order(AT, 12, 1), ["p a", "p b"], lambda line: said.append(json.loads(line)))
    assert said == [{"told": 7, "made": True, "stood": True}, {"told": 5, "made": True, "stood": False}]
