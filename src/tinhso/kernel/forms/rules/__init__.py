"""Pure decisions about forms: shape, conditions, the check, what people type, the way through, the copy."""

from tinhso.kernel.forms.rules.advice import advice, asked_again
from tinhso.kernel.forms.rules.checking import check, check_value
from tinhso.kernel.forms.rules.conditions import holds
from tinhso.kernel.forms.rules.effective import effective, visible
from tinhso.kernel.forms.rules.flow import (
    SectionState,
    SectionStatus,
    first_of_new_item,
    next_question,
    previous_question,
    section_of,
    sections_state,
)
from tinhso.kernel.forms.rules.lint import completed, lint, problems
from tinhso.kernel.forms.rules.printing import Part, Row, item_title, parts, printed, shown
from tinhso.kernel.forms.rules.problems import Problem
from tinhso.kernel.forms.rules.schema import schema_of
from tinhso.kernel.forms.rules.shape import (
    Answers,
    Definition,
    Form,
    Option,
    Question,
    Section,
    form_of,
    question_at,
    value_at,
    worded,
)
from tinhso.kernel.forms.rules.state import DraftState, FormReading, read_form
from tinhso.kernel.forms.rules.typed import Reading, as_typed, date_boxes, field_id, read, typed, typed_form
from tinhso.kernel.forms.rules.wording import Message

__all__ = [
    "Answers",
    "Definition",
    "DraftState",
    "Form",
    "FormReading",
    "Message",
    "Option",
    "Part",
    "Problem",
    "Question",
    "Reading",
    "Row",
    "Section",
    "SectionState",
    "SectionStatus",
    "advice",
    "as_typed",
    "asked_again",
    "check",
    "check_value",
    "completed",
    "date_boxes",
    "effective",
    "field_id",
    "first_of_new_item",
    "form_of",
    "holds",
    "item_title",
    "lint",
    "next_question",
    "previous_question",
    "parts",
    "printed",
    "problems",
    "question_at",
    "read",
    "read_form",
    "schema_of",
    "section_of",
    "sections_state",
    "shown",
    "typed",
    "typed_form",
    "value_at",
    "visible",
    "worded",
]
