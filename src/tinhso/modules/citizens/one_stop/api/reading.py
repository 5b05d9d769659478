"""One dossier: the whole, its timeline with proofs, its hand-overs, its documents."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import ConfigDict

from tinhso.base.messages import NotFound
from tinhso.base.moments import now
from tinhso.kernel.cases.queries import case_by_number, hand_over_note, timeline_of
from tinhso.kernel.documents.actions import printed
from tinhso.kernel.documents.queries import documents_of, pdf_of
from tinhso.modules.citizens.one_stop.actions.receipts import receipt_to_hand
from tinhso.modules.citizens.one_stop.api import scopes
from tinhso.modules.citizens.one_stop.api.shapes import AT, DUE, Full
from tinhso.modules.citizens.one_stop.api.showing import dossier
from tinhso.shell.api import Outcome, Shape, Versioned, operation
from tinhso.shell.api.shapes import Moment
from tinhso.shell.audience import ActorRequest

ROUTER = Router()
ENTRY = "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e61"
DOCUMENT = "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e71"


class Happening(Shape):
    """A ledger entry about the dossier; ``proof`` leads to the proof that it stands in the ledger."""

    at: Moment
    event: str
    title: str
    entry_id: UUID
    proof: str


class Timeline(Shape):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [
                    {
                        "at": AT,
                        "event": "case.accepted",
                        "title": "Tiếp nhận hồ sơ",
                        "entry_id": ENTRY,
                        "proof": f"/api/v1/ledger/entries/{ENTRY}/proof",
                    }
                ]
            }
        }
    )
    items: list[Happening]


class HandOverOut(Shape):
    order: int
    step: str
    from_seat: UUID | None
    to_seat: UUID | None
    to_unit: UUID
    given_at: Moment
    due_at: Moment | None
    done_at: Moment | None
    outcome: str
    note: str


class HandOvers(Shape):
    """The control sheet (form 06)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [
                    {
                        "order": 1,
                        "step": "receive",
                        "from_seat": None,
                        "to_seat": DOCUMENT,
                        "to_unit": ENTRY,
                        "given_at": AT,
                        "due_at": DUE,
                        "done_at": None,
                        "outcome": "",
                        "note": "",
                    }
                ]
            }
        }
    )
    items: list[HandOverOut]


class DocumentLine(Shape):
    id: UUID
    kind: str
    title: str
    status: str
    is_sealed: bool
    link: str


class Documents(Shape):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [
                    {
                        "id": DOCUMENT,
                        "kind": "receipt",
                        "title": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
                        "status": "issued",
                        "is_sealed": True,
                        "link": f"/api/v1/documents/{DOCUMENT}",
                    }
                ]
            }
        }
    )
    items: list[DocumentLine]


@operation(
    ROUTER,
    "GET",
    "/dossiers/{str:number}",
    vi="Một hồ sơ, số định danh được che",
    en="One dossier, personal numbers masked",
    tag="dossiers",
    scope=scopes.READ,
    gives=Outcome(200, Full, is_tagged=True),
)
def get_dossier(request: ActorRequest, number: str) -> Versioned:
    return dossier(case_by_number(number, request.actor), now())


@operation(
    ROUTER,
    "GET",
    "/dossiers/{str:number}/timeline",
    vi="Diễn biến hồ sơ, kèm bằng chứng sổ cái",
    en="What happened to the dossier, with ledger proofs",
    tag="dossiers",
    scope=scopes.READ,
    gives=Outcome(200, Timeline),
)
def get_timeline(request: ActorRequest, number: str) -> Timeline:
    lines = timeline_of(case_by_number(number, request.actor))
    return Timeline(
        items=[
            Happening(
                at=line.at,
                event=line.event,
                title=line.title,
                entry_id=UUID(str(line.entry_id)),
                proof=f"/api/v1/ledger/entries/{line.entry_id}/proof",
            )
            for line in lines
        ]
    )


@operation(
    ROUTER,
    "GET",
    "/dossiers/{str:number}/hand-overs",
    vi="Phiếu kiểm soát quá trình (mẫu 06)",
    en="From hand to hand (form 06)",
    tag="dossiers",
    scope=scopes.READ,
    gives=Outcome(200, HandOvers),
)
def get_hand_overs(request: ActorRequest, number: str) -> HandOvers:
    case = case_by_number(number, request.actor)
    return HandOvers(
        items=[
            HandOverOut(
                order=line.order,
                step=line.step,
                from_seat=line.from_seat_id,
                to_seat=line.to_seat_id,
                to_unit=line.to_unit_id,
                given_at=line.given_at,
                due_at=line.due_at,
                done_at=line.done_at,
                outcome=line.outcome,
                note=hand_over_note(line),
            )
            for line in case.hand_overs.order_by("order")
        ]
    )


@operation(
    ROUTER,
    "GET",
    "/dossiers/{str:number}/documents",
    vi="Văn bản của hồ sơ",
    en="Documents of the dossier",
    tag="documents",
    scope=scopes.READ,
    gives=Outcome(200, Documents),
)
def list_documents(request: ActorRequest, number: str) -> Documents:
    case = case_by_number(number, request.actor)
    return Documents(
        items=[
            DocumentLine(
                id=one.pk,
                kind=one.kind,
                title=one.title,
                status=one.status,
                is_sealed=one.sealed_at is not None,
                link=f"/api/v1/documents/{one.pk}",
            )
            for one in documents_of(case)
        ]
    )


@operation(
    ROUTER,
    "GET",
    "/dossiers/{str:number}/receipt",
    vi="Giấy hẹn đã ký (mẫu 01), lập ngay nếu chưa có",
    en="The sealed receipt (form 01), made at once where there is none yet",
    tag="documents",
    scope=scopes.RECEIVE,
    gives=Outcome(200, media="application/pdf"),
)
def get_receipt(request: ActorRequest, number: str) -> HttpResponse:
    at = now()
    receipt = receipt_to_hand(case_by_number(number, request.actor), by=request.actor, at=at)
    if receipt is None or receipt.sealed_at is None:
        raise NotFound()
    pdf = pdf_of(printed(receipt, at=at), request.actor)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{number}.pdf"'
    return response
