"""The list of dossiers: filters, order, cursor, count, and what changed since."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from tinhso.base.moments import now
from tinhso.kernel.cases.models import Case, Channel
from tinhso.kernel.cases.queries import visible_cases
from tinhso.kernel.cases.rules.states import OPEN
from tinhso.modules.citizens.one_stop.api import scopes
from tinhso.modules.citizens.one_stop.api.shapes import Page
from tinhso.modules.citizens.one_stop.api.showing import CHANNELS, summaries
from tinhso.shell.api import MOST, Outcome, Shape, operation, page_of
from tinhso.shell.api.pages import linked, order_of
from tinhso.shell.api.shapes import When
from tinhso.shell.audience import ActorRequest

ROUTER = Router()
SORTS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "submitted_at": ("submitted_at", datetime.fromisoformat),
    "due_at": ("due_at", datetime.fromisoformat),
    "number": ("number", str),
    "id": ("id", UUID),
}


class Filters(Shape):
    """Every filter narrows; together they all hold."""

    state: list[int] | None = Field(None, max_length=10, description="Mã trạng thái 1–10 / state codes")
    procedure: str | None = Field(None, max_length=60)
    unit: UUID | None = Field(None, description="Đơn vị đang giữ / the unit that holds it now")
    channel: Literal["counter", "online", "post"] | None = None
    is_mine: bool = Field(False, description="Vị trí của khóa đang giữ / held by the client's own seat")
    is_overdue: bool = False
    due_before: When | None = Field(None, alias="due_at[lt]")
    due_from: When | None = Field(None, alias="due_at[gte]")
    submitted_before: When | None = Field(None, alias="submitted_at[lt]")
    submitted_from: When | None = Field(None, alias="submitted_at[gte]")
    updated_since: When | None = Field(None, description="Có việc xử lý từ lúc đó / acted on since")
    sort: str = Field("-submitted_at", max_length=40, examples=["-due_at,id"])
    cursor: str | None = Field(None, max_length=600)
    limit: int = Field(50, ge=1, le=MOST)
    count: Literal["exact", "estimate"] | None = None


@operation(
    ROUTER,
    "GET",
    "/dossiers",
    vi="Danh sách hồ sơ",
    en="List dossiers the client may see",
    tag="dossiers",
    scope=scopes.READ,
    gives=Outcome(200, Page),
)
def list_dossiers(request: ActorRequest, response: HttpResponse, filters: Query[Filters]) -> Page:
    at = now()
    order = order_of(filters.sort, SORTS)
    cases = narrowed(visible_cases(request.actor), request, filters, at)
    rows = cases.select_related("definition", "applicant").defer("definition__body", "promise", "rule_versions")
    found = page_of(rows, filters.sort, order, cursor=filters.cursor, limit=filters.limit)
    linked(request, response, found)
    total = {"exact": cases.count, "estimate": lambda: estimated(cases)}.get(filters.count or "", lambda: None)()
    return Page(items=summaries(found.rows, at), next=found.next, has_more=found.next is not None, total=total)


def narrowed(cases: QuerySet[Case], request: ActorRequest, filters: Filters, at: datetime) -> QuerySet[Case]:
    channels = {name: channel for channel, name in CHANNELS.items()}
    wanted: dict[str, Any] = {
        "state__in": filters.state,
        "definition__code": filters.procedure,
        "step_unit_id": filters.unit,
        "channel": Channel(channels[filters.channel]) if filters.channel else None,
        "due_at__lt": filters.due_before,
        "due_at__gte": filters.due_from,
        "submitted_at__lt": filters.submitted_before,
        "submitted_at__gte": filters.submitted_from,
    }
    cases = cases.filter(**{name: value for name, value in wanted.items() if value is not None})
    if filters.is_mine:
        cases = cases.filter(step_seat_id=request.actor.seat_id)
    if filters.is_overdue:
        cases = cases.filter(due_at__lt=at, finished_at=None, state__in=OPEN)
    if filters.updated_since:
        cases = cases.filter(Q(moved_at__gte=filters.updated_since) | Q(submitted_at__gte=filters.updated_since))
    return cases


def estimated(cases: QuerySet[Case]) -> int:
    """What the database's planner expects, without reading the rows."""
    sql, values = cases.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
        return int(cursor.fetchone()[0][0]["Plan"]["Plan Rows"])
