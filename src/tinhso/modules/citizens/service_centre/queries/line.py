"""The line of a day: who waits, who is called where, how long it will take."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.base.messages import NotFound
from tinhso.base.moments import local_day
from tinhso.modules.citizens.service_centre.models import (
    Centre,
    CounterOffer,
    QueueTicket,
    ServiceCounter,
    ServiceGroup,
    TicketCall,
)
from tinhso.modules.citizens.service_centre.queries.places import offers_on, sittings_of, standing
from tinhso.modules.citizens.service_centre.queries.ruling import line_rules
from tinhso.modules.citizens.service_centre.rules.forecast import RECENT, Forecast, forecast, measured
from tinhso.modules.citizens.service_centre.rules.line import Waiting, called_before
from tinhso.modules.citizens.service_centre.rules.words import number_text

State, Outcome = QueueTicket.State, TicketCall.Outcome
FORMER_DAYS = 14
FORMER = 200


def number_of(ticket: QueueTicket) -> str:
    """A012."""
    return number_text(ticket.group.code, ticket.number)


def ticket_by_token(token: str) -> QueueTicket:
    """Raises NotFound."""
    found = QueueTicket.objects.select_related("group", "centre", "counter").filter(token=token.upper()).first()
    if found is None:
        raise NotFound()
    return found


def waiting_in(centre: Centre, day: date) -> QuerySet[QueueTicket]:
    """Everybody who waits, whoever comes first first."""
    rows = QueueTicket.objects.filter(centre=centre, day=day, state=State.WAITING)
    return rows.select_related("group").order_by("place_at", "id")


def waiting_for(counter: ServiceCounter, day: date) -> QuerySet[QueueTicket]:
    """Whom this counter may call: its services, and who was sent on to it.

    Who was sent on to a counter at which nobody sits now is called by any counter of their service.
    """
    staffed = sittings_of(counter.centre, day).values("counter_id")
    to_nobody = Q(counter=None) | ~Q(counter_id__in=staffed)
    mine = Q(counter=counter) | (to_nobody & Q(group_id__in=offers_on(counter, day)))
    return waiting_in(counter.centre, day).filter(mine)


def as_waiting(tickets: Iterable[QueueTicket]) -> list[Waiting]:
    """For the rule of the line: favoured are priorities, appointments kept and who was sent on."""
    return [
        Waiting(one.pk, one.place_at, bool(one.priority or one.is_on_time or one.counter_id is not None))
        for one in tickets
    ]


def last_passed(counter: ServiceCounter, day: date) -> int:
    """How often the counter has passed somebody in a row, by its last call of the day."""
    last = TicketCall.objects.filter(counter=counter, day=day).order_by("-called_at", "-id").first()
    return last.passed if last else 0


def open_call(counter: ServiceCounter, day: date) -> TicketCall | None:
    """Whom the counter serves now."""
    rows = TicketCall.objects.filter(counter=counter, day=day, ended_at=None)
    return rows.select_related("ticket__group", "ticket__appointment").first()


def shown_calls(centre: Centre, day: date) -> QuerySet[TicketCall]:
    """What stands on the display: whom each counter serves now, the newest call first."""
    rows = TicketCall.objects.filter(counter__centre=centre, day=day, ended_at=None)
    return rows.select_related("ticket__group", "counter").order_by("-recalled_at", "-id")


@dataclass(frozen=True)
class Outlook:
    """What somebody in the line may expect."""

    ahead: int
    forecast: Forecast


@dataclass
class Hall:
    """The line and the counters of a centre at a moment, read once for all who wait."""

    centre: Centre
    at: datetime

    def __post_init__(self) -> None:
        self.day = local_day(self.at)
        self.most = line_rules(self.day).most_in_a_row
        self.waiting = list(waiting_in(self.centre, self.day))
        self.open = set(sittings_of(self.centre, self.day).values_list("counter_id", flat=True))
        self.busy = set(shown_calls(self.centre, self.day).values_list("counter_id", flat=True)) & self.open
        offers = CounterOffer.objects.filter(standing(self.day), counter__centre=self.centre)
        self.offers = list(offers.values_list("counter_id", "group_id"))
        self._usual: dict[UUID, float | None] = {}

    def outlook_of(self, ticket: QueueTicket) -> Outlook:
        """For somebody who waits."""
        ahead = called_before(as_waiting(self._line_of(ticket.group_id, ticket.pk)), ticket.pk, self.most)
        return Outlook(ahead, self.forecast(ticket.group, ahead))

    def outlook_for(self, group: ServiceGroup) -> Outlook:
        """For somebody who would take a ticket now."""
        ahead = len(self._line_of(group.pk))
        return Outlook(ahead, self.forecast(group, ahead))

    def forecast(self, group: ServiceGroup, ahead: int) -> Forecast:
        if group.pk not in self._usual:
            self._usual[group.pk] = usual_seconds(group, self.day)
        serving = self._serving(group.pk) & self.open
        return forecast(ahead, self._usual[group.pk], counters=len(serving), busy=len(serving & self.busy))

    def _serving(self, group_id: UUID) -> set[UUID]:
        return {counter for counter, group in self.offers if group == group_id}

    def _line_of(self, group_id: UUID, ticket_id: UUID | None = None) -> list[QueueTicket]:
        """Everybody the open counters of that service may call: they share its line. Cautious: some leave it sooner."""
        counters = self._serving(group_id)
        counters = (counters & self.open) or counters
        shared = {group for counter, group in self.offers if counter in counters} | {group_id}
        return [one for one in self.waiting if one.group_id in shared or one.pk == ticket_id]


def usual_seconds(group: ServiceGroup, day: date) -> float | None:
    """The usual time of one service, measured today and on the days before."""
    rows = TicketCall.objects.filter(ticket__group=group, outcome=Outcome.SERVED).order_by("-ended_at")
    today = _seconds(rows.filter(day=day)[:RECENT])
    before = rows.filter(day__lt=day, day__gte=day - timedelta(days=FORMER_DAYS))[:FORMER]
    return measured(today, _seconds(before))


def _seconds(calls: Collection[TicketCall] | QuerySet[TicketCall]) -> list[float]:
    return [(one.ended_at - one.called_at).total_seconds() for one in calls if one.ended_at is not None]


def missed_today(counter: ServiceCounter, day: date) -> list[QueueTicket]:
    """Who did not come when this counter called, the newest first."""
    rows = QueueTicket.objects.filter(calls__counter=counter, day=day, state=State.MISSED)
    return list(rows.select_related("group").distinct().order_by("-finished_at")[:5])
