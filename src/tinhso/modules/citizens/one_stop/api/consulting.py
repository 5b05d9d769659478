"""Opinions of other offices, notes, more time, a second request for supplement."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Router
from pydantic import ConfigDict, Field

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.supplements import Missing
from tinhso.kernel.cases.models import Case, Opinion
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.cases.queries.opinions import notes_of, opinions_asked
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.one_stop.api import scopes
from tinhso.modules.citizens.one_stop.api.acting import act
from tinhso.modules.citizens.one_stop.api.receiving import MissingItem
from tinhso.modules.citizens.one_stop.api.shapes import AT, DUE
from tinhso.modules.citizens.one_stop.queries.seats import known_seat
from tinhso.shell.api import WORDS, Body, Outcome, Shape, operation
from tinhso.shell.api.shapes import Moment, When
from tinhso.shell.audience import ActorRequest

ROUTER = Router()
ID = "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8ea1"
OPINION: dict[str, Any] = {
    "id": ID, "dossier": "H36.31.1-261123-0042", "order": 1, "question": "Thửa đất có nằm trong quy hoạch không?",
    "unit": ID, "seat": None, "asked_at": AT, "due_at": DUE, "verdict": "", "answer": "", "answered_at": None,
    "is_taken_back": False,
}  # fmt: skip
NOTE: dict[str, Any] = {"id": ID, "text": "Đã gọi điện cho người nộp", "seat": ID, "made_at": AT}


class OpinionOut(Shape):
    model_config = ConfigDict(json_schema_extra={"example": OPINION})
    id: UUID
    dossier: str
    order: int
    question: str
    unit: UUID
    seat: UUID | None
    asked_at: Moment
    due_at: Moment | None
    verdict: str
    answer: str
    answered_at: Moment | None
    is_taken_back: bool


class Opinions(Shape):
    model_config = ConfigDict(json_schema_extra={"example": {"items": [OPINION]}})
    items: list[OpinionOut]


class NoteOut(Shape):
    model_config = ConfigDict(json_schema_extra={"example": NOTE})
    id: UUID
    text: str
    seat: UUID | None
    made_at: Moment


class Notes(Shape):
    model_config = ConfigDict(json_schema_extra={"example": {"items": [NOTE]}})
    items: list[NoteOut]


class OpinionQuestion(Body):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"question": "Thửa đất có nằm trong quy hoạch không?", "unit": ID, "due_at": DUE}
        },
    )
    question: str = Field(min_length=1, max_length=WORDS)
    unit: UUID
    seat: UUID | None = None
    due_at: When | None = None


class OpinionAnswer(Body):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"verdict": "agree", "text": "Phù hợp quy hoạch"}}
    )
    verdict: Literal["agree", "disagree", "other"]
    text: str = Field("", max_length=WORDS)


class NoteBody(Body):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"text": "Đã gọi điện cho người nộp"}})
    text: str = Field(min_length=1, max_length=WORDS)


class ExtensionBody(Body):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"days": 3, "ground": "Chờ kết quả xác minh thực địa"}}
    )
    days: int = Field(ge=1, le=365, description="Ngày làm việc / working days")
    ground: str = Field(min_length=1, max_length=WORDS)


class Proposal(Body):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "items": [{"about": "paper:birth_evidence", "what": "Giấy chứng sinh thiếu dấu", "basis": ""}],
                "reason": "Phát hiện khi thẩm định",
            }
        },
    )
    items: list[MissingItem] = Field(min_length=1, max_length=100)
    reason: str = Field(min_length=1, max_length=WORDS)


class Because(Body):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"reason": "Đã đủ giấy tờ để giải quyết"}})
    reason: str = Field(min_length=1, max_length=WORDS)


def _opinion(one: Opinion, number: str) -> OpinionOut:
    return OpinionOut(
        id=one.pk,
        dossier=number,
        order=one.order,
        question=one.question,
        unit=one.unit_id,
        seat=one.seat_id,
        asked_at=one.asked_at,
        due_at=one.due_at,
        verdict=one.verdict,
        answer=one.answer,
        answered_at=one.answered_at,
        is_taken_back=one.taken_back_at is not None,
    )


@act(
    ROUTER,
    "ask-opinion",
    vi="Xin ý kiến một cơ quan",
    en="Ask another office for its opinion",
    scope=scopes.PROCESS,
    sends=OpinionQuestion,
)
def ask_dossier_opinion(case: Case, data: OpinionQuestion, by: Actor, at: datetime) -> None:
    unit_on(data.unit, local_day(at))
    actions.ask_opinion(
        case, data.question, unit_id=data.unit, seat_id=known_seat(data.seat), due_at=data.due_at, by=by, at=at
    )


@act(
    ROUTER,
    "extend",
    vi="Xin lỗi và hẹn lại ngày trả",
    en="Apologise and promise a new date",
    scope=scopes.PROCESS,
    sends=ExtensionBody,
)
def extend_dossier(case: Case, data: ExtensionBody, by: Actor, at: datetime) -> None:
    actions.extend_case(case, data.days, "working_day", ground=data.ground, by=by, at=at)


@act(
    ROUTER,
    "propose-supplement",
    vi="Đề nghị yêu cầu bổ sung lần sau (chờ lãnh đạo cho phép)",
    en="Propose a second request; a supervisor allows it",
    scope=scopes.PROCESS,
    sends=Proposal,
)
def propose_dossier_supplement(case: Case, data: Proposal, by: Actor, at: datetime) -> None:
    items = [Missing(about=item.about, what=item.what, basis=item.basis) for item in data.items]
    actions.propose_supplement(case, items, reason=data.reason, by=by, at=at)


@act(
    ROUTER,
    "allow-supplement",
    vi="Cho phép yêu cầu bổ sung lần sau",
    en="Allow the proposed request",
    scope=scopes.SIGN,
)
def allow_dossier_supplement(case: Case, data: None, by: Actor, at: datetime) -> None:
    actions.allow_supplement(case, by=by, at=at)


@act(
    ROUTER,
    "refuse-supplement",
    vi="Không cho phép yêu cầu bổ sung lần sau",
    en="Refuse the proposed request",
    scope=scopes.SIGN,
    sends=Because,
)
def refuse_dossier_supplement(case: Case, data: Because, by: Actor, at: datetime) -> None:
    actions.refuse_supplement(case, reason=data.reason, by=by, at=at)


@operation(
    ROUTER,
    "GET",
    "/dossiers/{str:number}/opinions",
    vi="Ý kiến đã xin về hồ sơ",
    en="Opinions asked about the dossier",
    tag="dossiers",
    scope=scopes.READ,
    gives=Outcome(200, Opinions),
)
def list_dossier_opinions(request: ActorRequest, number: str) -> Opinions:
    case = case_by_number(number, request.actor)
    return Opinions(items=[_opinion(one, case.number) for one in case.opinions.order_by("order")])


@operation(
    ROUTER,
    "GET",
    "/opinions",
    vi="Ý kiến đang chờ đơn vị của khóa trả lời",
    en="Opinions the client's office is asked for",
    tag="work",
    scope=scopes.PROCESS,
    gives=Outcome(200, Opinions),
)
def list_opinions(request: ActorRequest) -> Opinions:
    asked = opinions_asked(request.actor).select_related("case")[:200]
    return Opinions(items=[_opinion(one, one.case.number) for one in asked])


@operation(
    ROUTER,
    "POST",
    "/opinions/{uuid:opinion_id}/answer",
    vi="Trả lời xin ý kiến",
    en="Answer an opinion, once",
    tag="work",
    scope=scopes.PROCESS,
    gives=Outcome(200, OpinionOut),
    sends=OpinionAnswer,
    problems=(409, 413, 415),
    is_keyed=True,
)
def answer_opinion(request: ActorRequest, opinion_id: UUID, data: OpinionAnswer) -> OpinionOut:
    opinion = opinions_asked(request.actor).select_related("case").filter(pk=opinion_id).first()
    if opinion is None:
        raise NotFound()
    done = actions.answer_opinion(opinion, verdict=data.verdict, text=data.text, by=request.actor, at=now())
    return _opinion(done, opinion.case.number)


@operation(
    ROUTER,
    "POST",
    "/dossiers/{str:number}/opinions/{uuid:opinion_id}/take-back",
    vi="Thôi xin ý kiến",
    en="Take back an opinion that was asked and not answered",
    tag="dossiers",
    scope=scopes.PROCESS,
    gives=Outcome(200, OpinionOut),
    problems=(409,),
    is_keyed=True,
)
def take_back_dossier_opinion(request: ActorRequest, number: str, opinion_id: UUID) -> OpinionOut:
    case = case_by_number(number, request.actor)
    opinion = case.opinions.select_related("case").filter(pk=opinion_id).first()
    if opinion is None:
        raise NotFound()
    return _opinion(actions.take_back_opinion(opinion, by=request.actor, at=now()), case.number)


@operation(
    ROUTER,
    "GET",
    "/dossiers/{str:number}/notes",
    vi="Ghi chú nội bộ của hồ sơ",
    en="Notes officials left on the dossier",
    tag="dossiers",
    scope=scopes.READ,
    gives=Outcome(200, Notes),
)
def list_dossier_notes(request: ActorRequest, number: str) -> Notes:
    found = notes_of(case_by_number(number, request.actor), request.actor)
    return Notes(items=[NoteOut(id=one.id, text=one.text, seat=one.seat_id, made_at=one.made_at) for one in found])


@operation(
    ROUTER,
    "POST",
    "/dossiers/{str:number}/notes",
    vi="Ghi chú nội bộ",
    en="Leave a note for other officials",
    tag="dossiers",
    scope=scopes.PROCESS,
    gives=Outcome(201, NoteOut),
    sends=NoteBody,
    problems=(413, 415),
    is_keyed=True,
)
def add_dossier_note(request: ActorRequest, number: str, data: NoteBody) -> NoteOut:
    case = case_by_number(number, request.actor)
    note = actions.note_on(case, data.text, by=request.actor, at=now())
    return NoteOut(id=note.pk, text=data.text.strip(), seat=note.seat_id, made_at=note.made_at)
