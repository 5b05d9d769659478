"""Reads offered to others: forms in force, answers, drafts, and the pages that ask and show."""

from tinhso.kernel.forms.queries.sealing import answers_of, sources_of, state_of_draft
from tinhso.kernel.forms.queries.stored import (
    DraftGone,
    FormMissing,
    draft_of,
    drafts_of,
    form_in_force,
    printed_submission,
)

__all__ = [
    "DraftGone",
    "FormMissing",
    "answers_of",
    "draft_of",
    "drafts_of",
    "form_in_force",
    "printed_submission",
    "sources_of",
    "state_of_draft",
]
