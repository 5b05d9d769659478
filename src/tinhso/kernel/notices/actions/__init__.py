"""Every write to notices: one verb, one transaction, one ledger entry."""

from tinhso.kernel.notices.actions.choosing import choose
from tinhso.kernel.notices.actions.reading import mark_all_read, mark_read
from tinhso.kernel.notices.actions.sending import note_carried, release_held
from tinhso.kernel.notices.actions.telling import tell, tell_seat
from tinhso.kernel.notices.actions.wording import TextFaulty, TextMissing, write_text

__all__ = [
    "TextFaulty",
    "TextMissing",
    "choose",
    "mark_all_read",
    "mark_read",
    "note_carried",
    "release_held",
    "tell",
    "tell_seat",
    "write_text",
]
