"""What a form had better have: shown to its writer, and no reason to refuse it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from tinhso.base.messages import gettext_noop as _
from tinhso.base.text import fold
from tinhso.kernel.forms.rules.problems import Problem
from tinhso.kernel.forms.rules.shape import Form, Question, form_of


class Known(Protocol):
    """What is known of a source: ``kinds.Source`` is one."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def about(self) -> tuple[str, ...]: ...


MOST_IN_SECTION = 12
MOST_WORDS = 20  # ux.md 3.8
PRIVATE = ("personal_number", "phone", "email")


def advice(body: Any) -> list[Problem]:
    """Advice on a definition that passed the lint, in the order of the questions."""
    form = form_of(body)
    return [
        *_long_sections(form),
        *(one for question, path in _all(form) for one in _words(question, path)),
        *_twice(form),
    ]


def _all(form: Form) -> Iterator[tuple[Question, str]]:
    for question in form.questions:
        yield question, question.name
        yield from ((item, f"{question.name}/{item.name}") for item in question.items)


def _long_sections(form: Form) -> Iterator[Problem]:
    for section in form.sections:
        if len(section.questions) > MOST_IN_SECTION:
            text = _("Phần này có %(count)s câu hỏi: nên chia nhỏ.")
            yield Problem(section.code, "title", text, {"count": len(section.questions)}, is_advice=True)


def _words(question: Question, path: str) -> Iterator[Problem]:
    if len(question.label.split()) > MOST_WORDS:
        yield Problem(path, "label", _("Câu hỏi dài: nên gọn trong 20 chữ."), is_advice=True)
    if question.label.isupper() and len(question.label) > 4:
        yield Problem(path, "label", _("Không viết hoa cả câu: khó đọc dấu."), is_advice=True)
    if question.hint and fold(question.hint) == fold(question.label):
        yield Problem(path, "hint", _("Gợi ý lặp lại câu hỏi."), is_advice=True)
    if question.kind in PRIVATE and not question.optional and not question.source and not question.when:
        text = _("Hỏi số của một người khác? Nếu là của người nộp thì chọn nguồn điền sẵn; nếu không thì cho bỏ trống.")
        yield Problem(path, "source", text, is_advice=True)


def _twice(form: Form) -> Iterator[Problem]:
    """Two questions in the same words, unless only one of them is ever asked."""
    counts = Counter(fold(question.label) for question in form.questions if question.when is None)
    for question in form.questions:
        if question.when is None and counts[fold(question.label)] > 1:
            yield Problem(question.name, "label", _("Có câu hỏi khác cùng lời này."), is_advice=True)


def asked_again(body: Any, known: Iterable[Known]) -> list[Problem]:
    """Questions that ask, in other words or under another name, what a declared source already knows."""
    text = _("Hỏi điều hệ thống đã biết: chọn nguồn điền sẵn %(source)s.")
    return [
        Problem(question.name, "source", text, {"source": source.code})
        for question in form_of(body).questions
        for source in known
        if not question.source and question.kind == source.kind
        if any(f" {words} " in f" {fold(question.label)} " for words in source.about)
    ]
