"""The way through a form: which question comes next, and how far each section is."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tinhso.base.messages import gettext_noop
from tinhso.kernel.forms.rules.checking import check
from tinhso.kernel.forms.rules.effective import effective, is_empty, visible
from tinhso.kernel.forms.rules.shape import Answers, Definition, Form, Question, Section, form_of, parts_of, value_at


class SectionStatus(StrEnum):
    DONE = "done"
    TO_DO = "to_do"
    BLOCKED = "blocked"


STATUS_TITLES = {
    SectionStatus.DONE: gettext_noop("Hoàn thành"),
    SectionStatus.TO_DO: gettext_noop("Chưa xong"),
    SectionStatus.BLOCKED: gettext_noop("Chưa làm được"),
}


@dataclass(frozen=True)
class SectionState:
    """``first`` is the pointer to open: the first question still to answer, else the first of the section."""

    section: Section
    status: SectionStatus
    first: str

    @property
    def title(self) -> str:
        return STATUS_TITLES[self.status]


def asked(definition: Definition, answers: Answers, section: Section | None = None) -> list[str]:
    """The pointers of all pages in order: each visible question, and for a group its items, then itself.

    The page of a group lists its items and asks whether there is another. A group that needs an item
    and has none starts with the first question of its first item.
    """
    form = form_of(definition)
    counted = effective(form, answers)
    wanted = section.questions if section else None
    return [
        pointer
        for question in visible(list(form.questions), counted)
        if wanted is None or question in wanted
        for pointer in _pages(question, answers)
    ]


def _pages(question: Question, answers: Answers) -> Iterator[str]:
    if question.is_group:
        items = answers.get(question.name) or []
        for index in range(max(len(items), question.fewest)):
            yield from _item_pages(question, index, items[index] if index < len(items) else {})
    yield f"/{question.name}"


def _item_pages(question: Question, index: int, item: Any) -> list[str]:
    inner = visible(question.items, item if isinstance(item, dict) else {})
    return [f"/{question.name}/{index}/{one.name}" for one in inner]


def next_question(
    definition: Definition,
    answers: Answers,
    after: str | None = None,
    *,
    within: str | None = None,
    skip: Collection[str] = (),
) -> str | None:
    """The pointer of the page after ``after`` (None: the first), in one section (its code) or in the whole form.

    ``skip`` are pages not shown (known and locked answers). None when there is no further page.
    """
    form = form_of(definition)
    section = next((one for one in form.sections if one.code == within), None)
    pages = asked(form, answers, section)
    start = _place_after(form, pages, after) if after else 0
    return next((page for page in pages[start:] if page not in skip), None)


def previous_question(
    definition: Definition, answers: Answers, before: str, *, skip: Collection[str] = ()
) -> str | None:
    """The page before in the same section, for the back link; None when it is the first."""
    form = form_of(definition)
    section = section_of(form, before)
    pages = [page for page in asked(form, answers, section) if page not in skip]
    place = pages.index(before) if before in pages else 0
    return pages[place - 1] if place else None


def _place_after(form: Form, pages: Sequence[str], after: str) -> int:
    """Where to go on; a page that is no longer asked is followed by what stands after it in the form."""
    pointer = "/" + "/".join(parts_of(after))
    if pointer in pages:
        return pages.index(pointer) + 1
    names = [question.name for question in form.questions]
    here = names.index(parts_of(after)[0])
    return next((i for i, page in enumerate(pages) if names.index(parts_of(page)[0]) > here), len(pages))


def section_of(definition: Definition, pointer: str) -> Section:
    """The section a pointer stands in. Raises LookupError when no question has that name."""
    name = parts_of(pointer)[0]
    for section in form_of(definition).sections:
        if any(question.name == name for question in section.questions):
            return section
    raise LookupError(f"no question {name!r}")


def first_of_new_item(definition: Definition, answers: Answers, name: str) -> str | None:
    """The first page of one more item of a group, or None when the group is full."""
    question = form_of(definition).question(name)
    items = answers.get(name) or []
    if question is None or len(items) >= question.most:
        return None
    return _item_pages(question, len(items), {})[0]


def sections_state(
    definition: Definition,
    answers: Answers,
    *,
    wrong: Collection[str] = (),
    seen: Collection[str] | None = None,
    skip: Collection[str] = (),
) -> list[SectionState]:
    """The task list: sections with something to ask, each with its status.

    ``wrong`` are pointers whose typed text could not be read. ``seen`` are pages a person has passed: with
    it, an optional question that was never shown keeps its section open. ``skip`` are pages not shown; a section
    of nothing else is left out.
    """
    form = form_of(definition)
    errors = {*check(form, effective(form, answers)), *wrong}
    states: list[SectionState] = []
    done: set[str] = set()
    for section in form.sections:
        pages = [page for page in asked(form, answers, section) if page not in skip]
        if not pages:
            done.add(section.code)
            continue
        to_do = [page for page in pages if _is_open(form, page, answers, errors, seen)]
        status = SectionStatus.TO_DO if to_do else SectionStatus.DONE
        if not set(section.after) <= done:
            status = SectionStatus.BLOCKED
        if status is SectionStatus.DONE:
            done.add(section.code)
        states.append(SectionState(section, status, (to_do or pages)[0]))
    return states


def _is_open(form: Form, page: str, answers: Answers, errors: Collection[str], seen: Collection[str] | None) -> bool:
    question = form.question(parts_of(page)[0])
    is_list = question is not None and question.is_group and page.count("/") == 1
    if page in errors or (not is_list and any(error.startswith(f"{page}/") for error in errors)):
        return True
    return seen is not None and page not in seen and is_empty(value_at(answers, page))
