"""Plans of reorganisation as they stand: their lines read, completed and checked, and what they would move."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import QuerySet

from tinhso.kernel.law.queries import standing
from tinhso.kernel.organisations.kinds import Held, Holding, holdings
from tinhso.kernel.organisations.models import (
    LineAct,
    Reorganisation,
    ReorganisationLine,
    ReorganisationState,
    Succession,
    UnitCode,
    UnitKind,
)
from tinhso.kernel.organisations.queries import units_in_force
from tinhso.kernel.organisations.rules import is_well_formed
from tinhso.kernel.organisations.rules.plan import (
    PlanLine,
    Ref,
    Standing,
    Trouble,
    completed,
    ending,
    heirs_of,
    troubles,
)

SYSTEM = "qd20"


@dataclass(frozen=True)
class Plan:
    """A plan as it would be done: ``lines`` with what follows from them, ``tree`` the units of the eve of the day."""

    lines: Sequence[PlanLine]
    tree: Mapping[UUID, Standing]
    troubles: Sequence[Trouble]

    @property
    def heirs(self) -> dict[UUID, Ref]:
        return heirs_of(self.lines)

    @property
    def ending(self) -> set[UUID]:
        return ending(self.lines)

    def name_of(self, ref: Ref | None) -> str:
        """What a unit is called, an office with the unit it is in: one that stands, or one the plan founds."""
        if isinstance(ref, UUID):
            unit = self.tree.get(ref)
            return self._with_place(unit.kind, unit.name, unit.parent_id) if unit else ""
        founded = next((line for line in self.lines if line.act == LineAct.FOUND and line.key == ref), None)
        return self._with_place(founded.kind, founded.name, founded.to) if founded else ref or ""

    def _with_place(self, kind: str, name: str, above: Ref | None) -> str:
        return f"{name} – {self.name_of(above)}" if kind == UnitKind.OFFICE and above else name


@dataclass(frozen=True)
class Moved:
    """How many things of a kind would go, and what an official has to settle about them."""

    holding: Holding
    count: int
    doubts: Sequence[str]


def reorganisations() -> QuerySet[Reorganisation]:
    return Reorganisation.objects.order_by("-on", "-drafted_at")


def due_reorganisations(on: date) -> list[Reorganisation]:
    """Approved, and their day has come: the earliest first."""
    due = Reorganisation.objects.filter(state=ReorganisationState.APPROVED, on__lte=on)
    return list(due.order_by("on", "approved_at"))


def plan_of(reorganisation: Reorganisation) -> Plan:
    """The plan with everything in its way."""
    tree = tree_on(reorganisation.on - timedelta(days=1))
    lines = completed([_read(line) for line in reorganisation.lines.order_by("id")], tree)
    found = [*troubles(lines, tree), *_codes_in_the_way(lines), *_left_behind(lines, tree, reorganisation.on)]
    return Plan(lines, tree, found)


def tree_on(on: date) -> dict[UUID, Standing]:
    return {
        unit.id: Standing(unit.id, unit.kind, unit.name, unit.short_name, unit.codes.get(SYSTEM, ""), unit.parent_id)
        for unit in units_in_force(on)
    }


def _read(row: ReorganisationLine) -> PlanLine:
    return PlanLine(
        act=row.act,
        unit=row.unit_id,
        key=row.key,
        to=row.to_unit_id or row.to_key or None,
        is_partial=row.is_partial,
        is_heir=row.is_heir,
        kind=row.kind,
        name=row.name,
        short_name=row.short_name,
        form=row.form,
        address=row.address,
        place=row.pk,
    )


def _codes_in_the_way(lines: Iterable[PlanLine]) -> list[Trouble]:
    founded = [line for line in lines if line.act == LineAct.FOUND]
    used = set(
        UnitCode.objects.filter(system=SYSTEM, code__in=[line.key for line in founded]).values_list("code", flat=True)
    )
    told = [Trouble(f"Mã {line.key} đã cấp cho đơn vị khác.", line.place) for line in founded if line.key in used]
    malformed = [line for line in founded if line.key and not is_well_formed(SYSTEM, line.key)]
    return told + [Trouble(f"Mã {line.key} không đúng cấu trúc mã QĐ 20.", line.place) for line in malformed]


def _left_behind(lines: Iterable[PlanLine], tree: Mapping[UUID, Standing], on: date) -> list[Trouble]:
    """What a unit that is dissolved without an heir still holds: nobody would have it."""
    ended = {line.unit: line.place for line in lines if line.act == LineAct.END and line.unit and line.unit in tree}
    kinds = [one for one in sorted(holdings, key=lambda holding: holding.order) if ended and not one.closed]
    return [
        Trouble(f"{tree[unit].name} giải thể nhưng còn {kind.title.lower()}: {many}. Ghi đơn vị nhận.", ended[unit])
        for kind in kinds
        for unit, many in kind.held(list(ended), on).items()
    ]


def moved_by(plan: Plan, on: date) -> list[Moved]:
    """What would go from unit to unit, in the order it goes."""
    units = list(plan.ending)
    # One that is still to be founded stands under an id of its own until it is.
    ids = {heir: heir if isinstance(heir, UUID) else uuid5(NAMESPACE_OID, heir) for heir in plan.heirs.values()}
    heirs = {unit: ids[heir] for unit, heir in plan.heirs.items()}
    names = {unit_id: plan.name_of(heir) for heir, unit_id in ids.items()}
    return [
        Moved(one, sum(one.held(units, on).values()), one.doubts(heirs, names, on) if one.doubts else ())
        for one in sorted(holdings, key=lambda holding: holding.order)
    ]


def held_by(plan: Plan, holding: Holding, on: date) -> Iterable[Held]:
    """Each thing of a kind that would go."""
    return holding.listed(list(plan.ending), on)


def counted_by_unit(plan: Plan, on: date) -> dict[UUID, Counter[str]]:
    """How many things of each kind each ending unit holds."""
    counts: dict[UUID, Counter[str]] = {unit: Counter() for unit in plan.ending}
    for one in holdings:
        for unit, many in one.held(list(plan.ending), on).items():
            counts[unit][one.code] += many
    return counts


def taken_over_by(unit_id: UUID) -> frozenset[UUID]:
    """The units that are no more whose matters this one has taken over, also through others."""
    heirs = standing(("organisations.heirs",), _heirs)
    found, edge = set[UUID](), {unit_id}
    while edge:
        edge = {gone for heir in edge for gone in heirs.get(heir, ())} - found
        found |= edge
    return frozenset(found)


def heir_on(unit_id: UUID, on: date) -> UUID:
    """The unit itself, or who has taken over its matters by that day, also through others."""
    days = standing(("organisations.heirs_by_day",), _heirs_by_day)
    while (taken := days.get(unit_id)) is not None and taken[1] <= on:
        unit_id = taken[0]
    return unit_id


def _heirs_by_day() -> dict[UUID, tuple[UUID, date]]:
    rows = Succession.objects.filter(is_heir=True).values_list("predecessor_id", "successor_id", "on")
    return {gone: (heir, on) for gone, heir, on in rows}


def _heirs() -> dict[UUID, tuple[UUID, ...]]:
    taken: dict[UUID, tuple[UUID, ...]] = {}
    for gone, heir in Succession.objects.filter(is_heir=True).values_list("predecessor_id", "successor_id"):
        taken[heir] = (*taken.get(heir, ()), gone)
    return taken
