"""A personal number in full: with a reason that the ledger keeps."""

from ninja import Router
from pydantic import ConfigDict, Field

from tinhso.base.moments import now
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.identity.actions import reveal_number
from tinhso.modules.citizens.one_stop.api import scopes
from tinhso.shell.api import LINE, Body, Outcome, Shape, operation
from tinhso.shell.audience import ActorRequest

ROUTER = Router()


class Reason(Body):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"reason": "Đối chiếu với bản giấy khi trả kết quả"}}
    )
    reason: str = Field(max_length=LINE)


class Number(Shape):
    model_config = ConfigDict(json_schema_extra={"example": {"number": "000195000123"}})
    number: str


@operation(
    ROUTER,
    "POST",
    "/dossiers/{str:number}/reveal",
    vi="Xem đầy đủ số định danh của người nộp",
    en="The applicant's personal number in full; the reading is written to the ledger",
    tag="dossiers",
    scope=scopes.REVEAL,
    gives=Outcome(200, Number),
    sends=Reason,
    problems=(413, 415),
)
def reveal_applicant_number(request: ActorRequest, number: str, data: Reason) -> Number:
    case = case_by_number(number, request.actor)
    return Number(number=reveal_number(case.applicant_id, data.reason, by=request.actor, at=now()))
