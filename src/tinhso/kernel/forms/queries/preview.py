"""A form that is not published yet, walked through as citizens will: their pages, over a draft kept nowhere."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tinhso.base.ids import new_id
from tinhso.kernel.forms import rules
from tinhso.kernel.forms.models import Draft, FormDefinition
from tinhso.kernel.forms.queries.pages import Step, page_after
from tinhso.kernel.forms.queries.sealing import sealed, state_of_draft
from tinhso.kernel.forms.rules.state import DraftState, answered, passed, state_of, without_item
from tinhso.kernel.forms.rules.typed import Posted

EMPTY: Mapping[str, Any] = {"answers": {}, "typed": {}, "sources": {}, "seen": []}


def preview_draft(body: Mapping[str, Any], data: Mapping[str, Any]) -> Draft:
    """A draft for ``question_page`` with the answers tried so far; it is never saved."""
    draft = Draft(id=new_id(), form=FormDefinition(code="preview", version=1, body=rules.completed(body)))
    draft.answers_sealed = sealed(draft, state_of(data).as_data())
    return draft


def preview_answered(
    draft: Draft, path: str, posted: Posted, *, at: datetime
) -> tuple[Draft, Step | None, dict[str, rules.Message]]:
    """What a page of the preview sent, taken: the draft then, where it leads (None: shown again), what is wrong."""
    pointer, state = f"/{path.strip('/')}", state_of_draft(draft)
    question = rules.question_at(draft.form.body, pointer)
    if question is None:
        return draft, Step("tasks"), {}
    if question.is_group:
        return _group_answered(draft, state, question, posted)
    raw = rules.typed(question, posted, pointer)
    state, errors = answered(draft.form.body, state, pointer, raw, on=at.date())
    draft.answers_sealed = sealed(draft, state.as_data())
    return draft, None if errors else page_after(draft, pointer), errors


def _group_answered(
    draft: Draft, state: DraftState, group: rules.Question, posted: Posted
) -> tuple[Draft, Step | None, dict[str, rules.Message]]:
    if removed := str(posted.get("remove", "")):
        state = without_item(draft.form.body, state, f"/{group.name}/{removed.partition('.')[0]}")
        draft.answers_sealed = sealed(draft, state.as_data())
        return draft, Step("question", group.name), {}
    if posted.get("more", "") == "yes":
        first = rules.first_of_new_item(draft.form.body, state.answers, group.name)
        return draft, Step("question", first[1:] if first else group.name), {}
    draft.answers_sealed = sealed(draft, passed(state, f"/{group.name}").as_data())
    return draft, page_after(draft, group.name), {}
