"""Types of papers that the procedures of this province name: offered while an official types a code."""

from dataclasses import dataclass
from datetime import date

from tinhso.kernel.cases.queries import definitions_in_force
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.law.queries import standing


@dataclass(frozen=True)
class TypeOfPaper:
    code: str
    title: str
    is_result: bool


def types_on(on: date) -> tuple[TypeOfPaper, ...]:
    """Results first, then components, each by its code; read once until a definition changes."""

    def read() -> tuple[TypeOfPaper, ...]:
        bodies = [read_body(one.body) for one in definitions_in_force(on)]
        results = {need.code: need.title for body in bodies for need in body.results}
        papers = {need.code: need.title for body in bodies for need in body.papers}
        return tuple(
            [TypeOfPaper(code, results[code], True) for code in sorted(results)]
            + [TypeOfPaper(code, papers[code], False) for code in sorted(papers)]
        )

    return standing(("results.types", on), read)
