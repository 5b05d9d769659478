"""Units from a table: tried or written, all or nothing, found again by their code."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused
from tinhso.base.moments import local_day
from tinhso.base.tables import Column, Remark, Row, remarks_of
from tinhso.kernel.organisations.actions.units import UnitChanges, add_code, change_unit, found_unit
from tinhso.kernel.organisations.models import UnitKind
from tinhso.kernel.organisations.queries import unit_by_code, unit_on
from tinhso.kernel.organisations.rules import is_well_formed

SYSTEM = "qd20"
COLUMNS = (
    Column(
        "code", "Mã định danh", is_needed=True, also=("Unit code",), example="H36.101.9",
        hint="Mã QĐ 20/2020/QĐ-TTg; không đổi giữa các lần nhập.",
    ),
    Column(
        "kind", "Loại", is_needed=True, choices={kind.value: str(kind.label) for kind in UnitKind}, example="office"
    ),
    Column("name", "Tên", is_needed=True, also=("Unit name",), example="Phòng Kinh tế (mẫu)"),
    Column("short_name", "Tên ngắn", also=("Short name",)),
    Column(
        "parent", "Mã đơn vị cấp trên", also=("Parent code",), example="H36.101",
        hint="Mã định danh của đơn vị cấp trên, có sẵn hoặc ở dòng khác.",
    ),
    Column("form", "Hình thức"),
    Column("address", "Trụ sở"),
    Column("phone", "Điện thoại", also=("Telephone",)),
    Column("decision", "Căn cứ", also=("Decision",)),
)  # fmt: skip
KEPT = ("name", "short_name", "form", "address", "phone")
VERSION = "units/1"


@dataclass(frozen=True)
class Imported:
    """What was (or would be) done, and to the row of each place; nothing is written while there are remarks."""

    founded: int
    changed: int
    unchanged: int
    remarks: tuple[Remark, ...]
    outcomes: Mapping[int, str] = field(default_factory=dict, compare=False)


class _Trial(Exception):
    """Takes back what a trial did."""


def import_units(rows: Sequence[Row], *, on: date, is_trial: bool, by: Actor, at: datetime) -> Imported:
    """Founds or changes the units from that day on, in one transaction; the same table again changes nothing.

    A trial does everything and takes it back, so what it says is what will be. Raises NotAllowed.
    """
    remarks = [remark for row in rows for remark in (*remarks_of(row, COLUMNS), *_doubts(row))]
    remarks += _doubled(rows)
    if remarks:
        return Imported(0, 0, 0, tuple(remarks))
    done: Imported | None = None
    try:
        with transaction.atomic():
            done = _write(_parents_first(rows), on, by, at)
            if is_trial or done.remarks:
                raise _Trial
    except _Trial:
        pass
    assert done is not None  # noqa: S101  (set before anything is taken back)
    return done


def _doubts(row: Row) -> list[Remark]:
    code = row.cells.get("code", "")
    if code and not is_well_formed(SYSTEM, code):
        return [Remark(row.place, "code", f"“{code[:60]}” không đúng cấu trúc mã", "Ví dụ: H36.101.2")]
    longest = {"name": 200, "short_name": 100, "form": 30, "phone": 30}
    return [
        Remark(row.place, name, f"dài quá {most} ký tự")
        for name, most in longest.items()
        if len(row.cells.get(name, "")) > most
    ]


def _doubled(rows: Sequence[Row]) -> list[Remark]:
    first: dict[str, int] = {}
    places = [(row, first.setdefault(row.cells["code"], row.place)) for row in rows]
    return [Remark(row.place, "code", f"trùng mã với dòng {place}") for row, place in places if row.place != place]


def _parents_first(rows: Sequence[Row]) -> list[Row]:
    """Each unit after the one above it, where that one is in the table too."""
    waiting, ordered = {row.cells["code"]: row for row in rows}, list[Row]()
    while waiting:
        ready = [row for row in waiting.values() if row.cells.get("parent") not in waiting]
        if not ready:  # a ring: whoever comes first meets a parent that is not there
            ready = [next(iter(waiting.values()))]
        for row in ready:
            ordered.append(waiting.pop(row.cells["code"]))
    return ordered


def _write(rows: Sequence[Row], on: date, by: Actor, at: datetime) -> Imported:
    outcomes, remarks = dict[int, str](), list[Remark]()
    for row in rows:
        try:
            with transaction.atomic():
                outcomes[row.place] = _one(row, on, by, at)
        except _NoParent as missing:
            text = f"không có đơn vị cấp trên mang mã {missing}"
            remarks.append(Remark(row.place, "parent", text, "Thêm đơn vị đó vào bảng."))
        except Refused as refusal:
            remarks.append(Remark(row.place, "code", str(refusal)))
    counted = Counter(outcomes.values())
    return Imported(counted["founded"], counted["changed"], counted["unchanged"], tuple(remarks), outcomes)


class _NoParent(Exception):
    pass


def _one(row: Row, on: date, by: Actor, at: datetime) -> str:
    cells = row.cells
    parent_id = _parent(cells.get("parent", ""))
    facts = {name: cells.get(name, "") for name in KEPT}
    unit_id = unit_by_code(SYSTEM, cells["code"])
    decision = cells.get("decision", "")
    if unit_id is None:
        name = facts.pop("name")
        unit = found_unit(cells["kind"], name, on=on, parent_id=parent_id, decision=decision, by=by, at=at, **facts)
        add_code(unit.id, SYSTEM, cells["code"], valid_from=on, by=by, at=at)
        return "founded"
    known = unit_on(unit_id, max(on, local_day(at)))
    changes: dict[str, object] = {name: text for name, text in facts.items() if text and text != getattr(known, name)}
    if parent_id is not None and parent_id != known.parent_id:
        changes["parent_id"] = parent_id
    if not changes:
        return "unchanged"
    change_unit(unit_id, on=on, decision=decision, by=by, at=at, **cast(UnitChanges, changes))
    return "changed"


def _parent(code: str) -> UUID | None:
    if not code:
        return None
    found = unit_by_code(SYSTEM, code)
    if found is None:
        raise _NoParent(code)
    return found
