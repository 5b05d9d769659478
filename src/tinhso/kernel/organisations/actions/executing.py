"""Doing an approved reorganisation: units, what they hold, and the ledger, in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event
from tinhso.kernel.ledger.kinds import register as register_events
from tinhso.kernel.organisations.actions.planning import REORGANISE, NotDrafted, PlanHasTroubles
from tinhso.kernel.organisations.actions.units import (
    UnitChanges,
    abolish_unit,
    add_code,
    change_unit,
    found_unit,
    record_succession,
)
from tinhso.kernel.organisations.kinds import Move, holdings
from tinhso.kernel.organisations.models import LineAct, Reorganisation, ReorganisationState
from tinhso.kernel.organisations.queries.reorganising import SYSTEM, Plan, plan_of
from tinhso.kernel.organisations.rules.plan import PlanLine, Ref

register_events(
    Event("organisations.reorganised", gettext_noop("Thực hiện sắp xếp đơn vị"), ("on", "founded", "ended", "moved")),
)


@transaction.atomic
def execute_reorganisation(chosen: Reorganisation, *, by: Actor, at: datetime) -> Reorganisation:
    """Founds, renames, moves and ends the units of an approved plan and hands everything they hold to their heirs.

    All of it or nothing. Raises NotAllowed, NotDrafted for one that is not approved, PlanHasTroubles where the units
    are no longer what they were when it was approved.
    """
    by.must_everywhere(REORGANISE)
    row = Reorganisation.objects.select_for_update().get(pk=chosen.pk)
    if row.state != ReorganisationState.APPROVED:
        raise NotDrafted()
    plan = plan_of(row)
    if plan.troubles:
        raise PlanHasTroubles(count=len(plan.troubles))
    doing = _Doing(row, plan, by, at)
    doing.change_units()
    move = Move(doing.heirs(), row.on, row.decision, row.pk, by, at)
    row.moved = {one.code: one.move(move) for one in sorted(holdings, key=lambda holding: holding.order)}
    doing.end_units()
    row.state, row.done_at, row.trouble, row.version = ReorganisationState.DONE, at, "", row.version + 1
    row.save(update_fields=["state", "done_at", "moved", "trouble", "version"])
    payload = {
        "on": row.on.isoformat(), "founded": len(doing.founded), "ended": len(plan.ending), "moved": row.moved,
    }  # fmt: skip
    write_entry("organisations.reorganised", row, by=by, at=at, payload=payload)
    return row


@transaction.atomic
def note_trouble(chosen: Reorganisation, refusal: Refused) -> None:
    """Why a plan whose day has come was not done, for who looks at it."""
    Reorganisation.objects.filter(pk=chosen.pk, state=ReorganisationState.APPROVED).update(trouble=str(refusal))


class _Doing:
    """One execution: the units the plan founds get their ids as it goes."""

    def __init__(self, row: Reorganisation, plan: Plan, by: Actor, at: datetime) -> None:
        self.row, self.plan, self.by, self.at = row, plan, by, at
        self.founded: dict[str, UUID] = {}

    def change_units(self) -> None:
        self._found([line for line in self.plan.lines if line.act == LineAct.FOUND])
        for line in self.plan.lines:
            if line.act in (LineAct.RENAME, LineAct.UNDER) and line.unit is not None:
                change_unit(
                    line.unit, on=self.row.on, decision=self.row.decision, by=self.by, at=self.at, **self._changes(line)
                )
        for line in self.plan.lines:
            if line.act == LineAct.INTO and line.unit is not None:
                record_succession(
                    line.unit, self._id(line.to), on=self.row.on, is_partial=line.is_partial, is_heir=line.is_heir,
                    decision=self.row.decision, by=self.by, at=self.at,
                )  # fmt: skip

    def _found(self, waiting: list[PlanLine]) -> None:
        """Each new unit after the one above it."""
        while waiting:
            ready = [line for line in waiting if not isinstance(line.to, str) or line.to in self.founded]
            if not ready:  # a ring of parents
                raise PlanHasTroubles(count=len(waiting))
            for line in ready:
                self._found_one(line)
            waiting = [line for line in waiting if line.key not in self.founded]

    def _found_one(self, line: PlanLine) -> None:
        parent = self._id(line.to) if line.to else None
        unit = found_unit(
            line.kind, line.name, on=self.row.on, parent_id=parent, short_name=line.short_name, form=line.form,
            address=line.address, decision=self.row.decision, by=self.by, at=self.at,
        )  # fmt: skip
        add_code(unit.id, SYSTEM, line.key, valid_from=self.row.on, by=self.by, at=self.at)
        self.founded[line.key] = unit.id

    def _changes(self, line: PlanLine) -> UnitChanges:
        if line.act == LineAct.UNDER:
            return UnitChanges(parent_id=self._id(line.to))
        changes = UnitChanges(name=line.name)
        if line.short_name:
            changes["short_name"] = line.short_name
        if line.form:
            changes["form"] = line.form
        if line.address:
            changes["address"] = line.address
        return changes

    def heirs(self) -> Mapping[UUID, UUID]:
        return {unit: self._id(heir) for unit, heir in self.plan.heirs.items()}

    def end_units(self) -> None:
        """Those under others first."""
        left = set(self.plan.ending)
        while left:
            lowest = {one for one in left if not any(self.plan.tree[other].parent_id == one for other in left)}
            for unit_id in sorted(lowest):
                abolish_unit(unit_id, on=self.row.on, decision=self.row.decision, by=self.by, at=self.at)
            left -= lowest

    def _id(self, ref: Ref | None) -> UUID:
        found = self.founded.get(ref) if isinstance(ref, str) else ref
        if found is None:
            raise PlanHasTroubles(count=1)
        return found
