"""The body of a definition: variants, steps, papers, charges and results as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import jsonschema

from tinhso.base.messages import Refused, gettext_noop


class StepKind(StrEnum):
    """What is done in a step; the screens show the matching actions."""

    RECEIVE = "receive"
    PROCESS = "process"
    SIGN = "sign"
    ISSUE = "issue"
    RETURN = "return"


@dataclass(frozen=True)
class Variant:
    """One case of a procedure (trường hợp) with its own time. ``unit`` and ``counting`` as in clock.md."""

    code: str
    title: str
    amount: Decimal
    unit: str
    counting: str | None  # None: the province's choice
    is_verified: bool
    legal_basis: str


@dataclass(frozen=True)
class Step:
    """``right`` is what its holder needs, ``hours`` its share of the time, ``result`` what it works on (or the first).

    ``office`` is ``receipt``, ``competent``, ``unit:<QĐ 20 code>`` for an agency of the province, or
    ``commune:<group>`` for an office of the commune that handles (the last group of its QĐ 20 code). ``opinions`` are
    offices, named the same way, that are asked for their opinion while the step runs.
    """

    code: str
    title: str
    kind: StepKind
    right: str
    office: str
    hours: Decimal
    result: str = ""
    opinions: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperNeed:
    """``originals`` and ``copies`` say how many of each (None: not said)."""

    code: str
    title: str
    is_required: bool
    form: str  # original, certified, copy, electronic, any
    variants: tuple[str, ...] = ()  # empty: all
    originals: int | None = None
    copies: int | None = None
    digitise: bool = True
    results: tuple[str, ...] = ()  # types of results (KQ.…) that serve instead, where the owner's store has one


@dataclass(frozen=True)
class ChargeNeed:
    """What is owed: per dossier, per page of each paper brought, or per one of what a whole-number answer counts.

    ``channels`` and ``variants`` narrow it down; empty means all. By page, the first ``first_pages`` cost
    ``unit_price``, the following ``later_price`` each, at most ``cap`` a copy. ``pay`` is ``before`` the dossier is
    handed on or ``after``, when the result is given; ``relief`` says who pays less or nothing.
    """

    code: str
    title: str
    unit_price: int
    per: str  # dossier, page, answer
    legal_basis: str
    is_verified: bool
    first_pages: int | None = None
    later_price: int = 0
    cap: int | None = None
    question: str = ""
    channels: tuple[int, ...] = ()
    variants: tuple[str, ...] = ()
    pay: str = "after"
    relief: str = ""

    def applies_to(self, channel: int, variant: str) -> bool:
        return (not self.channels or channel in self.channels) and (not self.variants or variant in self.variants)

    def of_copy(self, pages: int) -> int:
        """The charge for one copy of so many pages, in đồng."""
        first = pages if self.first_pages is None else min(pages, self.first_pages)
        amount = first * self.unit_price + (pages - first) * self.later_price
        return amount if self.cap is None else min(amount, self.cap)


@dataclass(frozen=True)
class ResultNeed:
    """``template``: the words of a result that officials wrote themselves; its shape is the document kind's own."""

    code: str
    title: str
    document_kind: str
    template: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Body:
    variants: tuple[Variant, ...]
    steps: tuple[Step, ...]
    papers: tuple[PaperNeed, ...]
    charges: tuple[ChargeNeed, ...]
    results: tuple[ResultNeed, ...]
    channels: tuple[int, ...]
    competent: str  # commune, or unit:<code of the post or office in the province>

    def variant(self, code: str) -> Variant:
        return next(variant for variant in self.variants if variant.code == code)

    def step(self, code: str) -> Step:
        return next(step for step in self.steps if step.code == code)

    def step_after(self, code: str) -> Step | None:
        place = [step.code for step in self.steps].index(code)
        return self.steps[place + 1] if place + 1 < len(self.steps) else None

    def result_of(self, step: Step) -> ResultNeed:
        """The result that a step works on."""
        return next((need for need in self.results if need.code == step.result), self.results[0])

    def step_before(self, code: str) -> Step | None:
        place = [step.code for step in self.steps].index(code)
        return self.steps[place - 1] if place else None

    def papers_for(self, variant: str) -> tuple[PaperNeed, ...]:
        return tuple(paper for paper in self.papers if not paper.variants or variant in paper.variants)


_CODE = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_.-]*$"}
_TEXT = {"type": "string", "minLength": 1}
_COUNT = {"type": "integer", "minimum": 0}
_OFFICE = "^(unit:.+|commune:.+)$"


def _rows(required: Mapping[str, Any], optional: Mapping[str, Any] | None = None, *, least: int = 0) -> dict[str, Any]:
    return {
        "type": "array",
        "minItems": least,
        "items": {
            "type": "object",
            "properties": {**required, **(optional or {})},
            "required": list(required),
            "additionalProperties": False,
        },
    }


SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["variants", "steps", "papers", "charges", "results", "channels", "competent"],
    "properties": {
        "variants": _rows(
            {
                "code": _CODE,
                "title": _TEXT,
                "amount": {"type": "number", "minimum": 0},
                "unit": {"enum": ["working_hour", "working_day", "day", "month", "same_day"]},
                "is_verified": {"type": "boolean"},
                "legal_basis": _TEXT,
            },
            {"counting": {"enum": ["by_day", "by_clock"]}},
            least=1,
        ),
        "steps": _rows(
            {
                "code": _CODE,
                "title": _TEXT,
                "kind": {"enum": [kind.value for kind in StepKind]},
                "right": _TEXT,
                "office": {"type": "string", "pattern": f"^(receipt|competent)$|{_OFFICE}"},
                "hours": {"type": "number", "minimum": 0},
            },
            {"result": _TEXT, "opinions": {"type": "array", "items": {"type": "string", "pattern": _OFFICE}}},
            least=2,
        ),
        "papers": _rows(
            {
                "code": _CODE,
                "title": _TEXT,
                "is_required": {"type": "boolean"},
                "form": {"enum": ["original", "certified", "copy", "electronic", "any"]},
            },
            {
                "variants": {"type": "array", "items": _CODE},
                "originals": _COUNT,
                "copies": _COUNT,
                "digitise": {"type": "boolean"},
                "results": {"type": "array", "items": _TEXT, "uniqueItems": True},
            },
        ),
        "charges": _rows(
            {
                "code": _CODE,
                "title": _TEXT,
                "unit_price": {"type": "integer", "minimum": 0},
                "per": {"enum": ["dossier", "page", "answer"]},
                "legal_basis": _TEXT,
                "is_verified": {"type": "boolean"},
            },
            {
                "first_pages": {"type": "integer", "minimum": 1},
                "later_price": {"type": "integer", "minimum": 0},
                "cap": {"type": "integer", "minimum": 0},
                "question": _TEXT,
                "channels": {"type": "array", "items": {"enum": [1, 2, 3]}, "minItems": 1, "uniqueItems": True},
                "variants": {"type": "array", "items": _CODE, "minItems": 1, "uniqueItems": True},
                "pay": {"enum": ["before", "after"]},
                "relief": _TEXT,
            },
        ),
        "results": _rows({"code": _TEXT, "title": _TEXT, "document_kind": _TEXT}, {"template": {"type": "object"}}),
        "competent": {"type": "string", "pattern": "^(commune|unit:.+)$"},
        "channels": {"type": "array", "items": {"enum": [1, 2, 3]}, "minItems": 1, "uniqueItems": True},
    },
}


class BadDefinition(Refused):
    code = "bad-definition"
    title = gettext_noop("Quy trình chưa hợp lệ: %(problems)s")
    mend = gettext_noop("Sửa các mục đã nêu rồi ban hành lại.")


def read_body(data: Mapping[str, Any]) -> Body:
    """The body as values. The data passed ``problems_of`` when it was published."""
    return Body(
        variants=tuple(
            Variant(**{"counting": None, **row, "amount": Decimal(str(row["amount"]))}) for row in data["variants"]
        ),
        steps=tuple(
            Step(
                **{**row, "kind": StepKind(row["kind"]), "hours": Decimal(str(row["hours"])), **_tuple(row, "opinions")}
            )
            for row in data["steps"]
        ),
        papers=tuple(PaperNeed(**{**row, **_tuple(row, "variants", "results")}) for row in data["papers"]),
        charges=tuple(ChargeNeed(**{**row, **_tuple(row, "channels", "variants")}) for row in data["charges"]),
        results=tuple(ResultNeed(**row) for row in data["results"]),
        channels=tuple(data["channels"]),
        competent=data["competent"],
    )


def _tuple(row: Mapping[str, Any], *names: str) -> dict[str, tuple[Any, ...]]:
    """The lists of a row as frozen values."""
    return {name: tuple(row.get(name, ())) for name in names}


def problems_of(data: Mapping[str, Any]) -> list[str]:
    """What keeps a body from being published, in words; empty when nothing does."""
    faults = [
        f"{'/'.join(map(str, fault.path)) or 'quy trình'}: {fault.message}"
        for fault in jsonschema.Draft202012Validator(SCHEMA).iter_errors(data)
    ]
    if faults:
        return faults
    body = read_body(data)
    for name, rows in (("variants", body.variants), ("steps", body.steps), ("papers", body.papers)):
        codes = [row.code for row in rows]
        faults += [f"{name}: mã {code} có hai lần" for code in sorted(set(codes)) if codes.count(code) > 1]
    if body.steps[0].kind is not StepKind.RECEIVE:
        faults.append("steps: bước đầu phải là tiếp nhận (receive)")
    if body.steps[-1].kind is not StepKind.RETURN:
        faults.append("steps: bước cuối phải là trả kết quả (return)")
    elif body.steps[-2].kind is not StepKind.ISSUE:
        faults.append("steps: trước bước trả kết quả phải là bước phát hành (issue)")
    named = {need.code for need in body.results}
    strange = [step for step in body.steps if step.result and step.result not in named]
    faults += [f"steps: {step.code} nói đến kết quả lạ {step.result}" for step in strange]
    known = {variant.code for variant in body.variants}
    faults += [f"papers: {p.code} nói đến trường hợp lạ" for p in body.papers if not set(p.variants) <= known]
    faults += [f"charges: {c.code} nói đến trường hợp lạ" for c in body.charges if not set(c.variants) <= known]
    faults += [
        f"charges: {c.code} tính theo câu trả lời thì phải nêu câu hỏi"
        for c in body.charges
        if (c.per == "answer") is not bool(c.question)
    ]
    return faults
