"""From the number to the last word of the clerk."""

from datetime import timedelta

import pytest

from tinhso.base.actor import ANONYMOUS
from tinhso.base.messages import NotAllowed
from tinhso.kernel.identity.queries.sealing import opened_text
from tinhso.kernel.ledger.queries import entries_of
from tinhso.modules.citizens.service_centre.actions import calling
from tinhso.modules.citizens.service_centre.actions.places import add_shift, set_offers
from tinhso.modules.citizens.service_centre.actions.rating import AlreadyRated, NotRateable, rate
from tinhso.modules.citizens.service_centre.actions.taking import (
    NotServed,
    NotWaiting,
    PriorityUnknown,
    give_up,
    take_ticket,
)
from tinhso.modules.citizens.service_centre.models import QueueTicket, TicketCall
from tinhso.modules.citizens.service_centre.queries.line import Hall as Line
from tinhso.modules.citizens.service_centre.queries.line import number_of, waiting_for
from tinhso.modules.citizens.service_centre.tests.conftest import AT, SINCE, Hall, minutes

State = QueueTicket.State


def called(hall: Hall, place: int, at=AT, current: TicketCall | None = None) -> str:  # type: ignore[no-untyped-def]
    """The number a counter calls next; empty when nobody waits."""
    sitting = hall.sit(place, at)
    call = calling.call_next(sitting, current=current.pk if current else None, by=hall.clerks[place], at=at)
    return number_of(call.ticket) if call else ""


def test_it_works(hall: Hall) -> None:
    """Two people come; the first is called, served and says how it was; the ledger tells all of it without names."""
    first, second = hall.take(), hall.take(AT + minutes(1))
    sitting = hall.sit()
    call = calling.call_next(sitting, current=None, by=hall.clerks[0], at=AT + minutes(2))
    assert call is not None
    assert (call.ticket, number_of(call.ticket)) == (first, "A001")
    call = calling.call_next(sitting, current=call.pk, by=hall.clerks[0], at=AT + minutes(9))
    assert call is not None
    assert call.ticket == second
    first.refresh_from_db()
    assert (first.state, first.finished_at) == (State.SERVED, AT + minutes(9))
    rate(first, 5, ["nhanh", "bịa"], by=ANONYMOUS, at=AT + minutes(10))
    assert first.rating.reasons == ["nhanh"]
    events = [entry.event.rpartition(".")[2] for entry in entries_of(first)]
    assert sorted(events) == ["ticket_called", "ticket_served", "ticket_taken"]


def test_numbers_have_no_gap_and_begin_anew_each_day_and_group(hall: Hall) -> None:
    assert [hall.take(AT + minutes(n)).number for n in range(3)] == [1, 2, 3]
    assert hall.take(group="b").number == 1
    give_up(QueueTicket.objects.get(group=hall.a, number=3), by=ANONYMOUS, at=AT)
    assert hall.take(AT + minutes(5)).number == 4  # a number given up is not given again
    assert hall.take(AT + timedelta(days=1)).number == 1


def test_the_same_press_gives_the_same_number(hall: Hall) -> None:
    one, same = (take_ticket(hall.a, key="k", by=ANONYMOUS, at=AT) for _ in range(2))
    assert one == same
    assert QueueTicket.objects.count() == 1


def test_what_nobody_serves_and_a_priority_nobody_declared_are_refused(hall: Hall) -> None:
    set_offers(hall.counters[2], [], valid_from=SINCE, by=hall.head, at=AT)
    with pytest.raises(NotServed):
        hall.take(group="b")
    with pytest.raises(PriorityUnknown):
        hall.take(priority="quen-biet")


def test_a_priority_goes_first_but_never_more_than_twice_in_a_row(hall: Hall) -> None:
    for n in range(3):
        hall.take(AT + minutes(n))
    for n in range(4):
        hall.take(AT + minutes(5 + n), priority="cao-tuoi")
    hall.sit()
    call, order = None, []
    while call := calling.call_next(
        hall.sit(), current=call.pk if call else None, by=hall.clerks[0], at=AT + minutes(20)
    ):
        order.append(call.ticket.number)
    assert order == [4, 5, 1, 6, 7, 2, 3]


def test_a_second_press_calls_nobody_else(hall: Hall) -> None:
    hall.take()
    hall.take()
    assert [called(hall, 0), called(hall, 0)] == ["A001", "A001"]
    assert QueueTicket.objects.filter(state=State.CALLED).count() == 1


def test_a_counter_calls_only_what_it_serves(hall: Hall) -> None:
    hall.take(group="b")
    assert [called(hall, 0), called(hall, 2)] == ["", "B001"]


def test_who_did_not_come_may_come_back_behind_the_others(hall: Hall) -> None:
    missed, other = hall.take(), hall.take()
    sitting = hall.sit()
    call = calling.call_next(sitting, current=None, by=hall.clerks[0], at=AT)
    assert call is not None
    assert calling.recall(call, by=hall.clerks[0], at=AT + minutes(1)).times == 2
    calling.finish(call, came=False, by=hall.clerks[0], at=AT + minutes(2))
    with pytest.raises(calling.NobodyServed):
        calling.finish(call, came=True, by=hall.clerks[0], at=AT + minutes(2))
    missed.refresh_from_db()
    calling.return_to_line(missed, by=hall.clerks[0], at=AT + minutes(3))
    assert [one.pk for one in waiting_for(hall.counters[0], AT.date())] == [other.pk, missed.pk]


def test_who_is_sent_on_keeps_the_time_they_waited_and_the_note_is_sealed(hall: Hall) -> None:
    ticket = hall.take()
    waits_there = hall.take(AT + minutes(1), group="b")
    sitting = hall.sit()
    hall.sit(2)
    call = calling.call_next(sitting, current=None, by=hall.clerks[0], at=AT + minutes(5))
    assert call is not None
    with pytest.raises(calling.CounterElsewhere):
        calling.transfer(call, hall.counters[0].pk, "", by=hall.clerks[0], at=AT + minutes(6))
    calling.transfer(call, hall.counters[2].pk, "Cần thêm bản đồ", by=hall.clerks[0], at=AT + minutes(6))
    call.refresh_from_db()
    assert b"b\xe1" not in bytes(call.note_sealed or b"")
    assert opened_text(call.note_sealed, call.pk, "note") == "Cần thêm bản đồ"
    assert called(hall, 1, AT + minutes(7)) == ""  # not for the counters it came from
    assert [one.pk for one in waiting_for(hall.counters[2], AT.date())] == [ticket.pk, waits_there.pk]
    assert called(hall, 2, AT + minutes(7)) == "A001"


def test_who_is_sent_on_to_a_counter_that_closes_is_called_elsewhere(hall: Hall) -> None:
    hall.take()
    sitting, target = hall.sit(), hall.sit(2)
    call = calling.call_next(sitting, current=None, by=hall.clerks[0], at=AT)
    assert call is not None
    calling.transfer(call, hall.counters[2].pk, "", by=hall.clerks[0], at=AT)
    assert called(hall, 1, AT + minutes(1)) == ""
    calling.leave(target, by=hall.clerks[2], at=AT + minutes(2))
    assert called(hall, 1, AT + minutes(3)) == "A001"


def test_one_seat_a_counter_and_one_counter_a_seat(hall: Hall) -> None:
    hall.sit()
    with pytest.raises(calling.CounterTaken):
        calling.sit_down(hall.counters[0], by=hall.clerks[1], at=AT)
    with pytest.raises(calling.CounterTaken):
        calling.sit_down(hall.counters[1], by=hall.clerks[0], at=AT)
    sitting = hall.sit()
    with pytest.raises(NotAllowed):
        calling.leave(sitting, by=hall.clerks[1], at=AT)
    calling.leave(sitting, by=hall.head, at=AT)  # who answers for the centre frees a counter
    with pytest.raises(calling.NotAtCounter):
        calling.call_next(sitting, current=None, by=hall.clerks[0], at=AT)
    hall.sit(0, AT + timedelta(days=1))
    assert calling.sit_down(hall.counters[1], by=hall.clerks[1], at=AT).day == AT.date()


def test_strangers_do_nothing_here(hall: Hall) -> None:
    hall.take()
    with pytest.raises(NotAllowed):
        calling.sit_down(hall.counters[0], by=hall.stranger, at=AT)
    with pytest.raises(NotAllowed):
        calling.call_next(hall.sit(), current=None, by=hall.stranger, at=AT)
    with pytest.raises(NotAllowed):
        add_shift(hall.counters[0], 6, AT.time(), (AT + minutes(60)).time(), valid_from=SINCE, by=hall.clerks[0], at=AT)


def test_a_visit_is_rated_once_and_soon(hall: Hall) -> None:
    ticket = hall.take()
    with pytest.raises(NotRateable):
        rate(ticket, 4, [], by=ANONYMOUS, at=AT)
    sitting = hall.sit()
    call = calling.call_next(sitting, current=None, by=hall.clerks[0], at=AT)
    assert call is not None
    calling.finish(call, came=True, by=hall.clerks[0], at=AT + minutes(5))
    with pytest.raises(NotRateable):
        rate(ticket, 4, [], by=ANONYMOUS, at=AT + minutes(40))
    rate(ticket, 4, [], by=ANONYMOUS, at=AT + minutes(6))
    with pytest.raises(AlreadyRated):
        rate(ticket, 1, [], by=ANONYMOUS, at=AT + minutes(7))


def test_the_forecast_is_told_when_enough_was_measured(hall: Hall) -> None:
    hall.sit()
    assert Line(hall.centre, AT).outlook_for(hall.a).forecast.why == "figures"
    assert Line(hall.centre, AT).outlook_for(hall.b).forecast.why == "counters"
    call = None
    for n in range(6):  # six services of ten minutes each
        hall.take(AT + minutes(10 * n))
        current = call.pk if call else None
        call = calling.call_next(hall.sit(), current=current, by=hall.clerks[0], at=AT + minutes(10 * n))
    waiting = [hall.take(AT + minutes(51)) for _ in range(3)]
    outlook = Line(hall.centre, AT + minutes(52)).outlook_of(waiting[2])
    assert (outlook.ahead, outlook.forecast.minutes) == (2, 25)


def test_a_number_is_given_up_once(hall: Hall) -> None:
    ticket = hall.take()
    give_up(ticket, by=ANONYMOUS, at=AT)
    with pytest.raises(NotWaiting):
        give_up(ticket, by=ANONYMOUS, at=AT)
    assert called(hall, 0) == ""
