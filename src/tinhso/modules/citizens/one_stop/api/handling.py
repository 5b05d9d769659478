"""The handling office's acts: assign, pause and resume, send back, correct."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Router
from pydantic import ConfigDict, Field

from tinhso.base.actor import Actor
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.models import Case
from tinhso.kernel.forms.queries import answers_of
from tinhso.modules.citizens.one_stop.actions import correcting
from tinhso.modules.citizens.one_stop.api import scopes
from tinhso.modules.citizens.one_stop.api.acting import act
from tinhso.modules.citizens.one_stop.queries.seats import known_seat
from tinhso.modules.citizens.one_stop.rules.masking import numbers_in, with_numbers
from tinhso.shell.api import WORDS, Body

ROUTER = Router()


class Assignment(Body):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"to_seat": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e51"}}
    )
    to_seat: UUID | None = Field(description="null: ai có quyền đều nhận được / null: whoever holds the right")


class Pause(Body):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"reason": "law", "ground": "Chờ kết quả xác minh thực địa"}}
    )
    reason: Literal["law", "payment"] = "law"
    ground: str = Field(min_length=1, max_length=WORDS, pattern=r"\S")


class Remark(Body):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"note": "Sai tên cơ quan ở dòng đầu"}})
    note: str = Field("", max_length=WORDS)


class Correction(Body):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"answers": {"child_name": "Nguyễn Hoàng Anh"}, "reason": "Người nộp báo nhầm tên đệm"}
        },
    )
    answers: dict[str, Any] = Field(max_length=500, description="Mọi câu trả lời sau khi sửa / all answers, corrected")
    reason: str = Field(min_length=1, max_length=WORDS)


@act(ROUTER, "assign", vi="Phân công người giữ", en="Assign to a seat", scope=scopes.PROCESS, sends=Assignment)
def assign_dossier(case: Case, data: Assignment, by: Actor, at: datetime) -> None:
    actions.assign_case(case, to_seat_id=known_seat(data.to_seat), by=by, at=at)


@act(ROUTER, "pause", vi="Tạm dừng tính giờ", en="Pause the clock, with the ground", scope=scopes.PROCESS, sends=Pause)
def pause_dossier(case: Case, data: Pause, by: Actor, at: datetime) -> None:
    actions.pause_case(case, reason=data.reason, ground=data.ground.strip(), by=by, at=at)


@act(ROUTER, "resume", vi="Tính giờ tiếp", en="Let the clock run again", scope=scopes.PROCESS)
def resume_dossier(case: Case, data: None, by: Actor, at: datetime) -> None:
    actions.resume_case(case, by=by, at=at)


@act(ROUTER, "send-back", vi="Trả lại bước trước", en="Send back one step", scope=scopes.SIGN, sends=Remark)
def send_back_dossier(case: Case, data: Remark, by: Actor, at: datetime) -> None:
    actions.send_back(case, note=data.note, by=by, at=at)


@act(
    ROUTER,
    "correct",
    vi="Sửa thông tin đã khai",
    en="Correct the answers, with the reason",
    scope=scopes.PROCESS,
    sends=Correction,
)
def correct_dossier(case: Case, data: Correction, by: Actor, at: datetime) -> None:
    """A personal number that comes back as its mask stays what it is."""
    body = case.submission.form.body
    answers = with_numbers(body, data.answers, numbers_in(body, answers_of(case.submission)))
    correcting.correct_dossier(case, answers, reason=data.reason, by=by, at=at)
