"""The list of procedures as their writers see it: published, to come, ended, being written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from tinhso.base.text import fold
from tinhso.kernel.cases.models import Definition
from tinhso.modules.citizens.one_stop.models import Design, DesignState, ProcedureVersion

OPEN = (DesignState.DRAFTING, DesignState.PROPOSED)
STATES = ("in_force", "to_come", "ended", "draft", "proposed")


@dataclass
class ProcedureRow:
    """``current`` is in force, ``coming`` not yet, ``ended`` the last of a procedure that takes no dossiers."""

    code: str
    title: str = ""
    sector: str = ""
    current: Definition | None = None
    coming: Definition | None = None
    ended: Definition | None = None
    designs: list[Design] = field(default_factory=list)

    @property
    def states(self) -> set[str]:
        found = {"in_force"} if self.current else set()
        found |= {"to_come"} if self.coming else set()
        found |= {"ended"} if self.ended else set()
        found |= {"draft" for one in self.designs if one.state == DesignState.DRAFTING}
        return found | {"proposed" for one in self.designs if one.state == DesignState.PROPOSED}


def procedure_rows(on: date, *, text: str = "", state: str = "") -> list[ProcedureRow]:
    """Every procedure that is published or being written, those being written first; narrowed by words and state."""
    rows: dict[str, ProcedureRow] = {}
    for definition in Definition.objects.exclude(valid_to=F("valid_from")).defer("body").order_by("version"):
        _add(rows.setdefault(definition.code, ProcedureRow(definition.code)), definition, on)
    for design in (
        Design.objects.filter(state__in=OPEN)
        .defer("content")
        .select_related("changed_by__person")
        .order_by("-changed_at")
    ):
        key = design.code or str(design.pk)
        rows.setdefault(key, ProcedureRow(design.code, design.title)).designs.append(design)
    _name_sectors(rows.values())
    found = [row for row in rows.values() if _fits(row, fold(text), text) and (not state or state in row.states)]
    return sorted(found, key=lambda row: (not row.designs, row.code))


def _add(row: ProcedureRow, definition: Definition, on: date) -> None:
    row.title = definition.title
    if definition.valid_from > on:
        row.coming = definition
    elif definition.valid_to is None or definition.valid_to > on:
        row.current, row.ended = definition, None
    else:
        row.current, row.ended = None, definition


def _name_sectors(rows: Iterable[ProcedureRow]) -> None:
    named = ProcedureVersion.objects.filter(procedure__code__in=[row.code for row in rows if row.code], valid_to=None)
    sectors = dict(named.values_list("procedure__code", "sector"))
    for row in rows:
        row.sector = sectors.get(row.code, "")


def _fits(row: ProcedureRow, words: str, text: str) -> bool:
    if text.strip() and text.strip() in row.code:
        return True
    said = fold(f"{row.title} {row.sector} {' '.join(design.title for design in row.designs)}")
    return all(word in said for word in words.split())
