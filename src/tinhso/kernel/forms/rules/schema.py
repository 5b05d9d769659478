"""The JSON Schema 2020-12 of the answers, drawn from the questions.

It is the whole verdict on shape: what is required follows the conditions by if/then/else. Only what
no schema can say (today's date, two decimals) is added in checking.py.
"""

from collections.abc import Callable, Sequence
from typing import Any

from tinhso.kernel.forms.rules.conditions import as_schema
from tinhso.kernel.forms.rules.shape import ADDRESS_PARTS, Definition, Question, form_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# No control characters; long text keeps tabs and line ends. Surrogates cannot be stored or printed.
ONE_LINE = "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]*$"
LINES = "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f\\ud800-\\udfff]*$"
PERSON_NAME = '^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff0-9<>@#$%^&*_=+{}\\[\\]|\\\\/:;"?!~]+$'
EMAIL = "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$"
PARTIAL_DATE = "^(1[89]|20)[0-9]{2}(-(0[1-9]|1[0-2]))?$"
MOST_WHOLE = 10**15

Schema = dict[str, Any]


def _text(question: Question) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": 200, "pattern": ONE_LINE}


def _longtext(question: Question) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": 4000, "pattern": LINES}


def _person_name(question: Question) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": 100, "pattern": PERSON_NAME}


def _date(question: Question) -> Schema:
    day: Schema = {"type": "string", "format": "date", "pattern": "^(1[89]|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"}
    if not question.partial:
        return day
    return {"type": "string", "anyOf": [day, {"pattern": PARTIAL_DATE}]}


def _choice(question: Question) -> Schema:
    return {"type": "string", "enum": [option.value for option in question.options]}


def _choices(question: Question) -> Schema:
    return {"type": "array", "items": _choice(question), "minItems": 1, "uniqueItems": True}


def _address(question: Question) -> Schema:
    part = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": ONE_LINE}
    properties = dict.fromkeys(ADDRESS_PARTS, part)
    return {
        "type": "object",
        "properties": properties,
        "required": ["province", "commune"],
        "additionalProperties": False,
    }


def _file(question: Question) -> Schema:
    ids = {"type": "string", "format": "uuid"}
    return {"type": "array", "items": ids, "minItems": 1, "maxItems": 20, "uniqueItems": True}


def _group(question: Question) -> Schema:
    return {
        "type": "array",
        "items": object_schema(question.items),
        "minItems": question.fewest,
        "maxItems": question.most,
    }


_BY_KIND: dict[str, Callable[[Question], Schema]] = {
    "text": _text,
    "longtext": _longtext,
    "person_name": _person_name,
    "date": _date,
    "personal_number": lambda question: {"type": "string", "pattern": "^[0-9]{12}$"},
    "phone": lambda question: {"type": "string", "pattern": "^0[0-9]{9,10}$"},
    "email": lambda question: {"type": "string", "maxLength": 254, "pattern": EMAIL},
    "choice": _choice,
    "choices": _choices,
    "yes_no": lambda question: {"type": "boolean"},
    "integer": lambda question: {"type": "integer", "minimum": 0, "maximum": MOST_WHOLE},
    "money": lambda question: {"type": "integer", "minimum": 0, "maximum": MOST_WHOLE},
    "area": lambda question: {"type": "number", "exclusiveMinimum": 0, "maximum": 10**10},
    "address": _address,
    "file": _file,
    "group": _group,
}


def question_schema(question: Question) -> Schema:
    """The schema of one answer: that of its kind, with the question's own keywords."""
    return _BY_KIND[question.kind](question) | dict(question.keywords) | {"title": question.label}


def object_schema(questions: Sequence[Question]) -> Schema:
    """An object with one property a question; hidden questions may not be answered."""
    conditional = [question for question in questions if question.when is not None]
    schema: Schema = {
        "type": "object",
        "properties": {question.name: question_schema(question) for question in questions},
        "required": [question.name for question in questions if question.when is None and is_required(question)],
        "additionalProperties": False,
    }
    if conditional:
        schema["allOf"] = [_when(question) for question in conditional]
    return schema


def is_required(question: Question) -> bool:
    return question.fewest > 0 if question.is_group else not question.optional


def _when(question: Question) -> Schema:
    rule: Schema = {"if": as_schema(question.when or {}), "else": {"properties": {question.name: False}}}
    if is_required(question):
        rule["then"] = {"required": [question.name]}
    return rule


def schema_of(definition: Definition) -> Schema:
    """The schema a form's answers are checked by, in the API too."""
    return {"$schema": DIALECT} | object_schema(list(form_of(definition).questions))
