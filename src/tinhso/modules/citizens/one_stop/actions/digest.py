"""Each working morning: what is overdue and what is due soon, told to who holds it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from tinhso.base.moments import local_day
from tinhso.kernel.calendar.queries import calendar_of
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.ledger.actions import SubjectRef, once
from tinhso.kernel.notices.actions import tell_seat
from tinhso.modules.citizens.one_stop.actions.telling import BY
from tinhso.modules.citizens.one_stop.notices import staff
from tinhso.modules.citizens.one_stop.queries.told import seats_with

SOON = timedelta(days=2)
NAMED = 3


@dataclass
class Share:
    """What waits for one seat."""

    overdue: int = 0
    soon: int = 0
    first: list[str] = field(default_factory=list)

    def take(self, number: str, is_overdue: bool) -> None:
        self.overdue += is_overdue
        self.soon += not is_overdue
        if len(self.first) < NAMED:
            self.first.append(number)


@transaction.atomic
def tell_of_the_day(*, at: datetime) -> int:
    """Tells every seat that has something overdue or due soon, once a day; gives how many seats."""
    on = local_day(at)
    if not once("one_stop.digest", on.isoformat(), "").is_first:
        return 0
    shares = {seat_id: share for seat_id, share in shares_of(at).items() if _works(share, on)}
    for seat_id, (_unit, share) in shares.items():
        facts = {
            "overdue": str(share.overdue) if share.overdue else None,
            "soon": str(share.soon) if share.soon else None,
            "dossiers": ", ".join(share.first),
        }
        tell_seat(
            staff.DIGEST,
            seat_id,
            facts,
            subject=SubjectRef("identity.seat", seat_id),
            key=f"{staff.DIGEST.code}:{on}:{seat_id}",
            path="/ban/viec",
            by=BY,
            at=at,
        )
    return len(shares)


def _works(found: tuple[UUID, Share], on: date) -> bool:
    """Whether the office works that day: nobody is told on a day off."""
    return bool(calendar_of(found[0], on).hours_of(on.toordinal()))


def shares_of(at: datetime) -> dict[UUID, tuple[UUID, Share]]:
    """For each seat its office and what waits for it; a dossier nobody took waits for all who may."""
    waiting = Case.objects.filter(
        state__in=[State.RECEIVED, State.IN_PROGRESS], due_at__lt=at + SOON, step_unit__isnull=False
    ).order_by("due_at")
    rows = waiting.values_list("number", "due_at", "step_seat_id", "step_unit_id", "step_right")
    takers: dict[tuple[UUID, str], list[UUID]] = {}
    shares: dict[UUID, tuple[UUID, Share]] = {}
    for number, due_at, seat_id, unit_id, right in rows.iterator():
        holder: UUID | None = seat_id
        if holder is None and (unit_id, right) not in takers:
            takers[unit_id, right] = [seat.id for seat in seats_with(right, unit_id, local_day(at))]
        for one in [holder] if holder else takers[unit_id, right]:
            is_overdue = due_at is not None and due_at < at
            shares.setdefault(one, (unit_id, Share()))[1].take(number, is_overdue)
    return shares
