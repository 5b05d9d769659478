"""Pages of a work list by the place of a row, not by counting rows: the hundredth page costs what the first does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries.lists import COLUMNS, Filters, WorkRow, listed_cases, row_from
from tinhso.kernel.cases.queries.plans import near_by_step

PAGE = 50
COUNT_UP_TO = 1000
# What a list may be ordered by, each a moment; a dash turns it round.
ORDERS = {"due": "due_at", "step": "step_due_at", "submitted": "submitted_at", "received": "received_at"}


@dataclass(frozen=True)
class Place:
    """Beside which row a page begins: its moment (None: it has none), its id, and on which side of it."""

    moment: datetime | None
    id: UUID
    is_before: bool = False


@dataclass(frozen=True)
class WorkPage:
    rows: Sequence[WorkRow]
    has_previous: bool
    has_next: bool


def work_page(
    actor: Actor, filters: Filters, at: datetime, *, order: str = "due", place: Place | None = None, size: int = PAGE
) -> WorkPage:
    """Up to ``size`` rows beside a place, in the order asked; rows without the moment come last."""
    turned = place is not None and place.is_before
    beyond = _beyond(order, place) if place is not None else None
    cases = _rows(actor, filters, at, order, beyond, size + 1, turned)
    found = list(ordered(cases, order, is_turned=turned).values_list(*COLUMNS)[: size + 1])
    rows = [row_from(values, at) for values in found[:size]]
    more, came_from = len(found) > size, place is not None
    return WorkPage(rows[::-1], more, True) if turned else WorkPage(rows, came_from, more)


def work_list(actor: Actor, filters: Filters, at: datetime, *, page: int = 1) -> tuple[list[WorkRow], bool]:
    """The rows of a page by its number, the most urgent first, and whether more follow."""
    start = (page - 1) * PAGE
    cases = _rows(actor, filters, at, "due", None, start + PAGE + 1, is_turned=False)
    found = list(ordered(cases, "due").values_list(*COLUMNS)[start : start + PAGE + 1])
    return [row_from(values, at) for values in found[:PAGE]], len(found) > PAGE


def _rows(
    actor: Actor, filters: Filters, at: datetime, order: str, beyond: Q | None, size: int, is_turned: bool
) -> QuerySet[Case]:
    """The cases beyond a place: all of them, or those among which the next ones are."""
    if order == "due":
        near = near_by_step(actor, filters, at, beyond=beyond, size=size, is_turned=is_turned)
        if near is not None:
            return near
    cases = listed_cases(actor, filters, at)
    return cases if beyond is None else cases.filter(beyond)


def ordered(cases: QuerySet[Case], order: str, *, is_turned: bool = False) -> QuerySet[Case]:
    """By the moment of the order and the id; without the moment last, or first when the order is read backwards."""
    name, falls = _order(order)
    nulls = {"nulls_first": True} if is_turned else {"nulls_last": True}
    if falls is not is_turned:
        return cases.order_by(F(name).desc(**nulls), "-id")
    return cases.order_by(F(name).asc(**nulls), "id")


def _order(order: str) -> tuple[str, bool]:
    name = ORDERS.get(order.removeprefix("-"), "due_at")
    return name, order.startswith("-")


def _beyond(order: str, place: Place) -> Q:
    """The rows after a place as the list is read, or before it."""
    name, falls = _order(order)
    side = "lt" if falls is not place.is_before else "gt"
    if place.moment is None:
        beside = Q(**{f"{name}__isnull": True, f"id__{side}": place.id})
        return beside | Q(**{f"{name}__isnull": False}) if place.is_before else beside
    beyond = Q(**{f"{name}__{side}": place.moment}) | Q(**{name: place.moment, f"id__{side}": place.id})
    return beyond if place.is_before else beyond | Q(**{f"{name}__isnull": True})


def counted(lists: Sequence[QuerySet[Case]]) -> list[int]:
    """How many rows each list has, up to COUNT_UP_TO, in one statement."""
    if not lists:
        return []
    parts: list[str] = []
    values: list[Any] = []
    for number, cases in enumerate(lists):
        try:
            sql, given = cases.order_by().values("pk")[:COUNT_UP_TO].query.sql_with_params()
        except EmptyResultSet:  # no right that could hold a case (pk in nothing)
            parts.append(f"SELECT {number}, 0")
            continue
        parts.append(f"SELECT {number}, count(*) FROM ({sql}) found")  # noqa: S608 (what the ORM wrote)
        values += given
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        counts = dict(cursor.fetchall())
    return [counts[number] for number in range(len(lists))]


def place_of(row: WorkRow, order: str, *, is_before: bool = False) -> Place:
    """The place of a row in a list of that order."""
    return Place(getattr(row, _order(order)[0]), row.id, is_before)
