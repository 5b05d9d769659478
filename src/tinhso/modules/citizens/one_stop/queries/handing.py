"""What waits to be handed out, what went by post, and what was collected in cash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.moments import LOCAL
from tinhso.kernel.cases.models import Case, Charge, Result, State
from tinhso.kernel.cases.queries import cases_found, visible_cases
from tinhso.kernel.cases.queries.lists import waiting_for
from tinhso.kernel.documents.queries import document_by_token

SHOWN = 50


def ready_cases(actor: Actor) -> QuerySet[Case]:
    """Results that wait at this official's desk, the longest waiting first."""
    waiting = waiting_for(actor, ("cases.return",)).filter(state=State.RESULT_READY)
    return waiting.select_related("definition", "applicant", "owner").order_by(F("finished_at").asc(), "id")


def returnable(actor: Actor, text: str) -> list[Case]:
    """Cases by the code of their receipt (as the scanner types it), number, name or phone; ready ones first."""
    document = document_by_token(text.strip().rstrip("/").rpartition("/")[2])
    if document is not None and document.subject_kind == "cases.case":
        found = visible_cases(actor).select_related("definition", "applicant", "owner")
        return list(found.filter(pk=document.subject_id))
    return sorted(cases_found(actor, text), key=lambda case: case.state != State.RESULT_READY)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(0), LOCAL)
    return start, start + timedelta(days=1)


def parcels_on(actor: Actor, day: date) -> Sequence[Result]:
    """What went to the post that day from the desks this official sees, in the order it was handed over."""
    start, end = day_bounds(day)
    sent = Result.objects.filter(method="post", returned_at__gte=start, returned_at__lt=end)
    units = actor.units_with("cases.return")
    mine = sent.filter(case__in=visible_cases(actor), case__receipt_unit_id__in=units)
    return list(mine.select_related("case__applicant", "document").order_by("returned_at", "id"))


@dataclass(frozen=True)
class CashBook:
    """What one seat took in on a day: each charge, the sum of each kind, and all."""

    rows: Sequence[Charge]
    kinds: Sequence[tuple[str, int, int]]
    total: int


def cash_book(actor: Actor, day: date) -> CashBook:
    """The charges this very seat collected that day, by hand-over."""
    if actor.seat_id is None:
        return CashBook((), (), 0)
    start, end = day_bounds(day)
    mine = Charge.objects.filter(collected_by=actor.seat_id, method="cash", paid_at__gte=start, paid_at__lt=end)
    rows = list(mine.select_related("case").order_by("paid_at", "id"))
    titles = dict.fromkeys(row.title for row in rows)
    kinds = [
        (title, sum(1 for row in rows if row.title == title), sum(row.amount for row in rows if row.title == title))
        for title in titles
    ]
    return CashBook(rows, kinds, sum(row.amount for row in rows))
