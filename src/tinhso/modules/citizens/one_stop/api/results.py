"""The result's way: drafted, submitted for signature, signed, issued, returned."""

from datetime import datetime
from typing import Literal

from ninja import Router
from pydantic import ConfigDict, Field

from tinhso.base.actor import Actor
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.models import Case
from tinhso.modules.citizens.one_stop.actions import results
from tinhso.modules.citizens.one_stop.api import scopes
from tinhso.modules.citizens.one_stop.api.acting import act
from tinhso.modules.citizens.one_stop.api.receiving import HandOver
from tinhso.modules.citizens.one_stop.queries.seats import known_seat
from tinhso.shell.api import Body

ROUTER = Router()


class Return(Body):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"to_name": "Nguyễn Thị Mẫu", "method": "counter"}}
    )
    to_name: str = Field("", max_length=200, description="Trống: người nộp / empty: the applicant")
    method: Literal["counter", "post", "electronic"] = "counter"


class Draft(Body):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"findings": {"land_use": "Đất ở tại đô thị (ký hiệu ODT)"}}}
    )
    findings: dict[str, str] = Field(
        default_factory=dict,
        max_length=50,
        description="Nội dung chuyên viên ghi vào văn bản, theo tên mục / the official's own texts, by name",
    )


@act(
    ROUTER,
    "draft",
    vi="Lập dự thảo kết quả",
    en="Draft the result",
    scope=scopes.PROCESS,
    sends=Draft,
    may_be_empty=True,
)
def draft_dossier_result(case: Case, data: Draft | None, by: Actor, at: datetime) -> None:
    results.draft_result(case, data.findings if data else None, by=by, at=at)


@act(ROUTER, "submit", vi="Trình ký", en="Submit the draft for signature", scope=scopes.PROCESS, sends=HandOver)
def submit_dossier_result(case: Case, data: HandOver, by: Actor, at: datetime) -> None:
    results.submit_for_signature(case, to_seat_id=known_seat(data.to_seat), note=data.note, by=by, at=at)


@act(ROUTER, "sign", vi="Ký kết quả", en="Sign the result", scope=scopes.SIGN)
def sign_dossier_result(case: Case, data: None, by: Actor, at: datetime) -> None:
    results.sign_result(case, by=by, at=at)


@act(ROUTER, "issue", vi="Phát hành kết quả", en="Issue the result", scope=scopes.ISSUE)
def issue_dossier_result(case: Case, data: None, by: Actor, at: datetime) -> None:
    results.issue_result(case, by=by, at=at)


@act(ROUTER, "return", vi="Trả kết quả", en="Return the result", scope=scopes.RECEIVE, sends=Return)
def return_dossier_result(case: Case, data: Return, by: Actor, at: datetime) -> None:
    to_name = data.to_name.strip() or case.applicant.full_name
    actions.return_result(case, to_name=to_name, method=data.method, by=by, at=at)
