"""Times that can be booked, and what was booked."""

from collections import Counter as Tally
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from tinhso.base.messages import NotFound
from tinhso.base.moments import local, local_day
from tinhso.kernel.calendar.queries import calendar_of
from tinhso.kernel.calendar.rules.minutes import DAY, moment_of
from tinhso.kernel.identity.queries.sealing import opened_text
from tinhso.modules.citizens.service_centre.models import Appointment, Centre, CounterOffer, ServiceGroup
from tinhso.modules.citizens.service_centre.queries.places import counters_serving, shifts_of, standing
from tinhso.modules.citizens.service_centre.queries.ruling import booking_rules
from tinhso.modules.citizens.service_centre.rules.slots import Slot, Staffed, slots_of

State = Appointment.State


def minute_of_day(moment: datetime) -> int:
    there = local(moment)
    return there.hour * 60 + there.minute


def slots_on(group: ServiceGroup, day: date, at: datetime) -> list[tuple[datetime, datetime, int]]:
    """The slots of a day that begin after that moment: start, end, and the places still free (0 where full).

    None on days further ahead than the rules allow.
    """
    if not 0 <= (day - local_day(at)).days <= booking_rules(local_day(at)).days_ahead:
        return []
    taken = booked_by_start(group, day)
    found = []
    for slot in _slots(group, day, at):
        start = moment_of(day.toordinal() * DAY + slot.start)
        if start > at:
            end = moment_of(day.toordinal() * DAY + slot.end)
            found.append((start, end, max(slot.places - taken[start], 0)))
    return found


def _slots(group: ServiceGroup, day: date, at: datetime) -> list[Slot]:
    hours = calendar_of(group.centre.unit_id, day).hours_of(day.toordinal())
    return slots_of(_staffed(group, day), hours, booking_rules(local_day(at)).slots)


def _staffed(group: ServiceGroup, day: date) -> list[Staffed]:
    counters = list(counters_serving(group, day))
    offers = CounterOffer.objects.filter(standing(day), counter__in=counters).values_list("counter_id", flat=True)
    shares = Tally(offers)
    return [
        Staffed((_minutes(shift.starts), _minutes(shift.ends)), shares[shift.counter_id])
        for shift in shifts_of(counters, day).filter(weekday=day.weekday())
    ]


def _minutes(time: object) -> int:
    return time.hour * 60 + time.minute  # type: ignore[attr-defined, no-any-return]


def booked_by_start(group: ServiceGroup, day: date) -> Tally[datetime]:
    rows = appointments_on(group.centre, day).filter(group=group).exclude(state=State.CANCELLED)
    return Tally(rows.values_list("starts_at", flat=True))


def days_to_book(group: ServiceGroup, at: datetime) -> list[date]:
    """The days on which anything can be booked, full or not, as far ahead as the rules allow."""
    today = local_day(at)
    ahead = (today + timedelta(days=count) for count in range(booking_rules(today).days_ahead + 1))
    return [day for day in ahead if slots_on(group, day, at)]


def appointments_on(centre: Centre, day: date) -> QuerySet[Appointment]:
    """All of a day, by time."""
    start = moment_of(day.toordinal() * DAY)
    rows = Appointment.objects.filter(
        group__centre=centre, starts_at__gte=start, starts_at__lt=start + timedelta(days=1)
    )
    return rows.select_related("group", "ticket").order_by("starts_at", "id")


def appointment_by_code(code: str) -> Appointment:
    """As typed, with or without spaces and dashes. Raises NotFound."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())[:12]
    found = Appointment.objects.select_related("group__centre").filter(code=plain).first()
    if found is None:
        raise NotFound()
    return found


def name_on(appointment: Appointment) -> str:
    """The name given when it was booked."""
    return opened_text(appointment.name_sealed, appointment.pk, "appointment")


def group_by_code(centre: Centre, code: str, on: date) -> ServiceGroup:
    """A group in force that day. Raises NotFound."""
    found = centre.groups.filter(standing(on), code=code).first()
    if found is None:
        raise NotFound()
    return found


def group_with(centre: Centre, procedure: str, on: date) -> str:
    """The code of the group that serves a procedure at this centre; empty when none does."""
    rows = centre.groups.filter(standing(on), procedures__contains=[procedure])
    return rows.values_list("code", flat=True).first() or ""
