"""The shape of ``FormDefinition.body``: sections of questions, read into frozen declarations.

A pointer names an answer as RFC 6901 does: ``/child_name``, ``/children/0/name``. Names hold only
a-z, 0-9 and _, so nothing in a pointer needs escaping.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Answers: TypeAlias = Mapping[str, Any]
Condition: TypeAlias = Mapping[str, Any]

CHOOSING = ("choice", "choices", "yes_no")
KINDS = (
    "text", "longtext", "person_name", "date", "personal_number", "phone", "email", "choice", "choices",
    "yes_no", "integer", "money", "area", "address", "file", "group",
)  # fmt: skip
ADDRESS_PARTS = ("province", "commune", "detail")
DATE_PARTS = ("day", "month", "year")


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """One question; ``keywords`` are further JSON Schema keywords, ``errors`` its own error texts by keyword."""

    name: str
    kind: str
    label: str
    hint: str = ""
    optional: bool = False
    when: Condition | None = None
    source: str = ""
    locked: bool = False
    width: int = 0
    autocomplete: str = ""
    past: bool = False
    partial: bool = False
    options: tuple[Option, ...] = ()
    items: tuple["Question", ...] = ()
    item_label: str = ""
    keywords: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    is_print: bool = True

    @property
    def is_group(self) -> bool:
        return self.kind == "group"

    @property
    def most(self) -> int:
        """How many items a group takes at most."""
        return int(self.keywords.get("maxItems", 20))

    @property
    def fewest(self) -> int:
        """How many items a group needs at least."""
        return int(self.keywords.get("minItems", 0 if self.optional else 1))

    def item(self, name: str) -> "Question | None":
        return next((question for question in self.items if question.name == name), None)


@dataclass(frozen=True)
class Section:
    """A task of the task list; ``after`` names the sections that must be complete first."""

    code: str
    title: str
    questions: tuple[Question, ...]
    after: tuple[str, ...] = ()
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Form:
    sections: tuple[Section, ...]
    schema: Mapping[str, Any]

    @property
    def questions(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    def question(self, name: str) -> Question | None:
        return next((question for question in self.questions if question.name == name), None)


Definition: TypeAlias = Form | Mapping[str, Any]


def form_of(definition: Definition) -> Form:
    """The declarations of a body that passed the lint. A Form is given back as it is."""
    if isinstance(definition, Form):
        return definition
    sections = tuple(_section(section) for section in definition["sections"])
    return Form(sections=sections, schema=definition.get("schema", {}))


def _section(body: Mapping[str, Any]) -> Section:
    return Section(
        code=body["code"],
        title=body["title"],
        questions=tuple(_question(question) for question in body["questions"]),
        after=tuple(body.get("after", ())),
        translations=body.get("translations", {}),
    )


def _question(body: Mapping[str, Any]) -> Question:
    plain = {
        key: body[key]
        for key in (
            "name", "kind", "label", "hint", "optional", "when", "source", "locked", "width", "autocomplete",
            "past", "partial", "item_label", "keywords", "errors", "translations",
        )
        if key in body
    }  # fmt: skip
    return Question(
        **plain,
        options=tuple(Option(**_without_translations(option)) for option in body.get("options", ())),
        items=tuple(_question(item) for item in body.get("items", ())),
        is_print=body.get("print", True),
    )


def _without_translations(option: Mapping[str, Any]) -> dict[str, Any]:
    return {key: option[key] for key in ("value", "label", "hint") if key in option}


def parts_of(pointer: str) -> list[str]:
    """``/children/0/name`` or ``children/0/name`` → children, 0, name."""
    return pointer.strip("/").split("/")


def question_at(definition: Definition, pointer: str) -> Question | None:
    """The question a pointer leads to (a group for ``/children``), or None."""
    form, parts = form_of(definition), parts_of(pointer)
    question = form.question(parts[0])
    if len(parts) == 1 or question is None:
        return question
    if not question.is_group or not is_index(parts[1]) or len(parts) > 3:
        return None
    return question.item(parts[2]) if len(parts) == 3 else question


def is_index(part: str) -> bool:
    return part.isascii() and part.isdecimal() and len(part) <= 5 and str(int(part)) == part


def value_at(answers: Answers, pointer: str) -> Any:
    """The answer under a pointer, or None."""
    here: Any = answers
    for part in parts_of(pointer):
        if isinstance(here, Mapping):
            here = here.get(part)
        elif isinstance(here, list) and is_index(part) and int(part) < len(here):
            here = here[int(part)]
        else:
            return None
    return here


def worded(thing: Question | Section, key: str, language: str = "vi") -> str:
    """The text in that language, or in Vietnamese."""
    return str(thing.translations.get(language, {}).get(key) or getattr(thing, key))


def option_label(question: Question, value: object, language: str = "vi") -> str:
    translated = question.translations.get(language, {}).get("options", {})
    for option in question.options:
        if option.value == value:
            return str(translated.get(option.value, option.label))
    return str(value)
