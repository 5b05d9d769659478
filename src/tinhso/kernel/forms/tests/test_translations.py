"""Every text of the room has its English, with the same facts in it."""

import re

from tinhso.shell import translations

ROOM = translations.PACKAGE / "kernel" / "forms"
FACT = re.compile(r"%\(\w+\)s")


def test_it_works() -> None:
    english = translations.read_po(ROOM / "locale" / "en" / "LC_MESSAGES" / "django.po")
    found = translations.messages_in(ROOM)
    assert len(found) > 100
    assert found - set(english) == set()
    for text, translated in english.items():
        if text:
            assert sorted(FACT.findall(text)) == sorted(FACT.findall(translated)), text
