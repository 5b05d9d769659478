"""Where a dossier of a procedure may be left."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import ConfigDict

from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.modules.citizens.one_stop.queries.offices import desks_on
from tinhso.shell.api import Outcome, Shape, operation

ROUTER = Router()


class DeskOut(Shape):
    id: UUID
    place: str
    is_commune: bool


class Desks(Shape):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [
                    {
                        "id": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e01",
                        "place": "Phường Xuân Hương - Đà Lạt",
                        "is_commune": True,
                    }
                ]
            }
        }
    )
    items: list[DeskOut]


@operation(
    ROUTER,
    "GET",
    "/procedures/{str:code}/desks",
    vi="Nơi nhận hồ sơ của thủ tục",
    en="Desks that receive dossiers of the procedure",
    tag="procedures",
    scope=None,
    gives=Outcome(200, Desks),
)
def list_desks(request: HttpRequest, code: str) -> Desks:
    today = local_day(now())
    found = desks_on(read_body(definition_in_force(code, today).body), today)
    return Desks(items=[DeskOut(id=desk.id, place=desk.place, is_commune=desk.is_commune) for desk in found])
