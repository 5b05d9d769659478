"""A posted page of the citizen's form: its answer saved, and where to go next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tinhso.base.actor import Actor
from tinhso.base.messages import gettext_noop
from tinhso.kernel.forms import rules
from tinhso.kernel.forms.actions.drafts import AnswerChanged, pass_page, remove_item, save_answer
from tinhso.kernel.forms.models import Draft
from tinhso.kernel.forms.queries import NoSuchQuestion, Step, page_after, state_of_draft
from tinhso.kernel.forms.rules.shape import Question
from tinhso.kernel.forms.rules.typed import Posted

CHOOSE = gettext_noop("Chọn “Có” để thêm, hoặc “Không” để đi tiếp.")
FULL = gettext_noop("Đã đủ %(most)s mục. Chọn “Không” để đi tiếp.")


@dataclass(frozen=True)
class Answered:
    """``step`` is where to go; None: show the page again with ``errors`` and ``typed``, answering ``status``."""

    draft: Draft
    step: Step | None
    errors: dict[str, rules.Message] = field(default_factory=dict)
    typed: Any = None
    status: int = 200


def answer_page(
    draft: Draft, path: str, posted: Posted, *, added: Sequence[str] = (), by: Actor, at: datetime
) -> Answered:
    """Takes what a page (forms/question.html, forms/group.html) sent.

    ``added`` are the ids of files just taken in (a question of kind file). Raises DraftGone,
    NoSuchQuestion, AnswerKnown.
    """
    pointer, is_to_check = f"/{path.strip('/')}", posted.get("ve", "") == "check"
    question = rules.question_at(draft.form.body, pointer)
    if question is None:
        raise NoSuchQuestion()
    if question.is_group:
        return _answer_group(draft, question, posted, is_to_check, by, at)
    raw = rules.typed(question, posted, pointer)
    if question.kind == "file":
        raw = [one for one in [*raw, *added] if one != posted.get("drop", "")]
    try:
        saved = save_answer(draft, pointer, raw, mark=str(posted.get("mark", "")), by=by, at=at)
    except AnswerChanged as changed:
        return Answered(draft, None, {pointer: rules.Message("stale", str(changed))}, raw, changed.status)
    if posted.get("drop", ""):
        return Answered(saved.draft, Step("question", pointer[1:], is_to_check))
    if saved.errors:
        return Answered(saved.draft, None, saved.errors, raw, 422)
    return Answered(saved.draft, page_after(saved.draft, pointer, is_to_check=is_to_check))


def _answer_group(
    draft: Draft, group: Question, posted: Posted, is_to_check: bool, by: Actor, at: datetime
) -> Answered:
    here = Step("question", group.name, is_to_check)
    if removed := str(posted.get("remove", "")):
        number, _, mark = removed.partition(".")
        return Answered(_removed(draft, f"/{group.name}/{number}", mark, by, at), here)
    if posted.get("more", "") == "no":
        draft = pass_page(draft, group.name, by=by, at=at)
        return Answered(draft, page_after(draft, group.name, is_to_check=is_to_check))
    if posted.get("more", "") != "yes":
        return Answered(draft, None, {f"/{group.name}": rules.Message("required", CHOOSE)}, status=422)
    first = rules.first_of_new_item(draft.form.body, state_of_draft(draft).answers, group.name)
    if first is None:
        full = rules.Message("maxItems", FULL, most=group.most)
        return Answered(draft, None, {f"/{group.name}": full}, status=422)
    return Answered(draft, Step("question", first[1:], is_to_check))


def _removed(draft: Draft, pointer: str, mark: str, by: Actor, at: datetime) -> Draft:
    """The draft without that item; a second click, or an item another tab changed, removes nothing."""
    try:
        return remove_item(draft, pointer, mark=mark, by=by, at=at)
    except (AnswerChanged, NoSuchQuestion):
        return draft
