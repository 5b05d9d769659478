"""How a dossier looks in the API."""

from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from tinhso.shell.api import Money, Shape
from tinhso.shell.api.shapes import Moment

AT = "2026-11-23T09:30:00+07:00"
DUE = "2026-11-30T17:00:00+07:00"
UNIT: dict[str, Any] = {
    "id": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e01",
    "name": "Trung tâm Phục vụ hành chính công phường Xuân Hương - Đà Lạt",
    "code": "H36.31.1",
}
SUMMARY: dict[str, Any] = {
    "id": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e11",
    "number": "H36.31.1-261123-0042",
    "procedure": "1.001193",
    "variant": "standard",
    "title": "Đăng ký khai sinh",
    "state": {"code": 2, "name": "Đã tiếp nhận"},
    "step": "receive",
    "channel": "counter",
    "applicant": {
        "id": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e21",
        "full_name": "Nguyễn Thị Mẫu",
        "number": "000•••••••23",
        "phone": "090•••••23",
    },
    "receipt_unit": UNIT,
    "competent_unit": UNIT,
    "holding_unit": UNIT,
    "holding_seat": None,
    "submitted_at": AT,
    "received_at": AT,
    "due_at": DUE,
    "finished_at": None,
    "returned_at": None,
    "is_overdue": False,
    "is_sample": False,
    "version": 3,
}
FULL: dict[str, Any] = SUMMARY | {
    "result_method": "counter",
    "note": "",
    "answers": {"child_name": "Nguyễn Hoàng An"},
    "papers": [
        {
            "code": "birth_evidence", "title": "Giấy chứng sinh", "form": "electronic", "quantity": 1, "pages": 1,
            "file_id": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e31",
        }
    ],
    "charges": [
        {
            "id": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e41", "code": "fee", "title": "Lệ phí",
            "amount": {"amount": 8000, "currency": "VND"}, "paid_at": None, "method": "",
        }
    ],
    "supplements": [],
    "promise": [{"text": "Bắt đầu tính: 23/11/2026"}],
}  # fmt: skip


class State(Shape):
    """One of the ten states of the national portal."""

    code: int
    name: str


class UnitRef(Shape):
    """An office by id, name of today and code (QĐ 20)."""

    id: UUID
    name: str
    code: str


class PersonRef(Shape):
    """A person, numbers masked."""

    id: UUID
    full_name: str
    number: str
    phone: str


class Summary(Shape):
    """A dossier as lists show it."""

    model_config = ConfigDict(json_schema_extra={"example": SUMMARY})
    id: UUID
    number: str
    procedure: str
    variant: str
    title: str
    state: State
    step: str
    channel: str
    applicant: PersonRef
    receipt_unit: UnitRef | None
    competent_unit: UnitRef | None
    holding_unit: UnitRef | None
    holding_seat: UUID | None
    submitted_at: Moment
    received_at: Moment | None
    due_at: Moment | None
    finished_at: Moment | None
    returned_at: Moment | None
    is_overdue: bool
    is_sample: bool
    version: int


class PaperOut(Shape):
    code: str
    title: str
    form: str
    quantity: int
    pages: int | None
    file_id: UUID | None


class ChargeOut(Shape):
    id: UUID
    code: str
    title: str
    amount: Money
    paid_at: Moment | None
    method: str


class Item(Shape):
    about: str
    what: str
    basis: str


class SupplementOut(Shape):
    order: int
    stage: str
    items: list[Item]
    asked_at: Moment | None
    taken_at: Moment | None


class Full(Summary):
    """A dossier with its answers (personal numbers masked), papers, charges and requests."""

    model_config = ConfigDict(json_schema_extra={"example": FULL})
    result_method: str
    note: str
    answers: dict[str, Any]
    papers: list[PaperOut]
    charges: list[ChargeOut]
    supplements: list[SupplementOut]
    promise: list[dict[str, Any]]


class Page(Shape):
    """A page of dossiers; ``next`` asks for the following one."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"items": [SUMMARY], "next": None, "has_more": False, "total": None}}
    )
    items: list[Summary]
    next: str | None
    has_more: bool
    total: int | None = Field(description="Chỉ khi xin count / only when count was asked for")
