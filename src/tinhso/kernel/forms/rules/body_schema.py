"""The JSON Schema of a form's body: what its parts may hold."""

from typing import Any

from tinhso.kernel.forms.rules.shape import KINDS

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
