"""Every text of the product can be read in English, and means one thing wherever it stands."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.db import models

from tinhso.kernel.cases.models import Channel, Outcome, State
from tinhso.kernel.documents.models import DocumentStatus, SignatureKind
from tinhso.kernel.ledger.kinds import events
from tinhso.modules.citizens.one_stop.models import Channel as FilingChannel
from tinhso.modules.citizens.one_stop.models import FeeKind, TimeUnit
from tinhso.shell import translations
from tinhso.site import discovery

PLACES = ("shell", "site", "kernel/*", "connectors/*", "modules/*/*")
FOLDERS = sorted(
    folder
    for place in PLACES
    for folder in translations.PACKAGE.glob(place)
    if folder.is_dir() and folder.name != "__pycache__"
)
CATALOGUES = sorted(translations.PACKAGE.rglob("locale/en/LC_MESSAGES/django.po"))
CHOICES = (State, Channel, Outcome, DocumentStatus, SignatureKind, FilingChannel, TimeUnit, FeeKind)


def known() -> set[str]:
    """Every message of every catalogue, as the running product merges them."""
    return {key.split("\0")[0] for path in CATALOGUES for key, text in translations.read_po(path).items() if text}


def test_it_works() -> None:
    assert len(FOLDERS) > 10
    assert "Tiếp nhận hồ sơ" in known()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_no_text_stands_twice_in_a_catalogue(path: Path) -> None:
    entries = [entry.split("msgstr")[0].strip() for entry in path.read_text(encoding="utf-8").split("\n\n")]
    assert {entry for entry, count in Counter(entries).items() if count > 1} - {""} == set()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_text_of_a_folder_has_its_english_there(folder: Path) -> None:
    assert translations.missing(folder, "en") == set()


def test_every_menu_entry_has_its_english() -> None:
    cards = [*discovery.module_cards(), *discovery.room_cards()]
    words = {card.title for card in cards} | {item.title for card in cards for item in card.menu}
    assert words
    assert words - known() == set()


@pytest.mark.parametrize("choices", CHOICES, ids=lambda choices: choices.__qualname__)
def test_every_word_of_a_choice_on_the_screens_has_its_english(choices: type[models.Choices]) -> None:
    assert {str(label) for label in choices.labels} - known() == set()


def test_every_event_of_a_dossier_has_its_english() -> None:
    titles = {event.title for event in events if event.code.startswith("case.")}
    assert titles
    assert {f"event\x04{title}" for title in titles} - known() == set()


def test_the_same_text_means_the_same_everywhere() -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for path in CATALOGUES:
        for key, text in translations.read_po(path).items():
            meanings[key.split("\0")[0]].add(text.split("\0")[0])
    assert {key: found for key, found in meanings.items() if key and len(found) > 1} == {}
