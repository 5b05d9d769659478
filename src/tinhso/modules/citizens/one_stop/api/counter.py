"""Taking a dossier in at the counter: filed and accepted in one request, the hot path of a front desk's own program."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Router
from pydantic import ConfigDict, Field

from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.actions import PaperIn
from tinhso.kernel.cases.models import Definition
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.kernel.cases.rules.definition import Body as DefinitionBody
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.law.queries import standing
from tinhso.modules.citizens.one_stop.actions.intake import Applicant, Intake, take_in
from tinhso.modules.citizens.one_stop.actions.lodging import VariantUnknown
from tinhso.modules.citizens.one_stop.api import scopes
from tinhso.modules.citizens.one_stop.api.filing import ApplicantBody
from tinhso.modules.citizens.one_stop.api.receiving import PaperBody
from tinhso.modules.citizens.one_stop.queries.offices import NoDesk
from tinhso.shell.api import Body, Outcome, Shape, Versioned, operation, versioned
from tinhso.shell.audience import ActorRequest

ROUTER = Router()
EXAMPLE: dict[str, Any] = {
    "procedure": "2.000815",
    "applicant": {"full_name": "Nguyễn Thị Mẫu", "phone": "0900000123"},
    "answers": {
        "applicant_name": "Nguyễn Thị Mẫu",
        "originals": [{"title": "Bằng tốt nghiệp", "issuer": "Trường Đại học Đà Lạt", "pages": 2, "copies": 3}],
    },
    "papers": [],
}


class AtCounter(Body):
    """What somebody brought to the counter; papers are in the clerk's hands, so they carry no files."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})
    procedure: str = Field(min_length=1, max_length=60)
    variant: str = Field("", max_length=60, description="Trống: trường hợp đầu / empty: the first one")
    desk: UUID | None = Field(None, description="Nơi nhận; trống: đơn vị của khóa / empty: the client's own unit")
    applicant: ApplicantBody
    answers: dict[str, Any] = Field(max_length=500)
    papers: list[PaperBody] = Field(default_factory=list, max_length=100)


class Accepted(Shape):
    """The dossier as it was accepted; GET its location for all of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "number": "H36.112.1-261125-0001",
                "received_at": "2026-11-25T08:15:00+07:00",
                "due_at": "2026-11-25T17:00:00+07:00",
            }
        }
    )
    number: str
    received_at: datetime
    due_at: datetime


@operation(
    ROUTER,
    "POST",
    "/dossiers/at-counter",
    vi="Tiếp nhận hồ sơ tại quầy",
    en="Take a dossier in at the counter: filed and accepted at once",
    tag="dossiers",
    scope=scopes.RECEIVE,
    gives=Outcome(201, Accepted, is_tagged=True),
    sends=AtCounter,
    problems=(409, 413, 415),
    is_keyed=True,
    keeps_key=True,
)
def take_in_at_counter(request: ActorRequest, data: AtCounter) -> Versioned:
    at = now()
    done = take_in(_intake(request, data, at), by=request.actor, at=at)
    told = Accepted(number=done.case.number, received_at=done.received_at, due_at=done.due_at)
    return versioned(told, 2, status=201, location=f"/api/v1/dossiers/{done.case.number}")


def _intake(request: ActorRequest, data: AtCounter, at: datetime) -> Intake:
    """Raises NotFound for a procedure that is not ready here, NoDesk, VariantUnknown."""
    receipt_id = data.desk or request.actor.unit_id
    if receipt_id is None:
        raise NoDesk(fields={"desk": str(NoDesk.title)})
    definition, body = _ready(data.procedure, local_day(at))
    variant = data.variant or body.variants[0].code
    if variant not in {one.code for one in body.variants}:
        raise VariantUnknown(fields={"variant": str(VariantUnknown.title)})
    titles = {paper.code: paper.title for paper in body.papers}
    return Intake(
        definition=definition,
        variant=variant,
        applicant=Applicant(**data.applicant.model_dump()),
        answers=data.answers,
        papers=[PaperIn(p.code, titles.get(p.code, p.code), p.form, p.quantity, p.pages) for p in data.papers],
        receipt_id=receipt_id,
        key=request.headers["Idempotency-Key"],
        is_sample=bool(getattr(getattr(request, "api_client", None), "is_sandbox", False)),
        scope=f"api:{request.actor.account_id}:counter",
    )


def _ready(code: str, day: date) -> tuple[Definition, DefinitionBody]:
    def read() -> tuple[Definition, DefinitionBody]:
        definition = definition_in_force(code, day)
        return definition, read_body(definition.body)

    return standing(("one_stop.ready", code, day), read)
