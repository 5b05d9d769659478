"""One question as a field of a page: what the components of the shell (shell/_field.html and siblings) show."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tinhso.kernel.forms import rules
from tinhso.kernel.forms.rules.shape import ADDRESS_PARTS, DATE_PARTS, Question, worded

Field = dict[str, Any]
Errors = Mapping[str, rules.Message]
Suggestions = Mapping[str, Sequence[str]]

NUMERIC = {"personal_number": "numeric", "phone": "tel", "integer": "numeric", "money": "numeric", "area": "decimal"}
TYPES = {"email": "email", "phone": "tel"}
WIDTHS = {"personal_number": 14, "phone": 12, "integer": 8, "money": 14, "area": 12}
AUTOCOMPLETE = {"province": "address-level1", "commune": "address-level2", "detail": "street-address"}
TEMPLATES = {
    "longtext": "forms/_field_longtext.html",
    "date": "forms/_field_date.html",
    "choice": "forms/_field_choice.html",
    "choices": "forms/_field_choice.html",
    "yes_no": "forms/_field_choice.html",
    "address": "forms/_field_address.html",
    "file": "forms/_field_file.html",
    "group": "forms/_field_group.html",
}


def said(message: rules.Message) -> str:
    """The sentence in the reader's language."""
    sentence = _(message.template)
    return sentence % message.facts if message.facts else sentence


def field(
    question: Question,
    raw: Any,
    *,
    at: str,
    errors: Errors,
    language: str = "vi",
    is_page: bool = False,
    suggestions: Suggestions | None = None,
) -> Field:
    """The field at a pointer with what was typed; ``is_page``: its label is the heading of the page."""
    shown: Field = {
        "id": rules.field_id(at),
        "name": rules.field_id(at),
        "kind": question.kind,
        "template": TEMPLATES.get(question.kind, "forms/_field_input.html"),
        "label": worded(question, "label", language),
        "hint": worded(question, "hint", language) or _unit(question),
        "error": said(errors[at]) if at in errors else "",
        "is_optional": question.optional,
        "is_page": is_page,
        "autocomplete": question.autocomplete,
    }
    return shown | _content(question, raw, at, errors, language, suggestions or {})


def _unit(question: Question) -> str:
    if question.kind == "area":
        return _("Tính bằng mét vuông (m²).")
    return _("Tính bằng đồng.") if question.kind == "money" else ""


def _content(question: Question, raw: Any, at: str, errors: Errors, language: str, suggestions: Suggestions) -> Field:
    if question.kind in ("choice", "choices", "yes_no"):
        return _choices(question, raw, language)
    if question.kind == "date":
        return _date(question, raw)
    if question.kind == "address":
        return {"parts": _address(raw, at, errors, question, suggestions)}
    if question.kind == "file":
        return _files(question, raw, suggestions)
    return {
        "value": raw if isinstance(raw, str) else "",
        "type": TYPES.get(question.kind, "text"),
        "inputmode": NUMERIC.get(question.kind, ""),
        "width": _width(question.width or WIDTHS.get(question.kind, 0)),
        "rows": 5 if question.kind == "longtext" else 0,
    }


def _files(question: Question, raw: Any, suggestions: Suggestions) -> Field:
    """The files taken in so far; ``suggestions`` gives the name of each id, when the caller knows it."""
    ids = [str(one) for one in raw or ()]
    files = [
        {
            "id": one,
            "name": (suggestions.get(one) or [_("Tệp %(number)s") % {"number": number}])[0],
            "remove_name": "drop",
            "remove_value": one,
        }
        for number, one in enumerate(ids, 1)
    ]
    most = int(question.keywords.get("maxItems", 20))
    return {"files": files, "is_many": most > 1, "accept": ".pdf,.jpg,.jpeg,.png,.heic", "is_upload": True}


def _width(characters: int) -> int:
    """The width class that holds so many characters; 0: the whole line."""
    return next((width for width in (2, 4, 8, 12, 20) if 0 < characters <= width), 0)


def _choices(question: Question, raw: Any, language: str) -> Field:
    translated = question.translations.get(language, {}).get("options", {})
    choices = [
        {"value": option.value, "label": translated.get(option.value, option.label), "hint": option.hint}
        for option in question.options
    ]
    if question.kind == "yes_no":
        choices = [{"value": "yes", "label": _("Có")}, {"value": "no", "label": _("Không")}]
    values = raw if isinstance(raw, list) else [raw]
    return {
        "choices": choices,
        "values": values,
        "value": values[0] if values else "",
        "is_many": question.kind == "choices",
    }


def _date(question: Question, raw: Any) -> Field:
    """Three boxes; text typed into one box (the staff form) is taken apart at its strokes."""
    boxes = raw if isinstance(raw, Mapping) else rules.date_boxes(str(raw))
    parts = {part: str(boxes.get(part, "")) for part in DATE_PARTS}
    whole = raw if isinstance(raw, str) else "/".join(parts[part] for part in DATE_PARTS if parts[part])
    return parts | {"whole": whole, "is_birthday": question.autocomplete == "bday"}


def _address(raw: Any, at: str, errors: Errors, question: Question, suggestions: Suggestions) -> list[Field]:
    titles = {
        "province": _("Tỉnh, thành phố"),
        "commune": _("Xã, phường, đặc khu"),
        "detail": _("Số nhà, đường, thôn, tổ dân phố"),
    }
    return [
        {
            "id": rules.field_id(f"{at}/{part}"),
            "name": rules.field_id(f"{at}/{part}"),
            "label": titles[part],
            "value": str(raw.get(part, "")) if isinstance(raw, Mapping) else "",
            "error": said(errors[f"{at}/{part}"]) if f"{at}/{part}" in errors else "",
            "is_optional": part == "detail" and not question.optional,
            "autocomplete": AUTOCOMPLETE[part] if question.autocomplete else "",
            "suggestions": suggestions.get(part, ()),
        }
        for part in ADDRESS_PARTS
    ]


def links(definition: rules.Definition, errors: Errors) -> list[dict[str, str]]:
    """The error summary of a page: each message with a link to its field."""
    return [
        {"href": f"#{_target(definition, pointer)}", "message": said_at(definition, pointer, text)}
        for pointer, text in errors.items()
    ]


def said_at(definition: rules.Definition, pointer: str, message: rules.Message, language: str = "vi") -> str:
    """The sentence, with the item it speaks of in front: ``Trẻ 2: …``."""
    parts = rules.shape.parts_of(pointer)
    group = rules.question_at(definition, parts[0])
    if len(parts) < 3 or group is None or not group.is_group:
        return said(message)
    return f"{worded(group, 'item_label', language)} {int(parts[1]) + 1}: {said(message)}"


def _target(definition: rules.Definition, pointer: str) -> str:
    question = rules.question_at(definition, pointer)
    is_address = question is not None and question.kind == "address"
    return rules.field_id(f"{pointer}/{ADDRESS_PARTS[0]}" if is_address else pointer)
