"""The desk's acts: accept, decline, supplement, hand over, add a paper."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Router
from pydantic import ConfigDict, Field

from tinhso.base.actor import Actor
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.supplements import Missing
from tinhso.kernel.cases.models import Case
from tinhso.modules.citizens.one_stop.actions.lodging import PaperSent, add_sent_paper
from tinhso.modules.citizens.one_stop.actions.receipts import make_receipt
from tinhso.modules.citizens.one_stop.api import scopes
from tinhso.modules.citizens.one_stop.api.acting import act
from tinhso.modules.citizens.one_stop.queries.seats import known_seat
from tinhso.shell.api import LINE, WORDS, Body

ROUTER = Router()


class Acceptance(Body):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"receipt": True}})
    receipt: bool = Field(
        True,
        description="Lập giấy hẹn (mẫu 01) trước khi trả lời; false: lập ngay sau đó / "
        "make the receipt before the answer; false: within seconds",
    )


class Ground(Body):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"ground": "Không thuộc thẩm quyền giải quyết"}}
    )
    ground: str = Field(max_length=WORDS)


class MissingItem(Body):
    about: str = Field(max_length=LINE, pattern=r"^(paper|question):[^\s]+$")
    what: str = Field(min_length=1, max_length=WORDS)
    basis: str = Field("", max_length=WORDS)


class Request(Body):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "items": [{"about": "paper:birth_evidence", "what": "Giấy chứng sinh chụp chưa rõ", "basis": ""}]
            }
        },
    )
    items: list[MissingItem] = Field(min_length=1, max_length=100)


class HandOver(Body):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"to_seat": None, "note": ""}})
    to_seat: UUID | None = None
    note: str = Field("", max_length=WORDS)


class PaperBody(Body):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"code": "birth_evidence", "form": "original", "quantity": 1, "pages": 1}},
    )
    code: str = Field(min_length=1, max_length=60)
    form: Literal["original", "certified", "copy", "electronic"] = "original"
    quantity: int = Field(1, ge=1, le=1000)
    pages: int | None = Field(None, ge=1, le=100_000)
    file_id: UUID | None = Field(None, description="Từ POST /files / from POST /files")

    def sent(self) -> PaperSent:
        return PaperSent(self.code, self.form, self.quantity, self.pages, self.file_id)


@act(
    ROUTER,
    "accept",
    vi="Tiếp nhận hồ sơ",
    en="Accept the dossier; its clock starts",
    scope=scopes.RECEIVE,
    sends=Acceptance,
    makes_letters=False,
)
def accept_dossier(case: Case, data: Acceptance, by: Actor, at: datetime) -> None:
    actions.accept_case(case, by=by, at=at)
    if data.receipt:
        make_receipt(case, at=at)


@act(ROUTER, "receipt", vi="Lập giấy hẹn còn thiếu", en="Make the receipt that is missing", scope=scopes.RECEIVE)
def make_dossier_receipt(case: Case, data: None, by: Actor, at: datetime) -> None:
    by.must("cases.receive", case.receipt_unit_id)
    make_receipt(case, at=at)


@act(ROUTER, "decline", vi="Không tiếp nhận hồ sơ", en="Decline the dossier", scope=scopes.RECEIVE, sends=Ground)
def decline_dossier(case: Case, data: Ground, by: Actor, at: datetime) -> None:
    actions.decline_case(case, ground=data.ground, by=by, at=at)


@act(
    ROUTER,
    "request-supplement",
    vi="Yêu cầu bổ sung (một lần, đủ mọi mục)",
    en="Ask for everything that is missing, once",
    scope=scopes.RECEIVE,
    sends=Request,
)
def request_supplement(case: Case, data: Request, by: Actor, at: datetime) -> None:
    items = [Missing(about=item.about, what=item.what, basis=item.basis) for item in data.items]
    actions.ask_supplement(case, items, by=by, at=at)


@act(ROUTER, "take-supplement", vi="Nhận bổ sung", en="Take in what was asked for", scope=scopes.RECEIVE)
def take_dossier_supplement(case: Case, data: None, by: Actor, at: datetime) -> None:
    actions.take_supplement(case, by=by, at=at)


@act(
    ROUTER,
    "hand-over",
    vi="Chuyển cho cơ quan giải quyết",
    en="Hand over to the handling office",
    scope=scopes.RECEIVE,
    sends=HandOver,
)
def hand_over_dossier(case: Case, data: HandOver, by: Actor, at: datetime) -> None:
    actions.hand_over(case, to_seat_id=known_seat(data.to_seat), note=data.note, by=by, at=at)


@act(ROUTER, "papers", vi="Thêm giấy tờ", en="Add a paper", scope=scopes.RECEIVE, sends=PaperBody)
def add_dossier_paper(case: Case, data: PaperBody, by: Actor, at: datetime) -> None:
    add_sent_paper(case, data.sent(), by=by, at=at)
