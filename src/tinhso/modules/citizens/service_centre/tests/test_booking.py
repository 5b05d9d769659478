"""Booking, changing, coming on time or not."""

from datetime import date, datetime, timedelta

import pytest

from tinhso.base.actor import ANONYMOUS
from tinhso.base.moments import LOCAL
from tinhso.modules.citizens.service_centre.actions.booking import (
    AppointmentOver,
    NameNeeded,
    NotToday,
    SlotFull,
    book,
    cancel,
    check_in,
    move,
)
from tinhso.modules.citizens.service_centre.actions.calling import call_next
from tinhso.modules.citizens.service_centre.models import Appointment
from tinhso.modules.citizens.service_centre.queries.booking import (
    appointment_by_code,
    days_to_book,
    group_with,
    name_on,
    slots_on,
)
from tinhso.modules.citizens.service_centre.tests.conftest import AT, Hall, minutes

TUESDAY = datetime(2026, 11, 17, 9, 0, tzinfo=LOCAL)


def booked(hall: Hall, starts_at: datetime = TUESDAY, key: str = "k") -> Appointment:
    return book(hall.a, starts_at, "Lê Thị Mẫu", procedure="1.001193", key=key, by=ANONYMOUS, at=AT)


def places(hall: Hall, starts_at: datetime = TUESDAY) -> int:
    return next(free for start, _, free in slots_on(hall.a, starts_at.date(), AT) if start == starts_at)


def test_it_works(hall: Hall) -> None:
    """Booked on a phone, kept at the kiosk: a number that goes before who came earlier without one."""
    made = booked(hall)
    assert booked(hall) == made  # the same press
    assert (appointment_by_code(f" {made.code[:4].lower()}-{made.code[4:]} "), name_on(made)) == (made, "Lê Thị Mẫu")
    assert b"M\xe1" not in bytes(made.name_sealed)
    hall.take(TUESDAY - minutes(30))
    ticket = check_in(made, hall.centre, by=ANONYMOUS, at=TUESDAY - minutes(10))
    assert check_in(made, hall.centre, by=ANONYMOUS, at=TUESDAY) == ticket
    sitting = hall.sit(0, TUESDAY)
    call = call_next(sitting, current=None, by=hall.clerks[0], at=TUESDAY)
    assert call is not None
    assert (call.ticket, ticket.is_on_time, ticket.number) == (ticket, True, 2)


def test_a_slot_holds_what_its_counters_hold(hall: Hall) -> None:
    assert places(hall) == 2  # two counters, two visits each in half an hour, half of them to be booked
    first = booked(hall, key="1")
    booked(hall, key="2")
    with pytest.raises(SlotFull):
        booked(hall, key="3")
    cancel(first, by=ANONYMOUS, at=AT)
    assert places(hall) == 1
    with pytest.raises(AppointmentOver):
        cancel(first, by=ANONYMOUS, at=AT)


def test_moving_frees_the_old_place(hall: Hall) -> None:
    made, later = booked(hall), TUESDAY + minutes(30)
    assert move(made, later, by=ANONYMOUS, at=AT).ends_at == later + minutes(30)
    assert (places(hall), places(hall, later)) == (2, 1)
    with pytest.raises(SlotFull):
        move(made, TUESDAY + timedelta(hours=9), by=ANONYMOUS, at=AT)  # nobody works then


def test_only_working_days_ahead_are_offered(hall: Hall) -> None:
    days = days_to_book(hall.a, AT)
    assert (days[0], days[-1]) == (AT.date(), date(2026, 11, 30))
    assert not {date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 24)} & set(days)  # weekend, holiday
    assert slots_on(hall.a, date(2026, 12, 1), AT) == []
    assert all(start > AT for start, _, _ in slots_on(hall.a, AT.date(), AT))


def test_who_comes_late_is_in_line_like_everybody(hall: Hall) -> None:
    made = booked(hall)
    ticket = check_in(made, hall.centre, by=ANONYMOUS, at=TUESDAY + minutes(16))
    assert not ticket.is_on_time


def test_an_appointment_is_kept_on_its_day_only(hall: Hall) -> None:
    made = booked(hall)
    with pytest.raises(NotToday):
        check_in(made, hall.centre, by=ANONYMOUS, at=AT)
    cancel(made, by=ANONYMOUS, at=AT)
    with pytest.raises(AppointmentOver):
        check_in(made, hall.centre, by=ANONYMOUS, at=TUESDAY)


def test_a_name_is_needed_and_the_group_is_found_by_its_procedure(hall: Hall) -> None:
    with pytest.raises(NameNeeded):
        book(hall.a, TUESDAY, "  ", key="k", by=ANONYMOUS, at=AT)
    assert group_with(hall.centre, "1.001193", AT.date()) == "A"
    assert group_with(hall.centre, "9.999999", AT.date()) == ""
