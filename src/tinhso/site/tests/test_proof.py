"""The commands that prove the product find their tools."""

from pathlib import Path

import pytest

from tinhso.site import benches, proof
from tinhso.site.refusals import CannotRun


def test_it_works() -> None:
    assert [check.name for check in proof.checks() if not Path(check.command[0]).exists()] == []


def test_settings_of_an_installation_do_not_reach_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINHSO_DATABASE_URL", "postgresql://real/data")
    assert "TINHSO_DATABASE_URL" not in proof.clean_environment()


def test_a_missing_package_is_named_in_one_line_for_who_is_not_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getuid", lambda: 1000)
    with pytest.raises(CannotRun, match="sudo apt-get install -y chromium poppler-utils"):
        proof.install_packages(["chromium", "poppler-utils"])


def test_an_unknown_measurement_is_refused() -> None:
    with pytest.raises(CannotRun, match="nothing-of-that-name"):
        benches.scripts(["nothing-of-that-name"])
