"""Lists that were sent, as who sent them sees them."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, QuerySet, When

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.kernel.identity.queries.sealing import opened_text
from tinhso.modules.citizens.one_stop.models import ListImport, ListImportRow, ListImportState

WORKED_ON = (ListImportState.CHECKING, ListImportState.RUNNING)


@dataclass(frozen=True)
class Counts:
    """How many rows of each outcome, and whether some rows have passwords to fetch."""

    new: int
    changed: int
    unchanged: int
    refused: int
    passwords: int


def imports_of(actor: Actor) -> QuerySet[ListImport]:
    """The lists this account sent, the newest first."""
    if actor.account_id is None:
        return ListImport.objects.none()
    return ListImport.objects.filter(account_id=actor.account_id).order_by("-asked_at", "-id")


def import_of(actor: Actor, import_id: UUID) -> ListImport:
    """One of one's own. Raises NotFound."""
    found = imports_of(actor).filter(pk=import_id).first()
    if found is None:
        raise NotFound()
    return found


def waiting_imports() -> QuerySet[ListImport]:
    """Lists that are tried or done, the oldest first; one whose work broke off stands behind the others."""
    return ListImport.objects.filter(state__in=WORKED_ON).order_by("attempts", "asked_at", "id")


def counts_of(row: ListImport) -> Counts:
    counted = Counter(row.rows.values_list("outcome", flat=True))
    passwords = row.rows.exclude(password_sealed=None).count()
    return Counts(counted["new"], counted["changed"], counted["unchanged"], counted["refused"], passwords)


def rows_of(row: ListImport, outcome: str = "") -> QuerySet[ListImportRow]:
    """The rows by their place, those with a fault first; of one outcome where one is named."""
    rows = row.rows.filter(outcome=outcome) if outcome else row.rows.all()
    return rows.order_by(Case(When(outcome="refused", then=0), default=1), "place")


def facts_of(row: ListImportRow) -> Mapping[str, Any]:
    """Label, changes and remarks, opened."""
    facts: Mapping[str, Any] = json.loads(opened_text(row.facts_sealed, row.pk, "list.facts"))
    return facts
