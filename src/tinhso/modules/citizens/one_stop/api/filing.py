"""Filing a dossier: papers were uploaded before (POST /files), everything else comes in one body."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Router
from pydantic import ConfigDict, Field

from tinhso.base.moments import now
from tinhso.kernel.cases.models import Channel
from tinhso.modules.citizens.one_stop.actions.intake import Applicant
from tinhso.modules.citizens.one_stop.actions.lodging import Lodgement, lodge_dossier
from tinhso.modules.citizens.one_stop.api import scopes
from tinhso.modules.citizens.one_stop.api.receiving import PaperBody
from tinhso.modules.citizens.one_stop.api.shapes import Full
from tinhso.modules.citizens.one_stop.api.showing import CHANNELS, dossier
from tinhso.modules.citizens.one_stop.queries.offices import NoDesk
from tinhso.shell.api import LINE, Body, Outcome, Versioned, operation
from tinhso.shell.audience import ActorRequest

ROUTER = Router()
EXAMPLE: dict[str, Any] = {
    "procedure": "2.000815",
    "channel": "counter",
    "applicant": {"full_name": "Nguyễn Thị Mẫu", "phone": "0900000123"},
    "answers": {
        "applicant_name": "Nguyễn Thị Mẫu",
        "originals": [{"title": "Bằng tốt nghiệp", "issuer": "Trường Đại học Đà Lạt", "pages": 2, "copies": 3}],
    },
    "papers": [],
}


class ApplicantBody(Body):
    """Who applies. With a number that is known already, the name must be that person's."""

    full_name: str = Field(min_length=1, max_length=200)
    number: str = Field("", max_length=20, description="Số định danh cá nhân / personal number")
    birth_date: date | None = None
    sex: Literal["", "male", "female"] = ""
    phone: str = Field("", max_length=20)
    address: str = Field("", max_length=LINE)


class Filing(Body):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})
    procedure: str = Field(min_length=1, max_length=60)
    variant: str = Field("", max_length=60, description="Trống: trường hợp đầu / empty: the first one")
    desk: UUID | None = Field(None, description="Nơi nhận; trống: đơn vị của khóa / empty: the client's own unit")
    channel: Literal["counter", "online", "post"] = "counter"
    applicant: ApplicantBody
    answers: dict[str, Any] = Field(max_length=500)
    papers: list[PaperBody] = Field(default_factory=list, max_length=100)
    result_method: Literal["counter", "electronic", "post"] = "counter"


@operation(
    ROUTER,
    "POST",
    "/dossiers",
    vi="Nộp hồ sơ",
    en="File a dossier",
    tag="dossiers",
    scope=scopes.FILE,
    gives=Outcome(201, Full, is_tagged=True),
    sends=Filing,
    problems=(409, 413, 415),
    is_keyed=True,
)
def file_dossier(request: ActorRequest, data: Filing) -> Versioned:
    at = now()
    case = lodge_dossier(_lodgement(request, data), by=request.actor, at=at)
    return dossier(case, at, status=201)


def _lodgement(request: ActorRequest, data: Filing) -> Lodgement:
    """Raises NoDesk for a client whose seat lies in no unit that receives."""
    receipt_id = data.desk or request.actor.unit_id
    if receipt_id is None:
        raise NoDesk(fields={"desk": str(NoDesk.title)})
    channels: dict[str, Channel] = {name: channel for channel, name in CHANNELS.items()}
    return Lodgement(
        procedure=data.procedure,
        variant=data.variant,
        applicant=Applicant(**data.applicant.model_dump()),
        answers=data.answers,
        papers=[paper.sent() for paper in data.papers],
        receipt_id=receipt_id,
        channel=channels[data.channel],
        result_method=data.result_method,
        is_sample=bool(getattr(getattr(request, "api_client", None), "is_sandbox", False)),
    )
