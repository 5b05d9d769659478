"""The staff form as a view model: the whole form on one page, dense, errors in place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tinhso.kernel.forms import rules
from tinhso.kernel.forms.models import Draft, FormDefinition
from tinhso.kernel.forms.queries.fields import Errors, Field, Suggestions, field, links
from tinhso.kernel.forms.queries.sealing import state_of_draft
from tinhso.kernel.forms.rules.shape import Condition, Question, option_label, worded
from tinhso.kernel.forms.rules.state import DraftState, raw_at

SPARE_ROWS = 2


@dataclass(frozen=True)
class StaffForm:
    """``sections``: title and fields; a group's field has ``columns`` and ``rows``. ``version`` is the draft's."""

    sections: list[dict[str, Any]]
    errors: list[dict[str, str]]
    version: int
    template: str = "forms/staff_form.html"


def staff_form(
    form: FormDefinition,
    state: DraftState,
    *,
    errors: Errors | None = None,
    version: int = 0,
    more_rows: int = 0,
    suggestions: Suggestions | None = None,
    language: str = "vi",
) -> StaffForm:
    """The form with what was typed (``rules.read_form`` gives the state of a posted page)."""
    found = errors or {}
    sections = [
        {
            "code": section.code,
            "title": worded(section, "title", language),
            "fields": [
                _group(form.body, state, question, found, more_rows, language)
                if question.is_group
                else _single(form.body, state, question, found, suggestions, language)
                for question in section.questions
            ],
        }
        for section in rules.form_of(form.body).sections
    ]
    return StaffForm(sections=sections, errors=links(form.body, found), version=version)


def staff_form_of(draft: Draft, **more: Any) -> StaffForm:
    """The staff form of a draft as saved."""
    return staff_form(draft.form, state_of_draft(draft), version=draft.version, **more)


def _single(
    body: Mapping[str, Any],
    state: DraftState,
    question: Question,
    errors: Errors,
    suggestions: Suggestions | None,
    language: str,
) -> Field:
    at = f"/{question.name}"
    shown = field(question, raw_at(body, state, at), at=at, errors=errors, language=language, suggestions=suggestions)
    if question.kind == "date":  # one box: faster to type than three
        shown |= {"template": "forms/_field_input.html", "value": shown["whole"], "width": 12}
        shown["hint"] = shown["hint"] or _("Viết ngày/tháng/năm.")
    when = only_when(body, question.when, language)
    return shown | {"hint": " ".join(text for text in (shown["hint"], when) if text), "is_dense": True}


def _group(
    body: Mapping[str, Any], state: DraftState, group: Question, errors: Errors, more_rows: int, language: str
) -> Field:
    at = f"/{group.name}"
    count = len(state.answers.get(group.name) or [])
    rows = min(max(count + SPARE_ROWS, group.fewest) + more_rows, group.most)
    shown = field(group, None, at=at, errors=errors, language=language)
    return shown | {
        "hint": " ".join(text for text in (shown["hint"], only_when(body, group.when, language)) if text),
        "item_label": worded(group, "item_label", language),
        "columns": [worded(item, "label", language) for item in group.items],
        "count": rows,
        "is_full": rows >= group.most,
        "rows": [_table_row(body, state, group, index, errors, language, index < count) for index in range(rows)],
    }


def _table_row(
    body: Mapping[str, Any],
    state: DraftState,
    group: Question,
    index: int,
    errors: Errors,
    language: str,
    is_filled: bool,
) -> dict[str, Any]:
    cells = []
    for item in group.items:
        at = f"/{group.name}/{index}/{item.name}"
        cells.append(field(item, raw_at(body, state, at), at=at, errors=errors, language=language))
    return {"number": index + 1, "cells": cells, "remove_name": f"{group.name}-{index}-remove", "is_filled": is_filled}


def only_when(body: Mapping[str, Any], condition: Condition | None, language: str = "vi") -> str:
    """A condition in words, for a page that shows every question: a simple one is spelled out."""
    if condition is None:
        return ""
    question = rules.question_at(body, condition.get("question", ""))
    if question is None or "is" not in condition:
        return _("Chỉ điền khi các câu trả lời trên cần đến.")
    value = condition["is"]
    answer = (_("Có") if value else _("Không")) if isinstance(value, bool) else option_label(question, value, language)
    return _("Chỉ điền khi “%(question)s” là “%(answer)s”.") % {
        "question": worded(question, "label", language),
        "answer": answer,
    }
