"""The ledger for machines: the proof of an entry, and the catalogue of events."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import ConfigDict

from tinhso.base.messages import NotFound
from tinhso.kernel.ledger.kinds import events
from tinhso.kernel.ledger.queries.proofs import NotSealedYet, proof_of
from tinhso.kernel.ledger.queries.rows import row_of
from tinhso.kernel.ledger.rules.encoding import decoded
from tinhso.shell.api import Outcome, Shape, operation
from tinhso.shell.api.shapes import Moment

ROUTER = Router()
ENTRY = "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e61"


class ProofOut(Shape):
    """The entry's event and moment, and the proof as the stand-alone verifier reads it (docs/rooms/ledger.md)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "entry_id": ENTRY,
                "event": "case.accepted",
                "at": "2026-11-23T09:30:00+07:00",
                "proof": {"index": 41, "size": 64, "path": ["9f86d0"]},
            }
        }
    )
    entry_id: UUID
    event: str
    at: Moment
    proof: dict[str, Any]


class EventOut(Shape):
    code: str
    title: str
    payload: list[str]


class Events(Shape):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [
                    {"code": "case.accepted", "title": "Tiếp nhận hồ sơ", "payload": ["due_at", "definition"]},
                ]
            }
        }
    )
    items: list[EventOut]


@operation(
    ROUTER,
    "GET",
    "/ledger/entries/{uuid:entry_id}/proof",
    vi="Bằng chứng một bút toán có trong sổ cái",
    en="Proof that an entry stands in the ledger",
    tag="ledger",
    scope=None,
    gives=Outcome(200, ProofOut),
    problems=(409,),
)
def get_proof(request: HttpRequest, entry_id: UUID) -> ProofOut:
    row = row_of(entry_id)
    if row is None:
        raise NotFound()
    entry, found = decoded(row), proof_of(entry_id)
    if found is None:
        raise NotSealedYet()
    at = datetime.fromisoformat(entry["at"])
    return ProofOut(entry_id=entry_id, event=entry["event"], at=at, proof=dict(found.as_data()))


@operation(
    ROUTER,
    "GET",
    "/events",
    vi="Danh mục sự kiện của sổ cái",
    en="The catalogue of ledger events",
    tag="ledger",
    scope=None,
    gives=Outcome(200, Events),
)
def list_events(request: HttpRequest) -> Events:
    found = sorted(events, key=lambda event: event.code)
    return Events(items=[EventOut(code=one.code, title=one.title, payload=list(one.payload)) for one in found])
