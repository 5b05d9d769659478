"""The citizen's pages as view models: one question a page, and the list of a group.

Addresses are the module's: each function takes ``base_url``, under which a page stands at its path
(``children/0/name``). ``?ve=check`` marks a page that returns to the check of the answers.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.forms import kinds, rules
from tinhso.kernel.forms.models import Draft
from tinhso.kernel.forms.queries.fields import Errors, Field, Suggestions, field, links, said
from tinhso.kernel.forms.queries.sealing import state_of_draft
from tinhso.kernel.forms.rules.flow import section_of
from tinhso.kernel.forms.rules.shape import Question, parts_of, question_at, value_at, worded
from tinhso.kernel.forms.rules.state import DraftState, errors_of, mark_of, raw_at

TO_CHECK = "?ve=check"


class NoSuchQuestion(Refused):
    code = "no-such-question"
    status = 404
    title = gettext_noop("Biểu mẫu không có câu hỏi này")
    mend = gettext_noop("Quay lại danh sách việc cần làm rồi mở lại câu hỏi.")


@dataclass(frozen=True)
class Step:
    """Where a person goes next: ``question`` (with its path), ``tasks`` or ``check``."""

    kind: str
    path: str = ""
    is_to_check: bool = False

    @property
    def tail(self) -> str:
        """The path below base_url, with the mark of the way back."""
        return f"{self.path}{TO_CHECK if self.is_to_check else ''}"


@dataclass(frozen=True)
class QuestionPage:
    """One question. ``back`` is the page before in the section (None: the task list, or the check)."""

    path: str
    title: str
    caption: str
    field: Field
    errors: list[dict[str, str]]
    mark: str
    source: str
    is_locked: bool
    is_to_check: bool
    back_url: str | None
    template: str = "forms/question.html"


@dataclass(frozen=True)
class Item:
    number: int
    title: str
    change_url: str
    is_complete: bool
    remove_value: str


@dataclass(frozen=True)
class GroupPage:
    """The items of a group, to change, remove and add to."""

    path: str
    title: str
    caption: str
    item_label: str
    items: list[Item]
    most: int
    errors: list[dict[str, str]]
    is_to_check: bool
    back_url: str | None
    more: Field
    template: str = "forms/group.html"

    @property
    def is_full(self) -> bool:
        return len(self.items) >= self.most


def question_page(
    draft: Draft,
    path: str,
    *,
    base_url: str,
    is_to_check: bool = False,
    errors: Errors | None = None,
    typed: Any = None,
    suggestions: Suggestions | None = None,
    language: str = "vi",
) -> QuestionPage | GroupPage:
    """The page at a path, with what was typed there before. Raises NoSuchQuestion.

    ``errors`` and ``typed`` show an answer that was just refused; otherwise text kept because it could not
    be read is shown with its error.
    """
    state, pointer = state_of_draft(draft), f"/{path.strip('/')}"
    question = question_at(draft.form.body, pointer)
    if question is None or not _is_open(draft, state, pointer):
        raise NoSuchQuestion()
    back = _back(draft, state, pointer, base_url)
    if question.is_group:
        return _group_page(draft, state, question, base_url, is_to_check, errors or {}, back, language)
    found = errors if errors is not None else _kept_errors(draft, state, pointer)
    source = state.sources.get(question.name, "")
    raw = raw_at(draft.form.body, state, pointer) if typed is None else typed
    shown = field(question, raw, at=pointer, errors=found, language=language, is_page=True, suggestions=suggestions)
    return QuestionPage(
        path=pointer[1:],
        title=shown["label"],
        caption=_caption(draft, pointer, language),
        field=shown,
        errors=links(draft.form.body, found),
        mark=mark_of(draft.form.body, state, pointer),
        source=kinds.sources.get(source).title if source in kinds.sources else "",
        is_locked=pointer in known(draft, state),
        is_to_check=is_to_check,
        back_url=back,
    )


def _is_open(draft: Draft, state: DraftState, pointer: str) -> bool:
    """Items open one after the other: the page of an item that nobody began is that of the next one."""
    parts = parts_of(pointer)
    if len(parts) != 3:
        return len(parts) == 1
    group = question_at(draft.form.body, parts[0])
    count = len(state.answers.get(parts[0]) or [])
    return group is not None and int(parts[1]) <= min(count, group.most - 1)


def _kept_errors(draft: Draft, state: DraftState, pointer: str) -> dict[str, rules.Message]:
    question = question_at(draft.form.body, pointer)
    if question is None or pointer not in state.typed:
        return {}
    return rules.read(question, state.typed[pointer], at=pointer).errors


def _caption(draft: Draft, pointer: str, language: str) -> str:
    """What stands above the heading: the section, or which item of a group."""
    parts = parts_of(pointer)
    group = question_at(draft.form.body, parts[0])
    if len(parts) == 3 and group is not None:
        return f"{worded(group, 'item_label', language)} {int(parts[1]) + 1}"
    return worded(section_of(draft.form.body, pointer), "title", language)


def known(draft: Draft, state: DraftState) -> frozenset[str]:
    """The pages a citizen is not shown: their answers came from a source and are locked."""
    if draft.owner_account_id is None:
        return frozenset()
    locked = (question.name for question in rules.form_of(draft.form.body).questions if question.locked)
    return frozenset(f"/{name}" for name in locked if name in state.sources)


def _back(draft: Draft, state: DraftState, pointer: str, base_url: str) -> str | None:
    before = rules.previous_question(draft.form.body, state.answers, pointer, skip=known(draft, state))
    return f"{base_url}{before[1:]}" if before else None


def _group_page(
    draft: Draft,
    state: DraftState,
    group: Question,
    base_url: str,
    is_to_check: bool,
    errors: Errors,
    back: str | None,
    language: str,
) -> GroupPage:
    pointer, tail = f"/{group.name}", TO_CHECK if is_to_check else ""
    wrong = errors_of(draft.form.body, state)
    items = [
        Item(
            number=index + 1,
            title=rules.item_title(group, item, index + 1),
            change_url=f"{base_url}{group.name}/{index}/{group.items[0].name}{tail}",
            is_complete=not any(where.startswith(f"{pointer}/{index}/") for where in wrong),
            remove_value=f"{index}.{mark_of(draft.form.body, state, f'{pointer}/{index}')}",
        )
        for index, item in enumerate(state.answers.get(group.name) or [])
    ]
    return GroupPage(
        path=group.name,
        title=worded(group, "label", language),
        caption=worded(section_of(draft.form.body, pointer), "title", language),
        item_label=worded(group, "item_label", language),
        items=items,
        most=group.most,
        errors=links(draft.form.body, errors),
        is_to_check=is_to_check,
        back_url=back,
        more=_more(group, len(items), errors, language),
    )


def _more(group: Question, count: int, errors: Errors, language: str) -> Field:
    """The question whether there is another item."""
    item = worded(group, "item_label", language)
    asks = _("Còn %(item)s nào nữa không?") if count else _("Có %(item)s nào cần khai không?")
    error = errors.get(f"/{group.name}")
    return {
        "id": group.name,
        "name": "more",
        "label": asks % {"item": item[:1].lower() + item[1:]},
        "error": said(error) if error else "",
        "choices": [
            {"value": "yes", "label": _("Có, thêm nữa") if count else _("Có")},
            {"value": "no", "label": _("Không")},
        ],
        "values": [],
    }


def page_after(draft: Draft, path: str, *, is_to_check: bool = False) -> Step:
    """Where to go after a page: on in the section, then to the task list; or back to the check.

    On the way back to the check only what became open by the change is asked.
    """
    body, state, pointer = draft.form.body, state_of_draft(draft), f"/{path.strip('/')}"
    section, skip = section_of(body, pointer), known(draft, state)
    page = rules.next_question(body, state.answers, pointer, within=section.code, skip=skip)
    while page and is_to_check and (page in state.seen or value_at(state.answers, page) is not None):
        page = rules.next_question(body, state.answers, page, within=section.code, skip=skip)
    if page:
        return Step("question", page[1:], is_to_check)
    return Step("check" if is_to_check else "tasks")
