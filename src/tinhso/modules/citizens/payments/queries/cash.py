"""The drawer of a clerk: what must be in it, and what was counted before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.base.moments import LOCAL
from tinhso.kernel.cases.models import Charge
from tinhso.kernel.identity.queries import seat_line
from tinhso.modules.citizens.payments.models import ClosedCharge, TillClosing
from tinhso.modules.citizens.payments.queries.accounts import in_reach
from tinhso.modules.citizens.payments.rules.roles import SETTLE

CASH = "cash"


@dataclass(frozen=True)
class Till:
    """What a seat holds and has not counted: each charge, a sum for each kind, and all."""

    rows: Sequence[Charge]
    kinds: Sequence[tuple[str, int, int]]
    expected: int


def day_bounds(day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(0), LOCAL)
    return start, start + timedelta(days=1)


def till_of(seat_id: UUID | None, day: date) -> Till:
    """Cash the seat took until the end of that day and no closing counts: since its last closing, else of the day."""
    if seat_id is None:
        return Till((), (), 0)
    line = seat_line(seat_id)
    last = TillClosing.objects.filter(seat_id__in=line, day__lt=day).order_by("-day").first()
    start, _ = day_bounds(last.day if last else day)
    taken = Charge.objects.filter(
        collected_by__in=line, method=CASH, paid_at__gte=start, paid_at__lt=day_bounds(day)[1]
    )
    rows = list(
        taken.exclude(pk__in=ClosedCharge.objects.filter(closing__seat_id__in=line).values("charge_id"))
        .select_related("case")
        .order_by("paid_at", "id")
    )
    return Till(rows, sums_of(rows), sum(row.amount for row in rows))


def sums_of(rows: Sequence[Charge]) -> list[tuple[str, int, int]]:
    """(kind, how many, how much), in the order they were first taken."""
    titles = dict.fromkeys(row.title for row in rows)
    return [
        (title, sum(1 for row in rows if row.title == title), sum(row.amount for row in rows if row.title == title))
        for title in titles
    ]


def closing_of(seat_id: UUID | None, day: date) -> TillClosing | None:
    return TillClosing.objects.filter(seat_id=seat_id, day=day).first() if seat_id else None


def closing_seen(actor: Actor, closing_id: UUID) -> TillClosing | None:
    """A closing of one's own drawer, or of a unit one looks after."""
    closing = TillClosing.objects.select_related("seat__person").filter(pk=closing_id).first()
    if closing is None or closing.seat_id == actor.seat_id:
        return closing
    return closing if in_reach(TillClosing.objects.filter(pk=closing_id), actor, SETTLE).exists() else None


def charges_counted(closing: TillClosing) -> list[Charge]:
    counted = ClosedCharge.objects.filter(closing=closing).values("charge_id")
    return list(Charge.objects.filter(pk__in=counted).select_related("case").order_by("paid_at", "id"))


def closings_seen(actor: Actor, limit: int = 60) -> list[TillClosing]:
    """The newest closings of the units one looks after."""
    rows = in_reach(TillClosing.objects.select_related("seat__person"), actor, SETTLE)
    return list(rows.order_by("-day", "-closed_at")[:limit])
