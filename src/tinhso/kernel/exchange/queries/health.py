"""How partners are, and what waits for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Min, Q

from tinhso.kernel.exchange.kinds import drivers
from tinhso.kernel.exchange.models import Attempt, AttemptOutcome, Outgoing, OutgoingState, Partner
from tinhso.kernel.exchange.rules import LANES

RECENT = timedelta(hours=1)
# A probe of the index for each lane: what waits further ahead costs nothing.
BUSY = """
    SELECT p.id FROM exchange_partner p
    WHERE p.is_active AND (p.rests_until IS NULL OR p.rests_until <= %(at)s)
      AND (p.free_at IS NULL OR p.free_at < %(at)s + interval '1 second')
      AND EXISTS (
        SELECT 1 FROM generate_series(0, %(lanes)s - 1) lane, LATERAL (
            SELECT 1 FROM exchange_outgoing o WHERE o.partner_id = p.id AND o.lane = lane AND o.state = 'waiting'
              AND o.next_at <= %(at)s LIMIT 1
        ) due)
"""


def busy_partners(at: datetime) -> list[Partner]:
    """The partners something is due for, that are neither paused nor resting."""
    with connection.cursor() as cursor:
        cursor.execute(BUSY, {"at": at, "lanes": LANES})
        ids = [row[0] for row in cursor.fetchall()]
    return [partner for partner in Partner.objects.filter(id__in=ids) if partner.driver in drivers]


@dataclass(frozen=True)
class PartnerHealth:
    """``rate_of_failure`` is of the tries of the last hour, None when there were none."""

    partner: Partner
    waiting: int
    oldest_at: datetime | None
    refused: int
    dead: int
    tries: int
    failures: int

    @property
    def rate_of_failure(self) -> float | None:
        return self.failures / self.tries if self.tries else None

    @property
    def stuck(self) -> int:
        return self.refused + self.dead

    @property
    def word(self) -> str:
        """paused, down, stuck, slow or well."""
        if not self.partner.is_active:
            return "paused"
        if self.partner.down_since is not None:
            return "down"
        return "stuck" if self.stuck else "well"


def health_of_partners(at: datetime) -> list[PartnerHealth]:
    """Every partner with its queue, by title."""
    queues = _queues()
    tries = _tries(at)
    return [
        PartnerHealth(partner, *queues.get(partner.id, (0, None, 0, 0)), *tries.get(partner.id, (0, 0)))
        for partner in Partner.objects.order_by("title")
    ]


def _queues() -> dict[object, tuple[int, datetime | None, int, int]]:
    is_waiting = Q(state=OutgoingState.WAITING)
    stuck = Q(state__in=[OutgoingState.WAITING, OutgoingState.REFUSED, OutgoingState.DEAD])
    rows = (
        Outgoing.objects.filter(stuck, settled_at=None)
        .values_list("partner_id")
        .annotate(
            waiting=Count("id", filter=is_waiting),
            oldest=Min("queued_at", filter=is_waiting),
            refused=Count("id", filter=Q(state=OutgoingState.REFUSED)),
            dead=Count("id", filter=Q(state=OutgoingState.DEAD)),
        )
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def _tries(at: datetime) -> dict[object, tuple[int, int]]:
    rows = (
        Attempt.objects.filter(at__gt=at - RECENT)
        .values_list("outgoing__partner_id")
        .annotate(tries=Count("id"), failures=Count("id", filter=~Q(outcome=AttemptOutcome.DELIVERED)))
    )
    return {row[0]: (row[1], row[2]) for row in rows}
