"""Answers as people read them: rows for the printed copy and for the page that checks the answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import day_text
from tinhso.base.money import dong
from tinhso.base.text import masked_number, telephone
from tinhso.kernel.forms.rules.effective import effective, is_empty, visible
from tinhso.kernel.forms.rules.shape import Answers, Definition, Question, Section, form_of, option_label, worded
from tinhso.kernel.forms.rules.typed import figure

YES, NO, FILES = gettext_noop("Có"), gettext_noop("Không"), gettext_noop("%(count)s tệp")


@dataclass(frozen=True)
class Row:
    """One line: ``value`` is "" when an optional question was left open. ``item`` counts from 1 in a group."""

    pointer: str
    section: Section
    question: Question
    label: str
    value: str
    group: Question | None = None
    item: int = 0

    def heading(self, language: str = "vi") -> str:
        """``Thửa 2`` for a row of the second item of a group, else the title of the section."""
        if self.group is None:
            return worded(self.section, "title", language)
        return f"{worded(self.group, 'item_label', language) or worded(self.group, 'label', language)} {self.item}"


def printed(
    definition: Definition, answers: Answers, *, language: str = "vi", drafts: bool = False, is_masked: bool = False
) -> list[Row]:
    """A row for every question asked, in order; for groups a row for every question of every item.

    ``drafts`` also gives the rows of questions that are not printed (files are listed apart on paper);
    ``is_masked`` shows personal numbers as 068•••••••12.
    """
    form = form_of(definition)
    counted = effective(form, answers)
    asked = visible(list(form.questions), counted)
    rows: list[Row] = []
    for section in form.sections:
        for question in section.questions:
            if question in asked and (question.is_print or drafts):
                rows.extend(_rows(section, question, counted.get(question.name), language, is_masked))
    return rows


@dataclass(frozen=True)
class Part:
    """Rows under one heading: a section, or one item of a group."""

    title: str
    rows: tuple[Row, ...]


def parts(rows: Iterable[Row], language: str = "vi") -> list[Part]:
    """The rows under their headings, in order."""
    together: dict[tuple[str, str, int], list[Row]] = {}
    for row in rows:
        together.setdefault((row.section.code, row.group.name if row.group else "", row.item), []).append(row)
    return [Part(run[0].heading(language), tuple(run)) for run in together.values()]


def _rows(section: Section, question: Question, value: Any, language: str, is_masked: bool) -> Iterator[Row]:
    if not question.is_group:
        label, text = worded(question, "label", language), shown(question, value, language, is_masked=is_masked)
        yield Row(f"/{question.name}", section, question, label, text)
        return
    for index, item in enumerate(value or ()):
        for inner in visible(question.items, item):
            label, text = (
                worded(inner, "label", language),
                shown(inner, item.get(inner.name), language, is_masked=is_masked),
            )
            yield Row(f"/{question.name}/{index}/{inner.name}", section, inner, label, text, question, index + 1)


def shown(question: Question, value: Any, language: str = "vi", *, is_masked: bool = False) -> str:
    """One answer as text: 27/11/2026, 120.000 đồng, 1.250,5 m², the label of what was chosen."""
    if is_empty(value):
        return ""
    if question.kind == "date":
        return _day(str(value))
    if question.kind == "choice":
        return option_label(question, value, language)
    if question.kind == "choices":
        return "; ".join(option_label(question, one, language) for one in value)
    if question.kind == "yes_no":
        return YES if value else NO
    if question.kind == "address":
        return ", ".join(value[part] for part in ("detail", "commune", "province") if value.get(part))
    if question.kind == "file":
        return FILES % {"count": len(value)}
    if question.kind == "personal_number" and is_masked:
        return masked_number(value)
    return _figures(question, value)


def _figures(question: Question, value: Any) -> str:
    if question.kind == "money":
        return dong(value)
    if question.kind == "area":
        return f"{figure(value)} m²"
    if question.kind == "integer":
        return figure(value)
    if question.kind == "phone":
        return telephone(value)
    return str(value)


def _day(text: str) -> str:
    """dd/mm/yyyy; a partial date as mm/yyyy or yyyy."""
    if len(text) == 10:
        return day_text(date.fromisoformat(text))
    return "/".join(reversed(text.split("-")))


def item_title(question: Question, item: Answers, number: int) -> str:
    """How one item of a group is called in lists: its first text answer, else ``Con 1``."""
    for inner in question.items:
        if inner.kind in ("person_name", "text") and isinstance(item.get(inner.name), str):
            return str(item[inner.name])
    return f"{question.item_label or question.label} {number}"
