"""The catalogue of procedures, and what it takes to file one here."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import ConfigDict, Field

from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.models import Channel
from tinhso.modules.citizens.one_stop.api.showing import CHANNELS
from tinhso.modules.citizens.one_stop.queries.catalogue import procedures_found
from tinhso.modules.citizens.one_stop.queries.procedure_page import procedure_page
from tinhso.modules.citizens.one_stop.rules.wording import allotted_text, charge_text
from tinhso.shell.api import Listed, Outcome, Shape, operation
from tinhso.shell.api.pages import linked

ROUTER = Router()
LINE: dict[str, Any] = {
    "code": "1.001193",
    "name": "Thủ tục đăng ký khai sinh",
    "sector": "Hộ tịch",
    "levels": ["commune"],
    "ministry": "Bộ Tư pháp",
}


class ProcedureLine(Shape):
    code: str
    name: str
    sector: str
    levels: list[str]
    ministry: str


class Procedures(Shape):
    """``is_loose``: none has all the words, these have most of them."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"items": [LINE], "next": None, "has_more": False, "is_loose": False}}
    )
    items: list[ProcedureLine]
    next: str | None
    has_more: bool
    is_loose: bool


class VariantOut(Shape):
    code: str
    title: str
    time: str
    amount: float
    unit: str
    is_verified: bool
    legal_basis: str


class PaperNeedOut(Shape):
    code: str
    title: str
    is_required: bool
    form: str
    variants: list[str]


class FeeOut(Shape):
    code: str
    title: str
    text: str
    unit_price: int
    currency: str = "VND"
    per: str
    is_verified: bool
    legal_basis: str


class ProcedureOut(Shape):
    """``is_ready``: dossiers can be filed here; then ``form`` names the form, and its parts are filled."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": LINE
            | {
                "title": "Đăng ký khai sinh",
                "is_ready": True,
                "version": 1,
                "form": "/api/v1/forms/1.001193",
                "channels": ["counter", "online"],
                "variants": [
                    {
                        "code": "standard", "title": "Đúng hạn", "time": "1 ngày làm việc", "amount": 1.0,
                        "unit": "working_day", "is_verified": False, "legal_basis": "Luật Hộ tịch",
                    }
                ],
                "papers": [
                    {
                        "code": "birth_evidence", "title": "Giấy chứng sinh", "is_required": True, "form": "original",
                        "variants": [],
                    }
                ],
                "fees": [
                    {
                        "code": "fee", "title": "Lệ phí", "text": "8.000 đồng/hồ sơ", "unit_price": 8000,
                        "currency": "VND", "per": "dossier", "is_verified": False, "legal_basis": "Nghị quyết",
                    }
                ],
                "legal_basis": "Luật Hộ tịch 60/2014/QH13",
                "is_verified": False,
            }
        }
    )  # fmt: skip
    code: str
    name: str
    title: str
    sector: str
    levels: list[str]
    ministry: str
    is_ready: bool
    version: int | None
    form: str | None
    channels: list[str]
    variants: list[VariantOut]
    papers: list[PaperNeedOut]
    fees: list[FeeOut]
    legal_basis: str
    is_verified: bool


class ProcedureSearch(Shape):
    q: str = Field("", max_length=200, description="Từ trong tên, lĩnh vực, hoặc mã / words or a code")
    level: Literal["ministry", "province", "commune", "other"] | None = None
    sector: str | None = Field(None, max_length=300)
    on: date | None = Field(None, description="Áp dụng vào ngày; trống: hôm nay / in force on; empty: today")
    cursor: str | None = Field(None, max_length=20)
    limit: int = Field(20, ge=1, le=100)


@operation(
    ROUTER,
    "GET",
    "/procedures",
    vi="Tìm thủ tục hành chính",
    en="Search administrative procedures",
    tag="procedures",
    scope=None,
    gives=Outcome(200, Procedures),
)
def list_procedures(request: HttpRequest, response: HttpResponse, search: Query[ProcedureSearch]) -> Procedures:
    found = procedures_found(
        search.q,
        level=search.level,
        sector=search.sector,
        on=search.on or local_day(now()),
        limit=search.limit,
        cursor=search.cursor,
    )
    linked(request, response, Listed([], found.next))
    lines = [
        ProcedureLine(code=hit.code, name=hit.name, sector=hit.sector, levels=list(hit.levels), ministry=hit.ministry)
        for hit in found.hits
    ]
    return Procedures(items=lines, next=found.next, has_more=found.next is not None, is_loose=found.is_loose)


@operation(
    ROUTER,
    "GET",
    "/procedures/{str:code}",
    vi="Một thủ tục: trường hợp, giấy tờ, phí, biểu mẫu",
    en="One procedure: variants, papers, fees, form",
    tag="procedures",
    scope=None,
    gives=Outcome(200, ProcedureOut),
)
def get_procedure(request: HttpRequest, code: str) -> ProcedureOut:
    page = procedure_page(code, local_day(now()))
    version, definition, body = page.version, page.definition, page.body
    return ProcedureOut(
        code=page.code,
        name=page.name,
        title=page.heading,
        sector=version.sector if version else "",
        levels=list(version.levels) if version else [],
        ministry=version.ministry if version else "",
        is_ready=definition is not None,
        version=definition.version if definition else None,
        form=f"/api/v1/forms/{definition.form_code}" if definition else None,
        channels=[CHANNELS[Channel(channel)] for channel in body.channels] if body else [],
        variants=[
            VariantOut(
                code=one.code,
                title=one.title,
                time=allotted_text(one),
                amount=float(one.amount),
                unit=one.unit,
                is_verified=one.is_verified,
                legal_basis=one.legal_basis,
            )
            for one in (body.variants if body else ())
        ],
        papers=[
            PaperNeedOut(
                code=one.code,
                title=one.title,
                is_required=one.is_required,
                form=one.form,
                variants=list(one.variants),
            )
            for one in (body.papers if body else ())
        ],
        fees=[
            FeeOut(
                code=one.code,
                title=one.title,
                text=charge_text(one),
                unit_price=one.unit_price,
                per=one.per,
                is_verified=one.is_verified,
                legal_basis=one.legal_basis,
            )
            for one in (body.charges if body else ())
        ],
        legal_basis=definition.legal_basis if definition else "",
        is_verified=definition.is_verified if definition else False,
    )
