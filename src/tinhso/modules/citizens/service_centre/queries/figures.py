"""What was measured, for the head of the centre."""

from collections import Counter as Tally
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from tinhso.base.moments import local
from tinhso.modules.citizens.service_centre.models import Centre, QueueTicket, ServiceGroup, VisitRating
from tinhso.modules.citizens.service_centre.rules.figures import Figures, Visit, by_hour, figures_of

FACES = (5, 4, 3, 2, 1)


@dataclass(frozen=True)
class Period:
    since: date
    until: date  # the last day


def visits_of(centre: Centre, period: Period) -> list[tuple[ServiceGroup, date, Visit]]:
    """Every ticket of the period as measured, in the order it was taken."""
    rows = QueueTicket.objects.filter(centre=centre, day__range=(period.since, period.until))
    return [(row.group, row.day, _visit(row)) for row in rows.select_related("group").order_by("taken_at", "id")]


def _visit(ticket: QueueTicket) -> Visit:
    waited = (ticket.called_at - ticket.taken_at).total_seconds() if ticket.called_at else None
    ended = ticket.state if ticket.finished_at else "open"
    return Visit(local(ticket.taken_at).hour, waited, ended)


@dataclass(frozen=True)
class Report:
    whole: Figures
    hours: list[tuple[int, Figures]]
    groups: list[tuple[ServiceGroup, Figures]]
    days: list[tuple[date, Figures]]


def report_of(centre: Centre, period: Period) -> Report:
    rows = visits_of(centre, period)
    groups = {row[0].pk: row[0] for row in rows}
    by_group = [(group, figures_of(v for g, _, v in rows if g.pk == key)) for key, group in groups.items()]
    days = sorted({day for _, day, _ in rows})
    return Report(
        figures_of(visit for _, _, visit in rows),
        by_hour(visit for _, _, visit in rows),
        sorted(by_group, key=lambda pair: pair[0].code),
        [(day, figures_of(v for _, d, v in rows if d == day)) for day in days],
    )


@dataclass(frozen=True)
class Faces:
    """How many chose each face, and each reason; of a group of services, never of a clerk."""

    title: str
    counts: tuple[tuple[int, int], ...]  # the face from 5 to 1, how many
    reasons: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


def faces_of(centre: Centre, period: Period) -> list[Faces]:
    """By group of services."""
    rows = VisitRating.objects.filter(ticket__centre=centre, ticket__day__range=(period.since, period.until))
    scores: dict[str, Tally[int]] = {}
    counted = rows.values_list("ticket__group__title", "score").annotate(number=Count("id"))
    for title, score, number in counted:
        scores.setdefault(title, Tally())[score] += number
    reasons: dict[str, Tally[str]] = {}
    for title, chosen in rows.values_list("ticket__group__title", "reasons"):
        reasons.setdefault(title, Tally()).update(chosen)
    return [
        Faces(title, tuple((face, scores[title][face]) for face in FACES), tuple(reasons[title].most_common()))
        for title in sorted(scores)
    ]
