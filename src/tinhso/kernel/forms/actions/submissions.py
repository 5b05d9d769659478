"""Submitting answers, once; and correcting what was submitted, with its trace."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, Stale, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.forms import rules
from tinhso.kernel.forms.models import Draft, FormDefinition, Submission
from tinhso.kernel.forms.queries import DraftGone, answers_of, drafts_of, sources_of, state_of_draft
from tinhso.kernel.forms.queries.sealing import sealed
from tinhso.kernel.forms.rules.state import errors_of
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.shell.rows import insert_row

register(
    Event("form.submitted", "Nộp tờ khai", ("form", "version")),
    Event("form.taken_over", "Chuyển tờ khai từ hệ thống cũ sang", ("form", "version")),
    Event("form.corrected", "Sửa tờ khai đã nộp", ("form", "version", "corrects", "fields")),
)


class AnswersWrong(Refused):
    """``fields`` holds every error by pointer (without the leading slash)."""

    code = "answers-wrong"
    title = gettext_noop("Tờ khai có %(count)s chỗ cần sửa")
    mend = gettext_noop("Sửa từng chỗ được chỉ ra rồi gửi lại. Những gì đã nhập vẫn còn.")

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__({pointer.strip("/"): text for pointer, text in errors.items()}, count=len(errors))


class FormReplaced(Refused):
    code = "form-replaced"
    status = 409
    title = gettext_noop("Biểu mẫu đã có phiên bản mới")
    mend = gettext_noop("Mở lại bản nháp: câu trả lời vẫn còn, chỉ cần xem lại những câu hỏi mới.")


class NothingChanged(Refused):
    code = "nothing-changed"
    title = gettext_noop("Chưa có câu trả lời nào khác trước")
    mend = gettext_noop("Sửa ít nhất một câu trả lời, hoặc quay lại mà không sửa.")


@transaction.atomic
def submit_draft(draft: Draft | UUID, *, by: Actor, at: datetime) -> Submission:
    """The draft submitted; asked again (double click, lost answer) it gives the same submission.

    Raises AnswersWrong with everything that is wrong, DraftGone, FormReplaced.
    """
    draft_id = draft if isinstance(draft, UUID) else draft.pk
    found = drafts_of(by).select_for_update(of=("self",)).filter(pk=draft_id).first()
    if found is None:
        return _submitted_before(draft_id, by)
    if found.form.valid_to and found.form.valid_to <= local_day(at):
        raise FormReplaced()
    return _submit(found, by, at)


def _submit(draft: Draft, by: Actor, at: datetime) -> Submission:
    state = state_of_draft(draft)
    if errors := errors_of(draft.form.body, state, on=local_day(at)):
        raise AnswersWrong(errors)
    submission = Submission(form=draft.form, submitted_at=at, submitted_by=by.account_id, draft_id=draft.pk)
    answers = rules.effective(draft.form.body, state.answers)
    _store(submission, answers, {name: code for name, code in state.sources.items() if name in answers})
    draft.delete()
    write_entry("form.submitted", submission, by=by, at=at, payload=_named(submission.form))
    return submission


def _submitted_before(draft_id: UUID, by: Actor) -> Submission:
    found = Submission.objects.filter(draft_id=draft_id, submitted_by=by.account_id).first()
    if found is None or by.account_id is None:
        raise DraftGone()
    return found


@transaction.atomic
def submit_answers(
    form: FormDefinition, answers: Mapping[str, Any], *, key: UUID | None = None, by: Actor, at: datetime
) -> Submission:
    """Answers submitted in one go (desk, API, import). The same ``key`` again gives the same submission.

    Raises AnswersWrong, NotAllowed (also for a key somebody else used).
    """
    if by.is_anonymous:
        raise NotAllowed(right="forms.submit")
    if key and (before := _with_key(key, by)):
        return before
    counted = _checked(form, answers, local_day(at))
    submission = Submission(form=form, submitted_at=at, submitted_by=by.account_id, draft_id=key)
    try:
        with transaction.atomic():
            _store(submission, counted, {})
    except IntegrityError:  # the same key a moment ago
        if key and (before := _with_key(key, by)):
            return before
        raise
    write_entry("form.submitted", submission, by=by, at=at, payload=_named(form))
    return submission


@transaction.atomic
def take_over_answers(form: FormDefinition, answers: Mapping[str, Any], *, by: Actor, at: datetime) -> Submission:
    """What a former system knew of the answers, as it is: only the form's own questions, unchecked.

    The desk completes them by correcting, which checks everything. Raises NotAllowed.
    """
    if by.is_anonymous or by.is_citizen:
        raise NotAllowed(right="forms.submit")
    submission = Submission(form=form, submitted_at=at, submitted_by=by.account_id)
    known = set(_names(form))
    _store(submission, {name: value for name, value in answers.items() if name in known}, {})
    write_entry("form.taken_over", submission, by=by, at=at, payload=_named(form))
    return submission


def checked_submission(
    form: FormDefinition, questions: rules.Form, answers: Mapping[str, Any], *, by: Actor, at: datetime
) -> Submission:
    """A submission ready to be stored by a hot path of its own, which writes ``form.submitted`` too.

    ``questions`` is ``form_of(form.body)``, kept by the caller. Raises AnswersWrong, NotAllowed.
    """
    if by.is_anonymous:
        raise NotAllowed(right="forms.submit")
    if errors := rules.check(questions, dict(answers), on=local_day(at)):
        raise AnswersWrong(errors)
    submission = Submission(form=form, submitted_at=at, submitted_by=by.account_id)
    content = {"answers": rules.effective(questions, answers), "sources": {}}
    submission.answers_sealed = sealed(submission, content)
    return submission


def _with_key(key: UUID, by: Actor) -> Submission | None:
    found = Submission.objects.filter(draft_id=key).first()
    if found is not None and found.submitted_by != by.account_id:
        raise NotAllowed(right="forms.submit")
    return found


@transaction.atomic
def correct_submission(
    submission: Submission, answers: Mapping[str, Any], *, by: Actor, at: datetime
) -> tuple[Submission, tuple[str, ...]]:
    """A new submission in place of the old, under the same version of the form, and the questions that changed.

    The right to do so is the caller's to check (a case knows whose it is). Raises AnswersWrong,
    NothingChanged, and Stale when somebody corrected the same submission first.
    """
    if by.is_anonymous:
        raise NotAllowed(right="forms.correct")
    counted, before = _checked(submission.form, answers, local_day(at)), answers_of(submission)
    changed = tuple(name for name in _names(submission.form) if counted.get(name) != before.get(name))
    if not changed:
        raise NothingChanged()
    after = Submission(form=submission.form, submitted_at=at, submitted_by=by.account_id, corrects=submission)
    sources = {name: code for name, code in sources_of(submission).items() if name in counted and name not in changed}
    try:
        with transaction.atomic():
            _store(after, counted, sources)
    except IntegrityError:
        raise Stale() from None
    payload = _named(after.form) | {"corrects": str(submission.pk), "fields": list(changed)}
    write_entry("form.corrected", after, by=by, at=at, payload=payload)
    return after, changed


def _checked(form: FormDefinition, answers: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The effective answers. Raises AnswersWrong."""
    if errors := rules.check(form.body, dict(answers), on=on):
        raise AnswersWrong(errors)
    return rules.effective(form.body, answers)


def _names(form: FormDefinition) -> list[str]:
    return [question.name for question in rules.form_of(form.body).questions]


def _store(submission: Submission, answers: dict[str, Any], sources: dict[str, str]) -> None:
    submission.answers_sealed = sealed(submission, {"answers": answers, "sources": sources})
    insert_row(submission)


def _named(form: FormDefinition) -> dict[str, Any]:
    return {"form": form.code, "version": form.version}
