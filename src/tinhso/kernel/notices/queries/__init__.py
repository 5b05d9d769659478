"""Reads offered to others."""

from tinhso.kernel.notices.queries.choices import Chosen, chosen_channels, chosen_language, offered_channels
from tinhso.kernel.notices.queries.letters import Letter, letter_of
from tinhso.kernel.notices.queries.lists import ShownNotice, notices_of, shown, unread_count
from tinhso.kernel.notices.queries.texts import Wording, wording_of

__all__ = [
    "Chosen",
    "Letter",
    "ShownNotice",
    "Wording",
    "chosen_channels",
    "chosen_language",
    "letter_of",
    "notices_of",
    "offered_channels",
    "shown",
    "unread_count",
    "wording_of",
]
