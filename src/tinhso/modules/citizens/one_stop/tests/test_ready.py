"""What every ready procedure must have before anybody files it."""

from collections.abc import Iterator, Mapping
from datetime import date
from random import Random
from typing import Any

import pytest

from tinhso.kernel.cases.rules.definition import Body, problems_of, read_body
from tinhso.kernel.documents.kinds import document_kinds
from tinhso.kernel.forms import rules
from tinhso.kernel.forms.rules import Question, form_of
from tinhso.modules.citizens.one_stop import documents  # noqa: F401  (declares the kinds)
from tinhso.modules.citizens.one_stop.actions.ready import ready_procedures
from tinhso.modules.citizens.one_stop.rules.results import RESULT_FACTS, Setting
from tinhso.modules.citizens.one_stop.sample.answers import ANSWERS
from tinhso.modules.citizens.one_stop.sample.names import synthetic

READY = {facts["code"]: facts for facts in ready_procedures()}
TODAY = date(2026, 11, 23)
SETTING = Setting("H36.1.1-261123-0001", "Ủy ban nhân dân xã Mẫu", "Mẫu", "Phó Chủ tịch", "Nguyễn Văn Mẫu")


def body_of(code: str) -> Body:
    return read_body(READY[code]["definition"]["body"])


def questions_of(code: str) -> Iterator[Question]:
    for question in form_of(READY[code]["form"]["body"]).questions:
        yield question
        yield from question.items


@pytest.mark.parametrize("code", READY)
def test_it_works(code: str) -> None:
    """The definition and the form can be published, and every result has its paper."""
    assert problems_of(READY[code]["definition"]["body"]) == []
    assert rules.lint(READY[code]["form"]["body"]) == []
    for result in body_of(code).results:
        assert result.document_kind in document_kinds
        assert result.document_kind in RESULT_FACTS


@pytest.mark.parametrize("code", READY)
def test_every_text_of_the_form_has_its_english(code: str) -> None:
    missing = []
    for section in form_of(READY[code]["form"]["body"]).sections:
        missing += [section.code] if not section.translations.get("en", {}).get("title") else []
    for question in questions_of(code):
        missing += [f"{question.name}.{key}" for key in _untranslated(question)]
    assert missing == []
    assert READY[code]["form"]["body"]["translations"]["en"]["title"]


def _untranslated(question: Question) -> Iterator[str]:
    english: Mapping[str, Any] = question.translations.get("en", {})
    yield from (key for key in ("label", "hint", "item_label") if getattr(question, key) and not english.get(key))
    yield from (option.value for option in question.options if not english.get("options", {}).get(option.value))


@pytest.mark.parametrize("code", READY)
@pytest.mark.parametrize("seed", range(5))
def test_sample_answers_pass_the_form_and_fill_the_results(code: str, seed: int) -> None:
    rng = Random(seed)
    answers = ANSWERS[code](synthetic(rng), TODAY, rng)
    form = READY[code]["form"]["body"]
    assert rules.check(rules.completed(form), answers, on=TODAY) == {}
    assert set(answers) <= {question.name for question in questions_of(code)}
    for result in body_of(code).results:
        facts = RESULT_FACTS[result.document_kind](answers, SETTING)
        assert facts["signer"]["name"] == "Nguyễn Văn Mẫu"


@pytest.mark.parametrize("code", READY)
def test_a_charge_by_answer_counts_a_whole_number_of_the_form(code: str) -> None:
    kinds = {question.name: question.kind for question in questions_of(code)}
    for charge in body_of(code).charges:
        assert charge.per != "answer" or kinds[charge.question] == "integer"


@pytest.mark.parametrize("code", READY)
def test_what_was_not_read_in_the_law_says_so(code: str) -> None:
    definition = READY[code]["definition"]
    assert definition["is_verified"] is False
    unread = [one for one in definition["body"]["variants"] + definition["body"]["charges"] if not one["is_verified"]]
    for one in unread:
        assert "chưa đối chiếu" in one["legal_basis"] or code in one["legal_basis"]
