"""Units for machines: what stands on a day, by id or code."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import ConfigDict, Field

from tinhso.base.moments import local_day, now
from tinhso.kernel.organisations.queries import UnitView, children_of, unit_on, units_found, units_in_force
from tinhso.shell.api import Outcome, Shape, operation

ROUTER = Router()
EXAMPLE: dict[str, Any] = {
    "id": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e01",
    "kind": "commune",
    "name": "Phường Xuân Hương - Đà Lạt",
    "short_name": "Xuân Hương - Đà Lạt",
    "parent": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e02",
    "address": "",
    "phone": "",
    "codes": {"statistics": "24781", "qd20": "H36.31"},
    "is_sample_code": True,
}


class UnitOut(Shape):
    """A unit as it is on the day. ``is_sample_code``: one of its codes is made up."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})
    id: UUID
    kind: str
    name: str
    short_name: str
    parent: UUID | None
    address: str
    phone: str
    codes: dict[str, str]
    is_sample_code: bool


class Units(Shape):
    model_config = ConfigDict(json_schema_extra={"example": {"items": [EXAMPLE]}})
    items: list[UnitOut]


class UnitSearch(Shape):
    q: str = Field("", max_length=200, description="Từ trong tên, hoặc mã / words of the name, or a code")
    kind: str | None = Field(None, max_length=20)
    parent: UUID | None = None
    on: date | None = Field(None, description="Vào ngày; trống: hôm nay / on that day; empty: today")


def shown(unit: UnitView) -> UnitOut:
    return UnitOut(
        id=unit.id,
        kind=unit.kind,
        name=unit.name,
        short_name=unit.short_name,
        parent=unit.parent_id,
        address=unit.address,
        phone=unit.phone,
        codes=dict(unit.codes),
        is_sample_code=unit.is_sample_code,
    )


@operation(
    ROUTER,
    "GET",
    "/units",
    vi="Đơn vị của tỉnh vào một ngày",
    en="Units of the province on a day",
    tag="units",
    scope=None,
    gives=Outcome(200, Units),
)
def list_units(request: HttpRequest, search: Query[UnitSearch]) -> Units:
    on = search.on or local_day(now())
    if search.q.strip():
        found = units_found(search.q, on, kind=search.kind, limit=200)
    elif search.parent and not search.kind:
        found = children_of(search.parent, on)
    else:
        found = units_in_force(on, kind=search.kind, parent_id=search.parent)
    return Units(items=[shown(unit) for unit in found])


@operation(
    ROUTER,
    "GET",
    "/units/{uuid:unit_id}",
    vi="Một đơn vị",
    en="One unit",
    tag="units",
    scope=None,
    gives=Outcome(200, UnitOut),
)
def get_unit(request: HttpRequest, unit_id: UUID) -> UnitOut:
    return shown(unit_on(unit_id, local_day(now())))
