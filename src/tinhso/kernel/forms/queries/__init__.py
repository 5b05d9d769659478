"""Reads offered to others: forms in force, answers, drafts, and the pages that ask and show."""

from tinhso.kernel.forms.queries.fields import field, said
from tinhso.kernel.forms.queries.overview import CheckPage, TaskList, check_page, task_list
from tinhso.kernel.forms.queries.pages import GroupPage, NoSuchQuestion, QuestionPage, Step, page_after, question_page
from tinhso.kernel.forms.queries.preview import preview_answered, preview_draft
from tinhso.kernel.forms.queries.sealing import answers_of, sources_of, state_of_draft
from tinhso.kernel.forms.queries.staff import StaffForm, staff_form, staff_form_of
from tinhso.kernel.forms.queries.stored import (
    DraftGone,
    FormMissing,
    draft_of,
    drafts_of,
    form_in_force,
    printed_submission,
)

__all__ = [
    "CheckPage",
    "DraftGone",
    "FormMissing",
    "GroupPage",
    "NoSuchQuestion",
    "QuestionPage",
    "StaffForm",
    "Step",
    "TaskList",
    "answers_of",
    "check_page",
    "draft_of",
    "drafts_of",
    "field",
    "form_in_force",
    "page_after",
    "preview_answered",
    "preview_draft",
    "printed_submission",
    "question_page",
    "said",
    "sources_of",
    "staff_form",
    "staff_form_of",
    "state_of_draft",
    "task_list",
]
