"""The counter: what a card fills in, which names look like bare keystrokes, what is owed. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tinhso.base.moments import day_text
from tinhso.base.text import fold
from tinhso.base.typed import composed
from tinhso.kernel.cases.rules.definition import Body
from tinhso.kernel.forms.rules import Definition, form_of
from tinhso.kernel.identity.rules.card import CardReading
from tinhso.modules.citizens.one_stop.rules.words import search_words

NAMES_AT_MOST = 40


@dataclass(frozen=True)
class ChargeLine:
    title: str
    amount: int


def filled_by_card(read: CardReading) -> dict[str, str]:
    """The boxes of the counter's form that a card fills; a form that asks none of them leaves them out."""
    day = day_text(read.birth_date) if read.birth_date else ""
    return {
        "applicant_name": read.full_name,
        "applicant_number": read.number,
        "applicant_birth_date": day,
        "applicant_sex": read.sex,
        "applicant_address-detail": read.address,
        "who_birth_date": day,
        "who_sex": read.sex,
        "who_address": read.address,
        "from_card": "1",
    }


def name_boxes(form: Definition, posted: Mapping[str, object]) -> dict[str, str]:
    """Every box of the form that holds a person's name, with what was typed in it."""
    plain = {question.name for question in form_of(form).questions if question.kind == "person_name"}
    inner = {
        (question.name, item.name)
        for question in form_of(form).questions
        if question.is_group
        for item in question.items
        if item.kind == "person_name"
    }
    found = {name: str(text) for name, text in posted.items() if name in plain or _in_group(name, inner)}
    return dict(list(found.items())[:NAMES_AT_MOST])


def _in_group(box: str, inner: Iterable[tuple[str, str]]) -> bool:
    return any(box.startswith(f"{group}-") and box.endswith(f"-{item}") for group, item in inner)


def offers(names: Mapping[str, str]) -> dict[str, str]:
    """The boxes whose text looks like bare keystrokes, each with the composed text to offer."""
    return {box: made for box, text in names.items() if (made := composed(text)) != text}


def charge_lines(body: Body, papers: Sequence[tuple[int | None, int]]) -> list[ChargeLine]:
    """What a dossier with these papers (pages, copies) will cost, as it is charged on acceptance."""
    return [
        ChargeLine(
            need.title,
            sum(need.of_copy(pages or 1) * copies for pages, copies in papers)
            if need.per == "page"
            else need.unit_price,
        )
        for need in body.charges
    ]


def matches(text: str, code: str, title: str) -> bool:
    """Whether a procedure is meant: its code or part of it, or words that each begin a word of its title."""
    wanted = fold(text)
    if not wanted:
        return True
    if wanted.replace(" ", "").isdigit():
        return wanted.replace(" ", "") in code.replace(".", "")
    words = search_words(title).split()
    return all(any(word.startswith(part) for word in words) for part in search_words(text).split())
