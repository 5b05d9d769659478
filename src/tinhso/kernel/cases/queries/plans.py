"""How the first rows of a work list are found among a million: step by step over an index, or one walk by due moment.

Who works in few units has their rows looked up for each (unit, right) and merged; who sees the whole province has the
open cases walked by due moment, and most that is met is theirs. Both give what the plain predicate gives (a test
compares them); without this the database walks the province to find one ward (probes.md, rule 6).
"""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from tinhso.base.actor import Actor
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries.lists import Filters, narrowed
from tinhso.kernel.cases.queries.visible import visible_cases
from tinhso.kernel.cases.rules.states import OPEN

MOST_PAIRS = 2000
Pair = tuple[UUID, str]


def near_by_step(
    actor: Actor, filters: Filters, at: datetime, *, beyond: Q | None, size: int, is_turned: bool
) -> QuerySet[Case] | None:
    """The cases among which the next ``size`` rows by due moment are; None where the plain walk serves better."""
    pairs = _pairs(actor, filters)
    if pairs is None or filters.is_mine or filters.holder not in ("", "free", "all"):
        return None
    if not pairs:
        return Case.objects.none()
    cases = _at_any_step(actor, filters, at, pairs)
    if beyond is not None:
        cases = cases.filter(beyond)
    try:
        found, given = cases.order_by().values("id", "due_at", "step_unit_id", "step_right").query.sql_with_params()
    except EmptyResultSet:  # one who may read nowhere
        return Case.objects.none()
    # Names of columns are ours, values are parameters; what the ORM wrote stands as it is.
    statement = f"""
        SELECT near.id FROM unnest(%s::uuid[], %s::text[]) AS pair (unit_id, held) CROSS JOIN LATERAL (
            SELECT open.id FROM ({found}) AS open (id, due_at, step_unit_id, step_right)
            WHERE open.step_unit_id = pair.unit_id AND open.step_right = pair.held
            ORDER BY {"open.due_at DESC, open.id DESC" if is_turned else "open.due_at, open.id"} LIMIT %s
        ) AS near
    """  # noqa: S608
    units, rights = [unit for unit, _ in pairs], [right for _, right in pairs]
    return Case.objects.filter(pk__in=RawSQL(statement, [units, rights, *given, size]))  # noqa: S611


def _pairs(actor: Actor, filters: Filters) -> list[Pair] | None:
    """The (unit, right) at which rows of the list can lie; None when one of the rights holds everywhere."""
    lists_all = bool(filters.holder)
    if any(actor.has_everywhere(right) for right in filters.rights) or (
        lists_all and actor.has_everywhere("cases.assign")
    ):
        return None
    assigned = actor.units_with("cases.assign") if lists_all else frozenset()
    pairs = {(unit, right) for right in filters.rights for unit in actor.units_with(right) | assigned}
    if filters.unit_id is not None:
        pairs = {pair for pair in pairs if pair[0] == filters.unit_id}
    return sorted(pairs) if len(pairs) <= MOST_PAIRS else None


def _at_any_step(actor: Actor, filters: Filters, at: datetime, pairs: list[Pair]) -> QuerySet[Case]:
    """The list without the condition on steps; who may read in all those units need not be asked row by row."""
    reads = actor.units_with("cases.read")
    is_plain = actor.has_everywhere("cases.read") or all(unit in reads for unit, _ in pairs)
    cases = Case.objects.all() if is_plain else visible_cases(actor)
    if not filters.holder:
        cases = cases.filter(Q(step_seat_id=None) | Q(step_seat_id=actor.seat_id))
    return narrowed(cases.filter(state__in=OPEN), actor, filters, at)
