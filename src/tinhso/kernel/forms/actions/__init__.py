"""Every write of the room: publishing, drafts, submissions, corrections."""

from tinhso.kernel.forms.actions import reorganised  # noqa: F401  (declares what goes to an heir)
from tinhso.kernel.forms.actions.drafts import (
    AnswerChanged,
    AnswerKnown,
    Saved,
    TooManyDrafts,
    delete_draft,
    pass_page,
    remove_item,
    renew_draft,
    save_answer,
    save_form,
    start_draft,
)
from tinhso.kernel.forms.actions.pages import Answered, answer_page
from tinhso.kernel.forms.actions.publishing import FormInForce, FormUnsound, VersionOrder, publish_form, withdraw_form
from tinhso.kernel.forms.actions.submissions import (
    AnswersWrong,
    FormReplaced,
    NothingChanged,
    checked_submission,
    correct_submission,
    submit_answers,
    submit_draft,
    take_over_answers,
)
from tinhso.kernel.forms.queries import NoSuchQuestion

__all__ = [
    "AnswerChanged",
    "AnswerKnown",
    "Answered",
    "AnswersWrong",
    "FormInForce",
    "FormReplaced",
    "FormUnsound",
    "NoSuchQuestion",
    "answer_page",
    "NothingChanged",
    "Saved",
    "TooManyDrafts",
    "VersionOrder",
    "correct_submission",
    "delete_draft",
    "pass_page",
    "publish_form",
    "remove_item",
    "renew_draft",
    "save_answer",
    "save_form",
    "start_draft",
    "checked_submission",
    "submit_answers",
    "take_over_answers",
    "submit_draft",
    "withdraw_form",
]
