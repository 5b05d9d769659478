"""Forms for machines: the definition with its JSON Schema, and the check of answers before they are sent."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from tinhso.base.moments import local_day, now
from tinhso.kernel.forms import rules
from tinhso.kernel.forms.actions import AnswersWrong
from tinhso.kernel.forms.queries import form_in_force
from tinhso.shell.api import Body, Outcome, Shape, Versioned, operation, versioned

ROUTER = Router()
ANSWERS: dict[str, Any] = {"child_name": "Nguyễn Hoàng An", "child_birth_date": "2026-11-02", "child_sex": "female"}


class Form(Shape):
    """A form in force: its sections of questions, and the JSON Schema of its answers."""

    model_config = {
        "json_schema_extra": {
            "example": {
                "code": "1.001193",
                "version": 1,
                "title": "Tờ khai đăng ký khai sinh",
                "valid_from": "2025-07-01",
                "legal_basis": "Luật Hộ tịch 60/2014/QH13",
                "is_verified": False,
                "answers_schema": {"type": "object", "properties": {"child_name": {"type": "string"}}},
                "sections": [{"code": "child", "title": "Trẻ được khai sinh", "questions": []}],
            }
        }
    }
    code: str
    version: int
    title: str
    valid_from: date
    legal_basis: str
    is_verified: bool
    answers_schema: dict[str, Any]
    sections: list[dict[str, Any]]


class Answers(Body):
    """Answers by the names of the questions."""

    model_config = {"extra": "forbid", "json_schema_extra": {"example": {"answers": ANSWERS}}}
    answers: dict[str, Any] = Field(max_length=500)


@operation(
    ROUTER,
    "GET",
    "/forms/{str:code}",
    vi="Biểu mẫu đang áp dụng",
    en="The form in force, with the schema of its answers",
    tag="forms",
    scope=None,
    gives=Outcome(200, Form, is_tagged=True),
)
def get_form(request: HttpRequest, code: str) -> Versioned:
    form = form_in_force(code, local_day(now()))
    shape = Form(
        code=form.code,
        version=form.version,
        title=form.title,
        valid_from=form.valid_from,
        legal_basis=form.legal_basis,
        is_verified=form.is_verified,
        answers_schema=form.body["schema"],
        sections=form.body["sections"],
    )
    return versioned(shape, form.version)


@operation(
    ROUTER,
    "POST",
    "/forms/{str:code}/check",
    vi="Kiểm tra câu trả lời trước khi nộp",
    en="Check answers before filing; nothing is kept",
    tag="forms",
    scope=None,
    gives=Outcome(204),
    sends=Answers,
    problems=(413, 415),
)
def check_answers(request: HttpRequest, code: str, data: Answers) -> None:
    today = local_day(now())
    form = form_in_force(code, today)
    if errors := rules.check(form.body, data.answers, on=today):
        raise AnswersWrong(errors)
