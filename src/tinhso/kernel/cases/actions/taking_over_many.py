"""A whole list of a former system's dossiers: tried or taken over, row by row, with a report for each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused
from tinhso.kernel.cases.actions.taking_over import Opener, take_over_case
from tinhso.kernel.cases.queries.taking_over import Fitted, fitted, is_there
from tinhso.kernel.cases.rules.taking_over import ERROR, Finding, read_case

NEW, UNCHANGED, REFUSED = "new", "unchanged", "refused"


@dataclass(frozen=True)
class RowReport:
    """What became (or would become) of a row."""

    place: int
    number: str
    outcome: str
    findings: tuple[Finding, ...]


def take_over_all(
    rows: Iterable[tuple[int, Mapping[str, Any] | str]],
    *,
    open_file: Opener | None,
    is_trial: bool,
    by: Actor,
    at: datetime,
) -> Iterator[RowReport]:
    """Each row in a transaction of its own, so that a list broken off is gone through again without doubling any."""
    seen: dict[str, int] = {}
    for place, row in rows:
        yield _one(place, row, seen, open_file, is_trial, by, at)


def _one(
    place: int,
    row: Mapping[str, Any] | str,
    seen: dict[str, int],
    open_file: Opener | None,
    is_trial: bool,
    by: Actor,
    at: datetime,
) -> RowReport:
    if isinstance(row, str):
        return RowReport(place, "", REFUSED, (Finding("", row),))
    former, findings = read_case(row)
    number = str(row.get("number", ""))[:60]
    if former is None:
        return RowReport(place, number, REFUSED, tuple(findings))
    fit, more = fitted(former, at=at)
    findings += more
    if fit is not None and (earlier := seen.setdefault(fit.number, place)) != place:
        findings.append(Finding("number", f"trùng với dòng {earlier}"))
        fit = None
    if fit is None:
        return RowReport(place, number, REFUSED, tuple(findings))
    outcome, fault = _tried(fit) if is_trial else _done(fit, open_file, by, at)
    return RowReport(place, fit.number, outcome, (*findings, *fault))


def _tried(fit: Fitted) -> tuple[str, tuple[Finding, ...]]:
    return (UNCHANGED if is_there(fit.number) else NEW), ()


def _done(fit: Fitted, open_file: Opener | None, by: Actor, at: datetime) -> tuple[str, tuple[Finding, ...]]:
    try:
        _, is_new = take_over_case(fit, open_file=open_file, by=by, at=at)
    except Refused as refusal:
        return REFUSED, (Finding("", str(refusal), level=ERROR),)
    return (NEW if is_new else UNCHANGED), ()
