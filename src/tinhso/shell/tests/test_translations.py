"""English texts: complete, compiled without gettext programs, and shown to who asks for them."""

import gettext
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from tinhso.shell import translations
from tinhso.shell.templatetags.shell import long_moment

SHELL = translations.PACKAGE / "shell"
ENGLISH = SHELL / "locale" / "en" / "LC_MESSAGES" / "django.po"


def test_it_works() -> None:
    catalogue = gettext.GNUTranslations(io.BytesIO(translations.as_mo(translations.read_po(ENGLISH))))
    assert catalogue.gettext("Trợ giúp") == "Help"
    assert catalogue.ngettext("Còn %(days)d ngày", "Còn %(days)d ngày", 1) == "%(days)d day left"
    assert catalogue.ngettext("Còn %(days)d ngày", "Còn %(days)d ngày", 2) == "%(days)d days left"


@pytest.mark.parametrize("folder", ["shell", "base"])
def test_every_text_has_its_english(folder: str) -> None:
    known = {key.split("\0")[0] for key in translations.read_po(ENGLISH)}
    found = translations.messages_in(translations.PACKAGE / folder)
    assert found, "nothing was found: the search itself is broken"
    assert found - known == set()


def test_a_text_without_translation_is_named(tmp_path: Path) -> None:
    pages = tmp_path / "templates"
    pages.mkdir()
    (pages / "page.html").write_text('{% load i18n %}{% translate "Xin chào" %}', encoding="utf-8")
    (tmp_path / "desk.py").write_text('title = _("Tạm biệt")', encoding="utf-8")
    assert translations.missing(tmp_path, "en") == {"Xin chào", "Tạm biệt"}


def test_the_same_words_may_mean_two_things(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    plain, event = 'msgid "Nộp"\nmsgstr "Submit"\n', 'msgctxt "event"\nmsgid "Nộp"\nmsgstr "Submitted"\n'
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    source.write_text(f"{head}\n{plain}\n{event}", encoding="utf-8")
    catalogue = gettext.GNUTranslations(io.BytesIO(translations.as_mo(translations.read_po(source))))
    assert catalogue.gettext("Nộp") == "Submit"
    assert catalogue.pgettext("event", "Nộp") == "Submitted"


def test_the_day_of_the_week_follows_the_language() -> None:
    friday = datetime(2026, 11, 27, 10, tzinfo=UTC)
    assert long_moment(friday) == "17:00 thứ Sáu 27/11/2026"
    with translation.override("en"):
        assert long_moment(friday) == "17:00 Friday 27/11/2026"


def test_a_broken_line_is_named_with_its_place(tmp_path: Path) -> None:
    broken = tmp_path / "django.po"
    broken.write_text('msgid "a"\nmsgstr b\n', encoding="utf-8")
    with pytest.raises(translations.BadCatalogue, match="django.po:2"):
        translations.read_po(broken)


def test_compiling_again_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid "a"\nmsgstr "b"\n', encoding="utf-8")
    assert translations.compile_all(tmp_path) == [folder / "django.mo"]
    assert translations.compile_all(tmp_path) == []


def test_the_language_is_switched_by_a_button(client: Client) -> None:
    answer = client.post("/ngon-ngu", {"language": "en", "next": "/tro-giup"})
    assert answer.headers["Location"] == "/tro-giup"
    page = client.get("/tro-giup").content.decode()
    assert '<html lang="en"' in page
    assert "Skip to main content" in page
