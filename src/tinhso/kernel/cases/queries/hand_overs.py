"""What was written when a case was passed on."""

from tinhso.kernel.cases.models import HandOver
from tinhso.kernel.identity.queries.sealing import opened_text

NOTE = "cases.hand_over"


def hand_over_note(line: HandOver) -> str:
    """The words that went with the case; empty for most. For readers who may open the case."""
    return opened_text(line.note_sealed, line.pk, NOTE)
