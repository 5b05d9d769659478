"""What anybody may check: that an entry stands in the ledger. No actor, no unit, no payload."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from tinhso.base.messages import NotFound
from tinhso.kernel.ledger.kinds import events
from tinhso.kernel.ledger.queries.proofs import NotSealedYet, proof_of
from tinhso.kernel.ledger.queries.rows import row_of
from tinhso.kernel.ledger.rules.encoding import decoded
from tinhso.shell.audience import PUBLIC, audience


@audience(PUBLIC)
def proof(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The entry's event, moment and seal, and how to check them."""
    return render(request, "ledger/proof.html", {"entry": _shown(entry_id), "proof": proof_of(entry_id)})


@audience(PUBLIC)
def proof_file(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The proof for a verifier, as a file."""
    _shown(entry_id)
    found = proof_of(entry_id)
    if found is None:
        raise NotSealedYet
    response = JsonResponse(found.as_data(), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="bang-chung-{entry_id}.json"'
    return response


def _shown(entry_id: UUID) -> dict[str, Any]:
    row = row_of(entry_id)
    if row is None:
        raise NotFound
    entry = decoded(row)
    event: str = entry["event"]
    return {
        "id": entry["id"],
        "title": events.get(event).title if event in events else event,
        "subject_id": entry["subject_id"],
        "at": datetime.fromisoformat(entry["at"]),
        "recorded_at": datetime.fromisoformat(entry["recorded_at"]),
    }
