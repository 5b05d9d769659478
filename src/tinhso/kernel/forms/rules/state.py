"""What a draft holds, and how it changes with each answer. Nothing typed is ever lost.

``answers`` are good values; ``typed`` is raw text that could not be read, kept by pointer and shown
again; ``sources`` says which answers were known already; ``seen`` are the pages passed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tinhso.kernel.forms.rules.checking import check, in_order
from tinhso.kernel.forms.rules.effective import effective
from tinhso.kernel.forms.rules.shape import Definition, Question, form_of, is_index, parts_of, question_at, value_at
from tinhso.kernel.forms.rules.typed import MOST_TYPED, as_typed, is_blank, read, size_of
from tinhso.kernel.forms.rules.wording import Message, required


@dataclass(frozen=True)
class DraftState:
    answers: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    seen: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {"answers": self.answers, "typed": self.typed, "sources": self.sources, "seen": list(self.seen)}


def state_of(data: Mapping[str, Any]) -> DraftState:
    return DraftState(data["answers"], data["typed"], data["sources"], tuple(data["seen"]))


def raw_at(definition: Definition, state: DraftState, pointer: str) -> Any:
    """What the boxes of a question show: what was typed wrongly, else the answer as it would be typed."""
    question = question_at(definition, pointer)
    if pointer in state.typed:
        return state.typed[pointer]
    return as_typed(question, value_at(state.answers, pointer)) if question else ""


def mark_of(definition: Definition, state: DraftState, pointer: str) -> str:
    """Sixteen digits that change when what stands at the pointer changes: two tabs find each other by it."""
    stands = state.typed.get(pointer, value_at(state.answers, pointer))
    return hashlib.sha256(json.dumps([pointer, stands], sort_keys=True).encode()).hexdigest()[:16]


def answered(
    definition: Definition, state: DraftState, pointer: str, raw: Any, *, on: date | None = None
) -> tuple[DraftState, dict[str, Message]]:
    """The state with that answer, and what is wrong with it. Unreadable text is kept as typed.

    Raises LookupError when the pointer leads to no question that can be answered there. Text too long to
    be kept leaves the state as it was.
    """
    question = _answerable(definition, state, pointer)
    if size_of(raw) > MOST_TYPED:
        return state, read(question, raw, on=on, at=pointer).errors
    reading = read(question, raw, on=on, at=pointer)
    errors = reading.errors
    if is_blank(raw) and not question.optional:
        errors = {pointer: required(question)}
    typed = {key: text for key, text in state.typed.items() if key != pointer}
    if reading.errors:
        typed[pointer] = raw
    seen = (*(page for page in state.seen if page != pointer), pointer)
    sources = {
        name: code
        for name, code in state.sources.items()
        if f"/{name}" != pointer or not _differs(state, reading, name)
    }
    answers = _with(state.answers, pointer, reading.value)
    return DraftState(answers, typed, sources, seen), errors


def _differs(state: DraftState, reading: Any, name: str) -> bool:
    return bool(state.answers.get(name) != reading.value)


def _answerable(definition: Definition, state: DraftState, pointer: str) -> Question:
    parts, question = parts_of(pointer), question_at(definition, pointer)
    if question is None or question.is_group:
        raise LookupError(f"no question to answer at {pointer}")
    if len(parts) == 3:
        group = form_of(definition).question(parts[0])
        items = state.answers.get(parts[0]) or []
        if group is None or int(parts[1]) > len(items) or int(parts[1]) >= group.most:
            raise LookupError(f"no item at {pointer}")
    return question


def _with(answers: Mapping[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """The answers with a value set (or taken out when None); a new item comes into being with it."""
    parts = parts_of(pointer)
    changed = dict(answers)
    if len(parts) == 1:
        _put(changed, parts[0], value)
        return changed
    items = [dict(item) for item in changed.get(parts[0]) or []]
    if int(parts[1]) == len(items):
        items.append({})
    _put(items[int(parts[1])], parts[2], value)
    changed[parts[0]] = items
    return changed


def _put(answers: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        answers.pop(name, None)
    else:
        answers[name] = value


def passed(state: DraftState, pointer: str) -> DraftState:
    """The state with a page passed that has no answer of its own (the list of a group)."""
    return replace(state, seen=(*(page for page in state.seen if page != pointer), pointer))


def without_item(definition: Definition, state: DraftState, pointer: str) -> DraftState:
    """The state without one item of a group; later items move up with what was typed in them.

    Raises LookupError when there is no such item.
    """
    parts, group = parts_of(pointer), question_at(definition, pointer)
    items = list(state.answers.get(parts[0]) or [])
    if group is None or not group.is_group or len(parts) != 2 or not is_index(parts[1]) or int(parts[1]) >= len(items):
        raise LookupError(f"no item at {pointer}")
    gone = int(parts[1])
    del items[gone]
    answers = dict(state.answers)
    _put(answers, parts[0], items or None)
    typed = {moved: raw for key, raw in state.typed.items() if (moved := _moved(key, parts[0], gone))}
    seen = tuple(moved for key in state.seen if (moved := _moved(key, parts[0], gone)))
    return DraftState(answers, typed, state.sources, seen)


def _moved(pointer: str, name: str, gone: int) -> str:
    """Where a pointer leads after an item is gone; "" when it was that item's."""
    parts = parts_of(pointer)
    if len(parts) < 2 or parts[0] != name or int(parts[1]) < gone:
        return pointer
    if int(parts[1]) == gone:
        return ""
    return "/" + "/".join([name, str(int(parts[1]) - 1), *parts[2:]])


def form_answered(
    definition: Definition, state: DraftState, typed: Mapping[str, Any], *, on: date | None = None
) -> DraftState:
    """The state after a whole page of questions (the staff form): raw text by name of question, groups as lists."""
    for question in form_of(definition).questions:
        if question.name not in typed:
            continue
        if not question.is_group:
            state, _ = answered(definition, state, f"/{question.name}", typed[question.name], on=on)
            continue
        state = _without_items(state, question)
        for index, item in enumerate(typed[question.name][: question.most]):
            for inner in question.items:
                pointer = f"/{question.name}/{index}/{inner.name}"
                state, _ = answered(definition, state, pointer, item.get(inner.name, ""), on=on)
        state = passed(state, f"/{question.name}")
    return state


@dataclass(frozen=True)
class FormReading:
    """A whole posted page read: good answers, everything typed, and every error by pointer."""

    answers: dict[str, Any]
    state: DraftState
    errors: dict[str, Message]


def read_form(
    definition: Definition, typed: Mapping[str, Any], *, on: date | None = None, before: DraftState | None = None
) -> FormReading:
    """What a staff form sent (``rules.typed_form``) comes to, without a draft."""
    state = form_answered(definition, before or DraftState(), typed, on=on)
    return FormReading(effective(definition, state.answers), state, errors_of(definition, state, on=on))


def _without_items(state: DraftState, group: Question) -> DraftState:
    answers = {name: value for name, value in state.answers.items() if name != group.name}
    typed = {key: raw for key, raw in state.typed.items() if parts_of(key)[0] != group.name}
    return replace(state, answers=answers, typed=typed)


def errors_of(definition: Definition, state: DraftState, *, on: date | None = None) -> dict[str, Message]:
    """Everything that stands against submitting: what the check finds, and what could not be read."""
    form = form_of(definition)
    found = check(form, dict(state.answers), on=on)
    counted = effective(form, _with_typed(definition, state))
    for pointer, raw in state.typed.items():
        question = question_at(form, pointer)
        if question is not None and value_at(counted, pointer) is not None:
            for where, message in read(question, raw, on=on, at=pointer).errors.items():
                found.pop(pointer, None)
                found[where] = message
    return in_order(form, found)


def _with_typed(definition: Definition, state: DraftState) -> dict[str, Any]:
    """The answers with a stand-in wherever something unreadable was typed, to see which of those are asked."""
    answers = dict(state.answers)
    for pointer in state.typed:
        if question_at(definition, pointer) is not None and value_at(answers, pointer) is None:
            answers = _with(answers, pointer, "?")
    return answers
