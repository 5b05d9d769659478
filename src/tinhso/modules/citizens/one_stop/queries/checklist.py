"""The checklist of a supplement: every paper and every answer, each with a tick, a sentence and how to mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.rules.definition import Body
from tinhso.kernel.forms.queries import printed_submission
from tinhso.kernel.law.queries import RulesMissing, rules_in_force
from tinhso.modules.citizens.one_stop.law import PHRASES


@dataclass(frozen=True)
class Line:
    """``about`` is ``paper:<code>`` or ``question:<pointer>``; ``value`` what stands there now, numbers masked."""

    about: str
    title: str
    value: str
    is_ticked: bool = False
    phrase: str = ""
    typed: str = ""


@dataclass(frozen=True)
class Checklist:
    papers: Sequence[Line]
    sections: Sequence[tuple[str, Sequence[Line]]]


def phrases_on(place: str, on: date) -> Sequence[Mapping[str, str]]:
    """The sentences of an office for a place, empty where the province keeps none."""
    try:
        found: Sequence[Mapping[str, str]] = rules_in_force(PHRASES.code, on).tables[place]
    except RulesMissing:
        return ()
    return found


def checklist_of(case: Case, body: Body, typed: Mapping[str, Any]) -> Checklist:
    """Every paper of the case's variant and every answer, with what was ticked and typed so far."""
    brought = {paper.code for paper in case.papers.all()}
    papers = [
        _line(f"paper:{need.code}", need.title, "✓" if need.code in brought else "", typed)
        for need in body.papers_for(case.variant)
    ]
    sections = [
        (part.title, [_line(f"question:{row.pointer[1:]}", row.label, row.value, typed) for row in part.rows])
        for part in printed_submission(case.submission, is_masked=True)
    ]
    return Checklist(papers, sections)


def _line(about: str, title: str, value: str, typed: Mapping[str, Any]) -> Line:
    phrase, text = typed.get(f"phrase-{about}", ""), typed.get(f"what-{about}", "")
    return Line(about, title, value, f"pick-{about}" in typed or bool(text), phrase, text)


def asked_items(
    checklist: Checklist, phrases: Mapping[str, Sequence[Mapping[str, str]]], basis: str
) -> tuple[list[dict[str, str]], list[str]]:
    """What was ticked as items of the request, and what was ticked without a reason."""
    items, bare = [], []
    lines = [*checklist.papers, *(line for _title, rows in checklist.sections for line in rows)]
    for line in lines:
        if not line.is_ticked:
            continue
        sentence = _sentence(phrases[line.about.partition(":")[0]], line.phrase)
        what = ". ".join(part for part in (sentence.get("text", ""), line.typed.strip()) if part)
        if not what:
            bare.append(line.about)
            continue
        example = sentence.get("example", "")
        told = f"{line.title}: {what}." + (f" {example}" if example else "")
        items.append({"about": line.about, "what": told, "basis": sentence.get("basis", "") or basis})
    return items, bare


def _sentence(phrases: Sequence[Mapping[str, str]], code: str) -> Mapping[str, str]:
    return next((one for one in phrases if one["code"] == code), {})
