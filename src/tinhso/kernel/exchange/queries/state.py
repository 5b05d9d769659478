"""How a subject stands with its partners: for the page of a dossier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Model, Q

from tinhso.kernel.exchange.models import Outgoing, OutgoingState
from tinhso.kernel.ledger.actions import SubjectRef, subject_ref


@dataclass(frozen=True)
class SubjectState:
    """What a partner was told of a subject: ``is_behind`` while something has not reached it yet."""

    partner_code: str
    partner_title: str
    is_partner_down: bool
    waiting: int
    stuck: int  # refused or dead: an operator must decide
    waiting_since: datetime | None
    last_sent_at: datetime | None

    @property
    def is_behind(self) -> bool:
        return bool(self.waiting or self.stuck)


def exchange_state_of(subject: Model | SubjectRef) -> Sequence[SubjectState]:
    """One line for each partner that was to be told of the subject; empty when there is none."""
    about = subject_ref(subject)
    waiting = Q(state=OutgoingState.WAITING)
    stuck = Q(state__in=[OutgoingState.REFUSED, OutgoingState.DEAD])
    rows = (
        Outgoing.objects.filter(subject_kind=about.kind, subject_id=about.id)
        .values("partner__code", "partner__title", "partner__down_since")
        .annotate(
            waiting=Count("id", filter=waiting),
            stuck=Count("id", filter=stuck),
            since=Min("queued_at", filter=waiting | stuck),
            sent=Max("settled_at", filter=Q(state=OutgoingState.SENT)),
        )
        .order_by("partner__title")
    )
    return [
        SubjectState(
            row["partner__code"],
            row["partner__title"],
            row["partner__down_since"] is not None,
            row["waiting"],
            row["stuck"],
            row["since"],
            row["sent"],
        )
        for row in rows
    ]
