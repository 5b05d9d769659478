"""The texts an official still writes into the result of a dossier, with what stands in the draft or was just typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import documents_of, facts_of
from tinhso.kernel.forms.queries import answers_of
from tinhso.modules.citizens.one_stop.rules.findings import MOST, asks_findings, findings_asked

PREFIX = "findings/"


@dataclass(frozen=True)
class FindingBox:
    name: str
    label: str
    text: str
    most: int = MOST


def findings_in(draft: Document | None) -> Mapping[str, str]:
    """What the official wrote into a draft."""
    if draft is None or not asks_findings(draft.kind):
        return {}
    found: Mapping[str, str] = facts_of(draft).get("findings", {})
    return found


def finding_boxes(case: Case, typed: Mapping[str, str]) -> list[FindingBox]:
    """A box for each text of the result the case works on now; none for a result that asks nothing more."""
    body = read_body(case.definition.body)
    kind = body.result_of(body.step(case.step)).document_kind
    if not asks_findings(kind):
        return []
    kept = findings_in(documents_of(case).filter(kind=kind).first())
    return [
        FindingBox(one.name, one.label, typed.get(PREFIX + one.name, kept.get(one.name, "")))
        for one in findings_asked(kind, answers_of(case.submission))
    ]


def findings_sent(sent: Mapping[str, str]) -> dict[str, str]:
    """The texts in a form that was sent."""
    return {name.removeprefix(PREFIX): text for name, text in sent.items() if name.startswith(PREFIX)}
