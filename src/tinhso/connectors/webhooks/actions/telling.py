"""Reading the ledger and queueing for every endpoint what it asked for and its client may see."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tinhso.base.actor import system_actor
from tinhso.connectors.webhooks import wire
from tinhso.connectors.webhooks.queries import Endpoint, endpoints_that_listen
from tinhso.kernel.cases.queries import visible_cases
from tinhso.kernel.exchange.actions import NewMessage, queue_messages
from tinhso.kernel.ledger.actions import SubjectRef
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.ledger.queries import Feed

FEED, BATCH = "webhooks", 500
BY = system_actor("webhooks")
SUBJECT = "cases.case"


@transaction.atomic
def tell_endpoints(at: datetime) -> int:
    """One batch of the ledger; gives how many entries were read. A batch that fails comes again as a whole."""
    feed = Feed(FEED)
    entries = feed.read(BATCH)
    told = [entry for entry in entries if entry.subject_kind == SUBJECT and wire.type_of(entry.event)]
    if told:
        for endpoint in endpoints_that_listen(at):
            queue_messages(endpoint.partner.code, _messages(endpoint, told), by=BY, at=at)
    feed.advance()
    return len(entries)


def _messages(endpoint: Endpoint, entries: Sequence[Entry]) -> list[NewMessage]:
    """The messages for one endpoint, in the order of the ledger, keyed by the entry: queued twice is one."""
    wanted = [entry for entry in entries if endpoint.wants(wire.type_of(entry.event) or "", entry.recorded_at)]
    cases = visible_cases(endpoint.actor).filter(pk__in={entry.subject_id for entry in wanted})
    numbers: dict[UUID, str] = dict(cases.values_list("pk", "number"))
    return [
        NewMessage(
            kind=wire.type_of(entry.event) or "",
            body=wire.thin_body(
                str(entry.id),
                wire.type_of(entry.event) or "",
                entry.at,
                version=entry.subject_version,
                link=f"{settings.PUBLIC_URL}/api/v1/dossiers/{numbers[entry.subject_id]}",
            ),
            order_key=str(entry.subject_id),
            key=str(entry.id),
            subject=SubjectRef(SUBJECT, entry.subject_id),
        )
        for entry in wanted
        if entry.subject_id in numbers
    ]
