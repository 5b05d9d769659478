"""The verdict on answers: the form's schema, and what no schema can say. All errors at once."""

import math
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tinhso.kernel.forms.rules import wording
from tinhso.kernel.forms.rules.effective import effective, is_empty, tidy, visible
from tinhso.kernel.forms.rules.schema import question_schema, schema_of
from tinhso.kernel.forms.rules.shape import Answers, Definition, Form, Question, form_of, question_at
from tinhso.kernel.forms.rules.wording import Message

Found = tuple[str, Message]


def check(definition: Definition, answers: Answers, *, on: date | None = None) -> dict[str, Message]:
    """Every error by pointer, in the order of the questions; {} when the answers are good.

    ``on`` is the day against which past days are judged; without it they are not.
    Counted are the effective answers: tidied, hidden ones dropped.
    """
    form = form_of(definition)
    if not isinstance(answers, dict):
        return {"": Message("type", wording.NOT_AN_OBJECT)}
    crowded = dict(_crowded(form, answers))
    counted = effective(form, {name: _cut(crowded.get(name), value) for name, value in answers.items()})
    found = {f"/{name}": _too_many(question, answers) for name, question in crowded.items() if name in counted}
    for pointer, message in (*_by_schema(form, counted), *_by_ourselves(form, counted, on)):
        found.setdefault(pointer, message)
    return in_order(form, found)


def check_value(question: Question, value: Any, *, on: date | None = None, at: str = "") -> dict[str, Message]:
    """The errors of one answer by pointer below ``at`` (its own pointer); a missing answer is no error here."""
    value = tidy(question, value)
    if is_empty(value):
        return {}
    alone = Form(sections=(), schema={})
    schema = question_schema(question)
    errors = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).iter_errors(value)
    found: dict[str, Message] = {}
    for error in errors:
        for pointer, message in _told(alone, error, question, at):
            found.setdefault(pointer, message)
    for pointer, message in _own_rules(question, value, on, at):
        found.setdefault(pointer, message)
    return found


def _crowded(form: Form, answers: Answers) -> Iterator[tuple[str, Question]]:
    """Lists beyond their limit: only as many items as allowed are looked at, so ten thousand cost nothing."""
    for question in form.questions:
        value = answers.get(question.name)
        if isinstance(value, list) and len(value) > _most(question):
            yield question.name, question


def _most(question: Question) -> int:
    return question.most if question.is_group else max(len(question.options), 20)


def _cut(question: Question | None, value: Any) -> Any:
    return value[: _most(question)] if question else value


def _too_many(question: Question, answers: Answers) -> Message:
    return wording.wrong(question, "maxItems", answers[question.name], _most(question))


def _by_schema(form: Form, counted: Answers) -> Iterator[Found]:
    found: dict[str, Message] = {}
    for error in _validator(form).iter_errors(counted):
        for pointer, message in _told(form, error):
            found.setdefault(pointer, message)
    yield from found.items()


@lru_cache(maxsize=256)
def _validator(form: Form) -> Draft202012Validator:
    """The validator of a form; built once for a form that is kept."""
    return Draft202012Validator(schema_of(form), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _told(form: Form, error: ValidationError, alone: Question | None = None, at: str = "") -> Iterator[Found]:
    """One error of the validator as pointers with sentences."""
    pointer = at + "".join(f"/{part}" for part in error.absolute_path)
    keyword = str(error.validator)
    instance: Any = error.instance
    limit: Any = error.validator_value
    if keyword == "required":
        for name in limit:
            if name not in instance:
                yield _missing(form, pointer, name, alone, at)
        return
    if keyword == "additionalProperties":
        schema: Any = error.schema
        for name in instance:
            if name not in schema["properties"]:
                yield f"{pointer}/{name}", Message("unknown", wording.UNKNOWN)
        return
    question = alone or _question_of(form, pointer)
    if question is None:
        yield pointer, Message("type", wording.NOT_AN_OBJECT)
    else:
        yield _where(question, pointer, at), wording.wrong(question, keyword, instance, limit)


def _missing(form: Form, pointer: str, name: str, alone: Question | None, at: str) -> Found:
    owner = alone or (_question_of(form, pointer) if pointer else None)
    if owner is not None and owner.kind == "address":
        return f"{pointer}/{name}", Message("required", wording.PART_MISSING[name], label=owner.label)
    question = (owner.item(name) if owner and owner.is_group else None) or question_at(form, f"{pointer}/{name}")
    if question is None:
        raise LookupError(f"the schema requires {name!r}, which no question asks")
    return f"{pointer}/{name}", wording.required(question)


def _where(question: Question, pointer: str, at: str) -> str:
    """Errors inside a list of choices or files are told at the question itself."""
    if question.kind in ("choices", "file") and pointer.rsplit("/", 1)[-1].isdecimal():
        return at or pointer.rsplit("/", 1)[0]
    return pointer


def _question_of(form: Form, pointer: str) -> Question | None:
    """The question a pointer belongs to: its own, or the one around its part (an address, a choice)."""
    while pointer:
        if question := question_at(form, pointer):
            return question
        pointer = pointer.rsplit("/", 1)[0]
    return None


def _by_ourselves(form: Form, counted: Answers, on: date | None) -> Iterator[Found]:
    for question in visible(list(form.questions), counted):
        value = counted.get(question.name)
        if not question.is_group:
            yield from _own_rules(question, value, on, f"/{question.name}")
        elif isinstance(value, list) and len(value) <= question.most:
            for index, item in enumerate(value):
                for inner in question.items if isinstance(item, dict) else ():
                    yield from _own_rules(inner, item.get(inner.name), on, f"/{question.name}/{index}/{inner.name}")


def _own_rules(question: Question, value: Any, on: date | None, pointer: str) -> Iterator[Found]:
    """Days that have not come, and areas finer than two decimals."""
    if question.kind == "date" and question.past and on is not None and isinstance(value, str):
        if value > on.isoformat()[: len(value)]:
            own = question.errors.get("past")
            yield pointer, Message("past", own) if own else Message("past", wording.FUTURE, label=question.label)
    if question.kind == "area" and isinstance(value, float):
        if not math.isfinite(value) or round(value, 2) != value:
            yield pointer, wording.wrong_type(question, value, "decimals")


def in_order(definition: Definition, found: dict[str, Message]) -> dict[str, Message]:
    """Errors as the questions stand; names nobody asked come last."""
    form = form_of(definition)
    return dict(sorted(found.items(), key=lambda item: _place(form, item[0])))


def _place(form: Form, pointer: str) -> tuple[Any, ...]:
    """The place of a pointer among the questions, and within a group among its items."""
    parts = pointer.strip("/").split("/")
    names = [question.name for question in form.questions]
    first = names.index(parts[0]) if parts[0] in names else len(names)
    group = form.question(parts[0])
    if len(parts) < 3 or group is None or not group.is_group:
        return (first, -1, -1, pointer)
    inner = [question.name for question in group.items]
    return (first, int(parts[1]), inner.index(parts[2]) if parts[2] in inner else len(inner), pointer)
