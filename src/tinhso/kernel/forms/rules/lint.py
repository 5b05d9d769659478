"""What a definition must have before it is published: its shape, and what people need of it."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from tinhso.kernel.forms.rules.conditions import names_in
from tinhso.kernel.forms.rules.printing import printed
from tinhso.kernel.forms.rules.schema import question_schema, schema_of
from tinhso.kernel.forms.rules.shape import CHOOSING, KINDS, Definition, Form, Question, form_of

NAME = "^[a-z][a-z0-9_]{0,59}$"
TEXT = {"type": "string", "minLength": 1, "maxLength": 500}
# Keywords a question may add to the schema of its kind; each has a sentence in wording.py or brings its own.
KEYWORDS: dict[str, Any] = {
    "minLength": {"type": "integer", "minimum": 1},
    "maxLength": {"type": "integer", "minimum": 1, "maximum": 10000},
    "pattern": {"type": "string", "maxLength": 300},
    "minimum": {"type": "number"},
    "maximum": {"type": "number"},
    "exclusiveMinimum": {"type": "number"},
    "exclusiveMaximum": {"type": "number"},
    "minItems": {"type": "integer", "minimum": 1, "maximum": 200},
    "maxItems": {"type": "integer", "minimum": 1, "maximum": 200},
}
_VALUE = {"type": ["string", "boolean", "integer"]}
BODY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["sections"],
    "additionalProperties": False,
    "properties": {
        "sections": {"type": "array", "minItems": 1, "maxItems": 40, "items": {"$ref": "#/$defs/section"}},
        "schema": {"type": "object"},
        "translations": {"type": "object"},
    },
    "$defs": {
        "section": {
            "type": "object",
            "required": ["code", "title", "questions"],
            "additionalProperties": False,
            "properties": {
                "code": {"type": "string", "pattern": NAME},
                "title": TEXT,
                "questions": {"type": "array", "minItems": 1, "maxItems": 100, "items": {"$ref": "#/$defs/question"}},
                "after": {"type": "array", "items": {"type": "string"}},
                "translations": {"type": "object"},
            },
        },
        "question": {
            "type": "object",
            "required": ["name", "kind", "label"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "pattern": NAME},
                "kind": {"enum": list(KINDS)},
                "label": TEXT,
                "hint": TEXT,
                "optional": {"type": "boolean"},
                "when": {"$ref": "#/$defs/condition"},
                "source": {"type": "string", "minLength": 1, "maxLength": 80},
                "locked": {"type": "boolean"},
                "width": {"type": "integer", "minimum": 2, "maximum": 80},
                "autocomplete": {"type": "string", "pattern": "^[a-z0-9 -]+$"},
                "past": {"type": "boolean"},
                "partial": {"type": "boolean"},
                "options": {"type": "array", "minItems": 2, "maxItems": 300, "items": {"$ref": "#/$defs/option"}},
                "items": {"type": "array", "minItems": 1, "maxItems": 40, "items": {"$ref": "#/$defs/question"}},
                "item_label": TEXT,
                "keywords": {"type": "object", "properties": KEYWORDS, "additionalProperties": False},
                "errors": {"type": "object", "additionalProperties": TEXT},
                "print": {"type": "boolean"},
                "translations": {"type": "object"},
            },
        },
        "option": {
            "type": "object",
            "required": ["value", "label"],
            "additionalProperties": False,
            "properties": {"value": {"type": "string", "minLength": 1, "maxLength": 80}, "label": TEXT, "hint": TEXT},
        },
        "condition": {
            "oneOf": [
                {"$ref": "#/$defs/comparison"},
                {"$ref": "#/$defs/several", "required": ["all"]},
                {"$ref": "#/$defs/several", "required": ["any"]},
            ]
        },
        "several": {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "properties": {
                key: {"type": "array", "minItems": 1, "maxItems": 20, "items": {"$ref": "#/$defs/condition"}}
                for key in ("all", "any")
            },
            "additionalProperties": False,
        },
        "comparison": {
            "type": "object",
            "required": ["question"],
            "minProperties": 2,
            "maxProperties": 2,
            "additionalProperties": False,
            "properties": {
                "question": {"type": "string"},
                "is": _VALUE,
                "not": _VALUE,
                "in": {"type": "array", "minItems": 1, "items": _VALUE},
                "answered": {"type": "boolean"},
            },
        },
    },
}


def completed(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body with its JSON Schema drawn from the questions."""
    return {**body, "schema": schema_of(body)}


def lint(body: Any, sources: Mapping[str, Collection[str]] | None = None) -> list[str]:
    """What keeps a definition from being published, each with its place; [] when it is sound.

    ``sources`` are the declared sources: code → names of the questions each always answers (None: not
    checked). A schema that is given must be the one the questions give.
    """
    errors = Draft202012Validator(BODY_SCHEMA).iter_errors(body)
    if shape := [f"{_path(error.absolute_path)}: {error.message}" for error in errors]:
        return shape
    form = form_of(body)
    problems = [*_names(form), *_sections(form)]
    for question, before in _with_earlier(form):
        problems.extend(f"{question.name}: {problem}" for problem in _question(question, before, sources))
    problems.extend(_sources_used_twice(form))
    problems.extend(_asked_though_known(form, sources or {}))
    if not problems:
        problems.extend(_schema(form, body))
    return problems


def _path(parts: Any) -> str:
    return "/" + "/".join(str(part) for part in parts)


def _names(form: Form) -> Iterator[str]:
    for name, count in Counter(question.name for question in form.questions).items():
        if count > 1:
            yield f"{name}: the name is used {count} times"
    for group in form.questions:
        for name, count in Counter(item.name for item in group.items).items():
            if count > 1:
                yield f"{group.name}: the name {name} is used {count} times in an item"


def _sections(form: Form) -> Iterator[str]:
    earlier: set[str] = set()
    for section in form.sections:
        if section.code in earlier:
            yield f"{section.code}: the section stands twice"
        if unknown := set(section.after) - earlier:
            yield f"{section.code}: waits for sections that do not stand before it: {sorted(unknown)}"
        earlier.add(section.code)


def _with_earlier(form: Form) -> Iterator[tuple[Question, dict[str, Question]]]:
    """Each question with those a condition of it may speak of: earlier ones, in an item those of the item."""
    before: dict[str, Question] = {}
    for question in form.questions:
        yield question, dict(before)
        inside: dict[str, Question] = {}
        for item in question.items:
            yield item, dict(inside)
            inside[item.name] = item
        before[question.name] = question


def _question(question: Question, before: Mapping[str, Question], sources: Collection[str] | None) -> Iterator[str]:
    if "\n" in question.hint or len(re.findall(r"[.!?…](?=\s|$)", question.hint)) > 1:
        yield "the hint is more than one sentence"
    if unknown := sorted(set(names_in(question.when)) - set(before)):
        yield f"the condition speaks of questions that do not stand before it: {unknown}"
    yield from _condition_values(question.when or {}, before)
    yield from _kind(question)
    yield from _group(question)
    yield from _errors(question)
    if sources is not None and question.source and question.source not in sources:
        yield f"the source {question.source} is not declared"
    if question.locked and not question.source:
        yield "only an answer that has a source can be locked"


def _kind(question: Question) -> Iterator[str]:
    if bool(question.options) is not (question.kind in ("choice", "choices")):
        yield "choice and choices need options, and only they"
    if len({option.value for option in question.options}) < len(question.options):
        yield "two options have the same value"
    if (question.past or question.partial) and question.kind != "date":
        yield "past and partial belong to dates"
    allowed = _KEYWORDS_OF.get(question.kind, ())
    for keyword in sorted(set(question.keywords) - set(allowed)):
        yield f"the keyword {keyword} does not belong to the kind {question.kind}"
    low, high = (question.keywords.get(key) for key in ("minimum", "maximum"))
    if low is not None and high is not None and low > high:
        yield "the minimum is above the maximum"


_KEYWORDS_OF = {
    "text": ("minLength", "maxLength", "pattern"),
    "longtext": ("minLength", "maxLength"),
    "person_name": ("maxLength",),
    "integer": ("minimum", "maximum"),
    "money": ("minimum", "maximum"),
    "area": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    "choices": ("minItems", "maxItems"),
    "file": ("minItems", "maxItems"),
    "group": ("minItems", "maxItems"),
}


def _group(question: Question) -> Iterator[str]:
    if question.is_group is not bool(question.items):
        yield "a group needs items, and only a group has them"
    if not question.is_group:
        return
    if any(item.is_group or item.source for item in question.items):
        yield "items of a group are neither groups nor prefilled"
    if question.items and (question.items[0].when or question.items[0].optional):
        yield "the first question of an item is always asked and answered"
    if question.fewest > question.most:
        yield "minItems is above maxItems"
    if question.optional and question.fewest:
        yield "an optional group has no minItems"
    if "maxItems" not in question.keywords:
        yield "a group says how many items it takes (keywords.maxItems)"
    if not question.item_label:
        yield "a group says what one item is called (item_label)"


def _errors(question: Question) -> Iterator[str]:
    """Every rule has a sentence: a pattern of one's own has no other than one's own."""
    if "pattern" in question.keywords:
        if "pattern" not in question.errors:
            yield "the pattern has no error text"
        try:
            re.compile(question.keywords["pattern"])
        except re.error as error:
            yield f"the pattern cannot be read: {error}"
    known = {*question_schema(question), "required", "past", "enum"}
    for keyword in sorted(set(question.errors) - known):
        yield f"there is an error text for {keyword}, but no such rule"


def _condition_values(condition: Mapping[str, Any], before: Mapping[str, Question]) -> Iterator[str]:
    """A comparison names a value the question can have."""
    for part in (*condition.get("all", ()), *condition.get("any", ())):
        yield from _condition_values(part, before)
    question = before.get(condition.get("question", ""))
    if question is None or question.kind not in CHOOSING:
        return
    values = [condition[key] for key in ("is", "not") if key in condition] + list(condition.get("in", ()))
    possible = [True, False] if question.kind == "yes_no" else [option.value for option in question.options]
    for value in values:
        if value not in possible or isinstance(value, bool) is not (question.kind == "yes_no"):
            yield f"the condition asks whether {question.name} is {value!r}, which it can never be"


def _sources_used_twice(form: Form) -> Iterator[str]:
    used = Counter(question.source for question in form.questions if question.source)
    yield from (
        f"the source {source} fills {count} questions: asked twice" for source, count in used.items() if count > 1
    )


def _asked_though_known(form: Form, sources: Mapping[str, Collection[str]]) -> Iterator[str]:
    for question in form.questions:
        knowing = [code for code, names in sources.items() if question.name in names]
        if knowing and question.source not in knowing:
            yield f"{question.name}: asks what {knowing[0]} knows; name it as the source"


def _schema(form: Form, body: Definition) -> Iterator[str]:
    schema = schema_of(form)
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        yield f"schema: {error.message}"
    given = body["schema"] if not isinstance(body, Form) and "schema" in body else schema
    if json.dumps(given, sort_keys=True) != json.dumps(schema, sort_keys=True):
        yield "schema: not the one the questions give; leave it out and it is drawn from them"
    covered = {row.question.name for row in printed(form, _everything(form))}
    for question in form.questions:
        names = [item.name for item in question.items] or [question.name]
        if question.is_print and question.when is None and not covered.intersection(names):
            yield f"{question.name}: the printed copy does not show it"


def _everything(form: Form) -> dict[str, Any]:
    """One empty item in each group, so that the printed copy has a row for each of its questions."""
    return {question.name: [{}] for question in form.questions if question.is_group}
