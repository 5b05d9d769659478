"""Drafts: started with what is known, saved at every answer, deletable. No ledger entry before submission."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, Stale, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.forms import kinds, rules
from tinhso.kernel.forms.models import Draft, FormDefinition
from tinhso.kernel.forms.queries import DraftGone, NoSuchQuestion, drafts_of, form_in_force, state_of_draft
from tinhso.kernel.forms.queries.sealing import sealed
from tinhso.kernel.forms.rules import state as states
from tinhso.kernel.forms.rules.state import DraftState

MOST_DRAFTS = 100


class TooManyDrafts(Refused):
    code = "too-many-drafts"
    title = gettext_noop("Bạn đang có %(most)s bản nháp chưa nộp")
    mend = gettext_noop("Nộp hoặc xóa bớt bản nháp rồi bắt đầu lại.")


class AnswerKnown(Refused):
    code = "answer-known"
    title = gettext_noop("Thông tin này lấy từ cơ sở dữ liệu nên không sửa ở đây được")
    mend = gettext_noop("Nếu thông tin sai, báo cho cán bộ tiếp nhận để được hướng dẫn.")


class AnswerChanged(Stale):
    """Another page of the same draft changed this answer first; ``typed`` is what was just typed."""

    title = gettext_noop("Câu trả lời này vừa được đổi ở một trang khác")
    mend = gettext_noop("Xem lại nội dung bạn vừa nhập rồi bấm Tiếp tục nếu muốn dùng nội dung đó.")

    def __init__(self, pointer: str, typed: Any) -> None:
        super().__init__({pointer.strip("/"): str(self.title)})
        self.pointer, self.typed = pointer, typed


@dataclass(frozen=True)
class Saved:
    """The draft as saved, and what is wrong with the answer ({} when it is good)."""

    draft: Draft
    errors: dict[str, rules.Message]


@transaction.atomic
def start_draft(
    form: FormDefinition,
    *,
    purpose: str,
    context: Mapping[str, Any] | None = None,
    about: Actor | None = None,
    by: Actor,
    at: datetime,
) -> Draft:
    """A draft with the known answers filled in, as they are known of ``about`` (a citizen: oneself).

    A citizen's draft belongs to the account, one begun at a counter to the unit. Raises NotAllowed,
    TooManyDrafts.
    """
    if not (by.is_citizen and by.account_id) and not (by.is_staff and by.unit_id):
        raise NotAllowed(right="forms.draft")
    if drafts_of(by).count() >= MOST_DRAFTS:
        raise TooManyDrafts(most=MOST_DRAFTS)
    owner, unit = (by.account_id, None) if by.is_citizen else (None, by.unit_id)
    draft = Draft(form=form, purpose=purpose, owner_account_id=owner, unit_id=unit, context=dict(context or {}))
    draft.created_at = draft.updated_at = at
    known = about or (by if by.is_citizen else None)
    draft.answers_sealed = sealed(draft, _prefilled(form, known, at).as_data())
    draft.save(force_insert=True)
    return draft


def _prefilled(form: FormDefinition, about: Actor | None, at: datetime) -> DraftState:
    """The answers the declared sources know; an answer that would not pass the check is left to be asked."""
    answers: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for question in rules.form_of(form.body).questions if about else ():
        if not question.source or about is None:
            continue
        value = kinds.sources.get(question.source).value_for(about)
        if value is not None and not rules.check_value(question, value, on=local_day(at)):
            answers[question.name], sources[question.name] = value, question.source
    return DraftState(answers=answers, sources=sources)


@transaction.atomic
def save_answer(draft: Draft, pointer: str, raw: Any, *, mark: str = "", by: Actor, at: datetime) -> Saved:
    """Saves one answer as typed (``rules.typed``), readable or not, and says what is wrong with it.

    ``mark`` is the page's: when another tab changed the same answer since, AnswerChanged is raised with
    what was typed; saving the same again is no change. Raises DraftGone, NoSuchQuestion, AnswerKnown.
    """
    draft, state = _locked(draft, by)
    pointer = "/" + pointer.strip("/")
    try:
        after, errors = states.answered(draft.form.body, state, pointer, raw, on=local_day(at))
    except LookupError:
        raise NoSuchQuestion() from None
    if is_locked(draft, state, pointer, by):
        raise AnswerKnown()
    is_changed = states.mark_of(draft.form.body, after, pointer) != states.mark_of(draft.form.body, state, pointer)
    if mark and is_changed and mark != states.mark_of(draft.form.body, state, pointer):
        raise AnswerChanged(pointer, raw)
    return Saved(_kept(draft, state, after, at), errors)


def is_locked(draft: Draft, state: DraftState, pointer: str, by: Actor) -> bool:
    """Whether a citizen may not change the answer: it came from a source and the question says so."""
    question = rules.question_at(draft.form.body, pointer)
    return bool(by.is_citizen and question and question.locked and question.name in state.sources)


@transaction.atomic
def save_form(draft: Draft, typed: Mapping[str, Any], *, version: int, by: Actor, at: datetime) -> Saved:
    """Saves a whole page of the staff form (raw text by name of question), and gives every error at once.

    Raises DraftGone, and Stale when the draft changed since ``version``, unless it already says the same.
    """
    draft, state = _locked(draft, by)
    after = states.form_answered(draft.form.body, state, typed, on=local_day(at))
    is_changed = (after.answers, after.typed) != (state.answers, state.typed)
    if is_changed and draft.version != version:
        raise Stale()
    draft = _kept(draft, state, after, at)
    return Saved(draft, states.errors_of(draft.form.body, after, on=local_day(at)))


@transaction.atomic
def pass_page(draft: Draft, pointer: str, *, by: Actor, at: datetime) -> Draft:
    """Notes that the list of a group was passed (there is no further item). Raises DraftGone, NoSuchQuestion."""
    draft, state = _locked(draft, by)
    pointer = "/" + pointer.strip("/")
    if rules.question_at(draft.form.body, pointer) is None:
        raise NoSuchQuestion()
    return _kept(draft, state, states.passed(state, pointer), at)


@transaction.atomic
def remove_item(draft: Draft, pointer: str, *, mark: str, by: Actor, at: datetime) -> Draft:
    """Removes one item of a group (``/children/1``). ``mark`` is the item's: a second click removes no other.

    Raises DraftGone, NoSuchQuestion, AnswerChanged.
    """
    draft, state = _locked(draft, by)
    pointer = "/" + pointer.strip("/")
    try:
        after = states.without_item(draft.form.body, state, pointer)
    except LookupError:
        raise NoSuchQuestion() from None
    if mark != states.mark_of(draft.form.body, state, pointer):
        raise AnswerChanged(pointer, "")
    return _kept(draft, state, after, at)


@transaction.atomic
def renew_draft(draft: Draft, *, by: Actor, at: datetime) -> Draft:
    """Moves a draft to the version of its form in force today; answers to questions that are gone fall away."""
    draft, state = _locked(draft, by)
    draft.form = form_in_force(draft.form.code, local_day(at))
    names = {question.name for question in rules.form_of(draft.form.body).questions}
    answers = {name: value for name, value in state.answers.items() if name in names}
    typed = {at: raw for at, raw in state.typed.items() if rules.question_at(draft.form.body, at)}
    return _kept(draft, state, replace(state, answers=answers, typed=typed), at, is_forced=True)


@transaction.atomic
def delete_draft(draft: Draft, *, by: Actor, at: datetime) -> None:
    """Deletes a draft for good. Raises DraftGone."""
    _locked(draft, by)[0].delete()


def _locked(draft: Draft | UUID, by: Actor) -> tuple[Draft, DraftState]:
    """The draft as it stands now, held until the transaction ends. Raises DraftGone."""
    pk = draft if isinstance(draft, UUID) else draft.pk
    found = drafts_of(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise DraftGone()
    return found, state_of_draft(found)


def _kept(draft: Draft, before: DraftState, after: DraftState, at: datetime, *, is_forced: bool = False) -> Draft:
    if before == after and not is_forced:
        return draft
    draft.answers_sealed = sealed(draft, after.as_data())
    draft.updated_at = at
    draft.version += 1
    draft.save(update_fields=["form", "answers_sealed", "updated_at", "version"])
    return draft
