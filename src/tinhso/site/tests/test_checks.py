"""What is wrong with a card is said at start, not on the first page."""

import pytest
from django.core import checks

from tinhso.base.modules import MenuItem, Module
from tinhso.site import discovery


def broken() -> list[str]:
    return [found.msg for found in checks.run_checks(tags=[checks.Tags.urls]) if found.id == "tinhso.E002"]


def test_it_works() -> None:
    assert discovery.module_cards()
    assert broken() == []


def test_a_menu_entry_that_leads_nowhere_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = (MenuItem("Trợ giúp", "shell:help", "public"), MenuItem("Đâu đó", "one_stop:nowhere", "staff"))
    card = Module("x", "Thử", "citizens", "Sở Thử", "docs/x.md", menu=entries)
    monkeypatch.setattr(discovery, "module_cards", lambda: (card,))
    assert broken() == ["x: menu entry 'Đâu đó' names no page: one_stop:nowhere"]
